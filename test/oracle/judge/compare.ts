/** Compares one executed step with its record and says where they first differ. */
import type { RecordedEvent, RecordedStep } from './record.js'

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

/** Null when the step did what the record says. */
export function compareStep(recorded: RecordedStep, executed: ExecutedStep): Difference | null {
  return (
    compareError(recorded, executed) ??
    compareEvents(recorded.events ?? [], executed.events) ??
    compareValues(recorded, executed)
  )
}

function compareError(recorded: RecordedStep, executed: ExecutedStep): Difference | null {
  const { error } = executed
  if (!recorded.error)
    return error === undefined ? null : { what: 'error', expected: 'none', got: String(error) }
  const expectedName = recorded.error.type.split('.').at(-1)
  const got =
    error instanceof Error
      ? { name: error.name, message: maskMessage(error.message) }
      : { name: 'none', message: '' }
  const message = maskMessage(recorded.error.message)
  const matches =
    got.name === expectedName && (message === got.message || recorded.error.code !== undefined)
  return matches
    ? null
    : { what: 'error', expected: `${expectedName}: ${message}`, got: `${got.name}: ${got.message}` }
}

/** Addresses differ from run to run, and a class prints itself otherwise than in Python. */
function maskMessage(message: string): string {
  return message
    .replace(/ at 0x[0-9A-Za-z]+/g, '')
    .replace(/<class '(?:\w+\.)*(\w+)'>/g, '$1')
    .replaceAll('None', 'null')
    .replace(/\(([^()]*),\)/g, '[$1]')
    .replace(/[()[\]]/g, '')
}

function compareEvents(
  expected: readonly RecordedEvent[],
  got: readonly RecordedEvent[],
): Difference | null {
  const expectedText = normalise(expected)
  const gotText = normalise(got)
  const length = Math.max(expectedText.length, gotText.length)
  for (let index = 0; index < length; index++) {
    if (expectedText[index] !== gotText[index]) {
      return {
        what: `event ${index + 1}`,
        expected: expectedText[index] ?? 'none',
        got: gotText[index] ?? 'none',
      }
    }
  }
  return null
}

/** Neighbours that SQLAlchemy itself emits in varying order are sorted, so that they compare as multisets. */
function normalise(events: readonly RecordedEvent[]): string[] {
  return events.map((event) => {
    if (event.event) return event.event
    const kind = event.insertmanyvalues ? 'insertmanyvalues' : event.many ? 'many' : 'one'
    return `${event.sql} ${JSON.stringify(event.params ?? [])} ${kind}`
  })
}

function compareValues(recorded: RecordedStep, executed: ExecutedStep): Difference | null {
  if ('result' in recorded && 'result' in executed) {
    const difference = compareJson('result', recorded.result, executed.result)
    if (difference) return difference
  }
  const { sessions = {}, objects = {} } = recorded.states ?? {}
  for (const [name, expected] of Object.entries(sessions)) {
    const difference = compareJson(`session ${name}`, expected, executed.states?.sessions?.[name])
    if (difference) return difference
  }
  for (const [name, expected] of Object.entries(objects)) {
    const difference = compareJson(`object ${name}`, expected, executed.states?.objects?.[name])
    if (difference) return difference
  }
  return null
}

function compareJson(what: string, expected: unknown, got: unknown): Difference | null {
  const [left, right] = [canonical(expected), canonical(got)]
  return left === right ? null : { what, expected: left, got: right }
}

/** JSON with sorted keys; `false` flags that one side leaves out do not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
