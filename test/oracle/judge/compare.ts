/** Compares one executed step with its record and says where they first differ. */
import { describeEvents } from './events.js'
import type { RecordedEvent, RecordedStep } from './record.js'
import { difference, Labels } from './values.js'

export interface ExecutedStep {
  readonly events: readonly RecordedEvent[]
  readonly result?: unknown
  readonly error?: unknown
  readonly states?: RecordedStep['states']
}

export interface Difference {
  readonly what: string
  readonly expected: unknown
  readonly got: unknown
}

/** Null when the step did what the record says. States and results are compared where they were taken. */
export function compareStep(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels = new Labels(),
): Difference | null {
  return (
    compareError(recorded, executed) ??
    compareEvents(recorded.events ?? [], executed.events, labels) ??
    compareValues(recorded, executed, labels)
  )
}

function compareError(recorded: RecordedStep, executed: ExecutedStep): Difference | null {
  const { error } = executed
  if (!recorded.error)
    return error === undefined ? null : { what: 'error', expected: 'none', got: String(error) }
  const name = recorded.error.type.split('.').at(-1) ?? ''
  const expected = `${name}: ${maskMessage(untilDriver(recorded.error.message))}`
  const got =
    error instanceof Error
      ? `${error.name}: ${maskMessage(error.message)}`
      : `none: ${String(error)}`
  const isSame = isPython(name) ? error instanceof Error : sameMessage(recorded, expected, got)
  return isSame ? null : { what: 'error', expected, got }
}

/** Where the driver speaks only what comes before counts. */
function sameMessage({ error }: RecordedStep, expected: string, got: string): boolean {
  const message = error?.message ?? ''
  return untilDriver(message) === message ? got === expected : got.startsWith(expected)
}

function untilDriver(message: string): string {
  return message.split(/\((?:psycopg2|sqlite3|aiosqlite|asyncpg)\./)[0] as string
}

/** What Python itself says is not what JavaScript says. */
function isPython(name: string): boolean {
  return ['TypeError', 'ValueError', 'AttributeError', 'KeyError'].includes(name)
}

/** Addresses differ from run to run, a class prints itself otherwise, and the links lead to SQLAlchemy's pages. */
function maskMessage(message: string): string {
  return message
    .replace(/\n?\(Background on this error at: [^)]*\)/, '')
    .replace(/ at 0x[0-9A-Za-z]+/g, '')
    .replace(/<class '(?:\w+\.)*(\w+)'>/g, '$1')
    .replaceAll('None', 'null')
    .replace(/\(([^()]*),\)/g, '[$1]')
    .replace(/[()[\]]/g, '')
    .trim()
}

function compareEvents(
  expected: readonly RecordedEvent[],
  got: readonly RecordedEvent[],
  labels: Labels,
): Difference | null {
  const theirs = describeEvents(expected, expected)
  const ours = describeEvents(got, expected)
  for (let index = 0; index < Math.max(theirs.length, ours.length); index++) {
    if (isSameNote(expected[index], got[index], labels)) continue
    if (unquoted(theirs[index]) !== unquoted(ours[index])) {
      return {
        what: `event ${index + 1}`,
        expected: theirs[index] ?? 'none',
        got: ours[index] ?? 'none',
      }
    }
  }
  return null
}

/** Drivers differ in whether numbers travel as text. */
function unquoted(line: string | undefined): string | undefined {
  return line?.replace(/"(-?\d+(?:\.\d+)?)"/g, '$1')
}

function isSameNote(
  expected: RecordedEvent | undefined,
  got: RecordedEvent | undefined,
  labels: Labels,
): boolean {
  return expected?.event === 'note' && difference(expected, got, labels) === null
}

function compareValues(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels: Labels,
): Difference | null {
  const pairs: [string, unknown, unknown][] = []
  if (executed.result !== undefined)
    pairs.push(['result', recorded.result ?? null, executed.result])
  for (const [name, ours] of Object.entries(executed.states?.objects ?? {}))
    pairs.push([`object ${name}`, recorded.states?.objects?.[name], ours])
  for (const [name, ours] of Object.entries(executed.states?.sessions ?? {}))
    pairs.push([`session ${name}`, recorded.states?.sessions?.[name], ours])
  for (const [what, expected, got] of pairs) {
    const path = difference(expected, got, labels)
    if (path) return { what: `${what} at ${path}`, expected, got }
  }
  return null
}
