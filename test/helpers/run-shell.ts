/**
 * Types lines into a whole shell in this process (database, models, watchers, commands) and returns the transcript:
 * each input behind `>>> `, then what it printed. Durations read `0.0 ms`, so that transcripts can be compared.
 */
import type { ShellConfig } from '../../src/cli/config.js'
import { composeShell } from '../../src/cli/compose.js'
import type { Output } from '../../src/shell/format/output.js'
import { formatPlain } from '../../src/shell/format/plain.js'
import { Kernel } from '../../src/shell/kernel/kernel.js'
import type { FromKernel } from '../../src/shell/protocol.js'

export interface RunShellOptions extends Partial<ShellConfig> {
  /** Width results are laid out for. */
  readonly width?: number
  /** Whether each input ends with its receipt, as in a terminal. */
  readonly receipts?: boolean
}

const settings: ShellConfig = {
  url: null,
  models: [],
  echo: 'off',
  json: false,
  failOnN1: false,
  quiet: true,
  color: false,
  environment: null,
  configFile: false,
  connection: null,
  readOnly: false,
  sandbox: false,
  writable: false,
  redact: '',
  theme: 'dark',
  startup: null,
  askPassword: false,
  connections: {},
  environments: {},
  everywhere: { readOnly: false, environment: null },
}

/**
 * A transcript of the given inputs; without options on the sample.
 *
 * @example
 * await runShell(['1 + 1']) // '>>> 1 + 1\n2'
 */
export async function runShell(
  inputs: readonly string[],
  options: RunShellOptions = {},
): Promise<string> {
  const { width = 100, receipts = false, ...config } = options
  const lines: string[] = []
  const shell = await composeShell({
    config: { ...settings, ...config },
    colors: false,
    receipts,
    onEcho: (line) => lines.push(line),
  })
  let done = (): void => undefined
  const kernel = new Kernel({
    parts: shell.parts(),
    emit: (message) => {
      lines.push(...printed(message).map((block) => formatPlain(steady(block), { columns: width })))
      if (message.type === 'done') done()
    },
  })
  try {
    kernel.start()
    for (const [id, code] of inputs.entries()) {
      lines.push(`>>> ${code.replaceAll('\n', '\n... ')}`)
      // Answered by a message, as in a terminal: awaiting the run would put this line on the user's stack.
      const answered = new Promise<void>((resolve) => (done = resolve))
      void kernel.handle({ type: 'run', id, code, pasted: false, columns: width })
      await answered
    }
  } finally {
    await kernel.close()
  }
  return lines.join('\n')
}

function printed(message: FromKernel): readonly Output[] {
  if (message.type === 'ready') return message.banner
  if (message.type === 'output') return [message.block]
  return message.type === 'confirmExit'
    ? [{ kind: 'text', text: `leave anyway? ${message.reason}` }]
    : []
}

/** Blocks are plain data: every duration in them is replaced before the columns are laid out. */
function steady(block: Output): Output {
  return JSON.parse(JSON.stringify(block, withoutDuration)) as Output
}

function withoutDuration(key: string, value: unknown): unknown {
  if (typeof value === 'number' && key.endsWith('Ms')) return 0
  return typeof value === 'string' ? value.replace(/\d+\.\d+ (ms|s)\b/g, '0.0 $1') : value
}
