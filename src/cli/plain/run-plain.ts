/** Runs code without a terminal: results on standard output, everything else on standard error. */
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import type { Output } from '../../shell/format/output.js'
import { formatPlain } from '../../shell/format/plain.js'
import type { Invocation } from '../args.js'
import { wantsColor } from '../config.js'
import { UsageError } from '../errors.js'
import { exitCode } from '../exit-code.js'
import { HeadlessShell } from './headless.js'
import { splitInputs } from './split-inputs.js'
import { writeAll } from '../streams.js'

type PlainInvocation = Extract<Invocation, { kind: 'eval' | 'file' | 'interactive' }>
type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>

const pipeColumns = 120

/** @returns the exit code */
export async function runPlain(invocation: PlainInvocation, streams: Streams): Promise<number> {
  const { config } = invocation
  const { stdin, stdout, stderr } = streams
  await assertReadable(invocation)
  const print = (block: Output): void => {
    const stream = block.kind === 'error' ? stderr : stdout
    stream.write(`${formatPlain(block, { colors: wantsColor(config, stream) })}\n`)
  }
  const shell = await HeadlessShell.open({
    config,
    columns: stdout.columns ?? pipeColumns,
    colors: wantsColor(config, stdout),
    onBlock: print,
    onEcho: (line) => stderr.write(`${line}\n`),
  })
  try {
    if (!config.quiet) for (const problem of shell.problems) stderr.write(`${problem}\n`)
    const code = await runInputs(inputsOf(invocation, shell, stdin), shell)
    for (const finding of config.quiet ? [] : shell.findings) {
      stderr.write(`${formatPlain(finding, { colors: wantsColor(config, stderr) })}\n`)
    }
    if (shell.unfinished !== null && !config.quiet) await writeAll(stderr, `${shell.unfinished}\n`)
    return code === exitCode.ok && config.failOnN1 && shell.findings.length > 0 ? exitCode.n1 : code
  } finally {
    await shell.close()
  }
}

/** Stops at the first input that fails, and where one asks to exit. */
async function runInputs(
  inputs: AsyncIterable<string> | Iterable<string>,
  shell: HeadlessShell,
): Promise<number> {
  for await (const input of inputs) {
    const { ok, interrupted } = await shell.run(input)
    if (shell.exitCode !== null) return shell.exitCode
    if (!ok) return interrupted ? exitCode.interrupted : exitCode.evaluation
  }
  // Node tells of a rejection that nobody handled when the turn is over.
  await setImmediate()
  return shell.hasFailed ? exitCode.evaluation : exitCode.ok
}

function inputsOf(
  invocation: PlainInvocation,
  shell: HeadlessShell,
  stdin: NodeJS.ReadableStream,
): AsyncIterable<string> | Iterable<string> {
  if (invocation.kind === 'eval') return evalInputs(invocation.inputs, shell)
  const input = invocation.kind === 'file' ? createReadStream(invocation.path) : stdin
  return split(createInterface({ input, crlfDelay: Infinity }), shell)
}

/** Code is one input, whatever its lines; with a command among them each is an input of its own. */
async function* evalInputs(inputs: readonly string[], shell: HeadlessShell): AsyncIterable<string> {
  for (const code of inputs) {
    const lines = code.split('\n')
    const isMixed = lines.length > 1 && lines.some((line) => shell.namesCommand(line))
    if (isMixed && !shell.isOpenCommand(lines[0] ?? '')) yield* split(lines, shell)
    else yield code
  }
}

function split(
  lines: AsyncIterable<string> | Iterable<string>,
  shell: HeadlessShell,
): AsyncIterable<string> {
  return splitInputs(lines, {
    check: (code) => shell.check(code),
    isCommand: (line) => shell.isCommand(line),
    isOpenCommand: (line) => shell.isOpenCommand(line),
  })
}

async function assertReadable(invocation: PlainInvocation): Promise<void> {
  if (invocation.kind !== 'file') return
  try {
    await access(invocation.path)
  } catch (cause) {
    throw new UsageError(`cannot read ${invocation.path}`, { cause })
  }
}
