/**
 * `orm-shell doctest`: replays the transcripts in Markdown files and reports where they no longer say what happens.
 * Every file runs in a process of its own, so that nothing one document leaves behind can help another.
 */
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { diffLines } from '../../util/line-diff.js'
import type { Invocation } from '../args.js'
import { UsageError } from '../errors.js'
import { exitCode } from '../exit-code.js'
import { matches } from './compare.js'
import { replay } from './replay.js'
import { readTranscript, rewriteTranscript, type Example } from './transcript.js'

type DoctestInvocation = Extract<Invocation, { kind: 'doctest' }>
type Process = Pick<NodeJS.Process, 'argv' | 'execPath' | 'stdout'>

interface Difference {
  readonly example: Example
  readonly actual: readonly string[]
}

/** @returns the exit code: 4 when a transcript differs and was not to be updated */
export async function runDoctest(invocation: DoctestInvocation, host: Process): Promise<number> {
  const [path, ...others] = invocation.files
  if (path === undefined) return exitCode.ok
  if (others.length > 0) return runEach(invocation.files, host)
  const text = await readDocument(path)
  const examples = readTranscript(text)
  const answers = await replay(examples, invocation.config)
  const differences = [...answers].flatMap(([example, actual]) => differenceOf(example, actual))
  if (invocation.update && differences.length > 0) {
    const updated = new Map(differences.map(({ example, actual }) => [example, actual]))
    await writeFile(path, rewriteTranscript(text, updated))
  }
  const report = invocation.update ? [] : differences.map((it) => describe(path, it))
  const outcome = invocation.update ? 'updated' : differences.length === 1 ? 'differs' : 'differ'
  host.stdout.write(
    [...report, summary(path, { examples, differences, outcome })].join('\n') + '\n',
  )
  return differences.length > 0 && !invocation.update ? exitCode.doctest : exitCode.ok
}

/** The same command once per file; the first kind of failure is the answer. */
function runEach(files: readonly string[], { argv, execPath }: Process): number {
  const flags = argv.slice(1).filter((argument) => !files.includes(argument))
  const codes = files.map((file) => {
    const { status } = spawnSync(execPath, [...flags, file], { stdio: 'inherit' })
    return status ?? exitCode.interrupted
  })
  return codes.find((code) => code !== exitCode.ok) ?? exitCode.ok
}

async function readDocument(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`cannot read ${path}`, { cause })
  }
}

function differenceOf(example: Example, actual: readonly string[]): readonly Difference[] {
  const isExpected = matches(example.expected.join('\n'), actual.join('\n'))
  return isExpected ? [] : [{ example, actual }]
}

function describe(path: string, { example, actual }: Difference): string {
  const [first = '', ...more] = example.code.split('\n')
  const input = [`>>> ${first}`, ...more.map((line) => `... ${line}`)]
  return [`${path}:${example.line}`, ...input, ...diffLines(example.expected, actual), ''].join(
    '\n',
  )
}

interface Counts {
  readonly examples: readonly Example[]
  readonly differences: readonly Difference[]
  readonly outcome: string
}

function summary(path: string, { examples, differences, outcome }: Counts): string {
  const count = examples.length === 1 ? '1 example' : `${examples.length} examples`
  return `${path}: ${count}${differences.length === 0 ? '' : `, ${differences.length} ${outcome}`}`
}
