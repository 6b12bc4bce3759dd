/** Starts the terminal interface with a kernel in a process of its own. The only importer of `tui`, and only when needed. */
import { fileURLToPath } from 'node:url'
import { openHistory } from '../shell/kernel/history.js'
import { entryPoint } from '../util/entry-point.js'
import type { ShellConfig } from './config.js'
import { kernelEnvironment } from './kernel-launch.js'

export interface TuiHost {
  readonly version: string
  readonly process: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'env'>
}

/** @returns the exit code */
export async function runTui(config: ShellConfig, { version, process }: TuiHost): Promise<number> {
  const { startLineMode, wantsLines } = await import('../tui/line-mode.js')
  const start = wantsLines(process.env) ? startLineMode : (await import('../tui/main.js')).startTui
  return start({
    kernelEntry: fileURLToPath(entryPoint('kernel')),
    kernelArgs: [],
    kernelEnv: kernelEnvironment(config, process.env),
    history: openHistory({ redact: config.redact }),
    stdin: process.stdin,
    stdout: process.stdout,
    version,
    theme: config.theme,
    ...(config.color === null ? {} : { color: config.color }),
  })
}
