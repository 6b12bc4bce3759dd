/**
 * Types lines into a whole shell in this process (database, models, watchers, commands) and returns the transcript:
 * each input behind `>>> `, then what it printed. Durations read `0.0 ms`, so that transcripts can be compared.
 */
import type { ShellConfig } from '../../src/cli/config.js'
import { composeShell } from '../../src/cli/compose.js'
import type { Output } from '../../src/shell/format/output.js'
import { formatPlain } from '../../src/shell/format/plain.js'
import { Kernel } from '../../src/shell/kernel/kernel.js'
import type { CompletionItem, FromKernel, ToKernel } from '../../src/shell/protocol.js'

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

/** The settings that `runShell` starts from. */
export function shellConfig(): ShellConfig {
  return settings
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
  const lines: string[] = []
  await withShell({ ...options, print: (line) => lines.push(line) }, async (run) => {
    for (const code of inputs) {
      lines.push(`>>> ${code.replaceAll('\n', '\n... ')}`)
      await run(code)
    }
  })
  return lines.join('\n')
}

/** What Tab offers at the end of `code`, after the inputs before it. */
export async function completeInShell(
  code: string,
  before: readonly string[] = [],
): Promise<readonly CompletionItem[]> {
  return withShell({ print: () => undefined }, async (run, ask) => {
    for (const input of before) await run(input)
    const answer = await ask({ type: 'complete', id: 0, code, cursor: code.length })
    return answer.type === 'completions' ? answer.completions.items : []
  })
}

type Run = (code: string) => Promise<void>
type Ask = (message: ToKernel) => Promise<FromKernel>

async function withShell<T>(
  options: RunShellOptions & { print(line: string): unknown },
  work: (run: Run, ask: Ask) => Promise<T>,
): Promise<T> {
  const { width = 100, receipts = false, print, ...config } = options
  const shell = await composeShell({
    config: { ...settings, ...config },
    colors: false,
    receipts,
    onEcho: print,
  })
  let answered: (message: FromKernel) => void = () => undefined
  const kernel = new Kernel({
    parts: shell.parts(),
    emit: (message) => {
      for (const block of printed(message)) print(formatPlain(steady(block), { columns: width }))
      if (message.type === 'done' || message.type === 'completions') answered(message)
    },
  })
  // Answered by a message, as in a terminal: awaiting the run would put a line of ours on the user's stack.
  const ask = (message: ToKernel) =>
    new Promise<FromKernel>((resolve) => {
      answered = resolve
      void kernel.handle(message)
    })
  const run = async (code: string) => {
    await ask({ type: 'run', id: 0, code, pasted: false, columns: width })
  }
  try {
    kernel.start()
    return await work(run, ask)
  } finally {
    await kernel.close()
  }
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
