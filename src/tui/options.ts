/** What a terminal front end is started with: the kernel to fork, the history, the streams. */
import type { ThemeName } from '../shell/format/theme.js'
import type { History } from '../shell/kernel/history.js'

export interface TuiOptions {
  readonly kernelEntry: string
  readonly kernelArgs: readonly string[]
  readonly kernelEnv?: NodeJS.ProcessEnv
  readonly history: History
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly version: string
  /** Whether to use colours; left out, the environment decides. */
  readonly color?: boolean
  readonly theme?: ThemeName
}
