/** Compares one executed step with its record and says where they first differ. */
import { sameGenerated, withoutPlaces } from './migrations.js'
import { isPythonOnly, normal, sameError } from './compare-errors.js'
import { firstDifferentEvent } from './compare-events.js'
import { difference } from './compare-values.js'
import type { Labels } from './labels.js'
import { isUnheard } from './observer.js'
import type { RecordedEvent, RecordedSession, RecordedStep, RecordedWarning } from './record.js'

export interface ExecutedStep {
  readonly events: readonly RecordedEvent[]
  /** Undefined: the step is no expression whose value counts. */
  readonly result?: unknown
  readonly assigned: Readonly<Record<string, unknown>>
  readonly error?: unknown
  readonly sessions: Readonly<Record<string, RecordedSession | null>>
  readonly objects: Readonly<Record<string, unknown>>
  readonly warnings: readonly RecordedWarning[]
  readonly stdout: string
}

export interface Difference {
  readonly what: string
  readonly expected: unknown
  readonly got: unknown
}

type Check = (recorded: RecordedStep, executed: ExecutedStep, labels: Labels) => Difference | null

/** Null when the step did what the record says. */
export function compareStep(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels: Labels,
): Difference | null {
  for (const check of CHECKS) {
    const found = check(recorded, executed, labels)
    if (found) return found
  }
  return null
}

const CHECKS: readonly Check[] = [
  errors,
  events,
  results,
  assignments,
  objects,
  sessions,
  output,
  warnings,
]

function errors(recorded: RecordedStep, { error }: ExecutedStep): Difference | null {
  if (!recorded.error)
    return error === undefined ? null : { what: 'error', expected: null, got: describe(error) }
  if (sameError(recorded.error, error)) return null
  if (error === undefined && isPythonOnly(recorded.error)) return null
  const expected = `${recorded.error.type}: ${recorded.error.message}`
  return { what: 'error', expected, got: error === undefined ? null : describe(error) }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return `${error.name}: ${error.message}\n${frames.slice(0, 5).join('\n')}`
}

function events(recorded: RecordedStep, executed: ExecutedStep, labels: Labels): Difference | null {
  const heard = recorded.events ?? []
  const theirs = isUnheard ? heard.filter(({ event }) => event === 'note') : heard
  const at = firstDifferentEvent(theirs, executed.events, labels)
  if (at < 0) return null
  return { what: `event ${at + 1}`, expected: theirs, got: executed.events }
}

function results(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels: Labels,
): Difference | null {
  if (executed.result === undefined || !('result' in recorded)) return null
  const path = difference(recorded.result ?? null, executed.result, labels)
  return path === null
    ? null
    : { what: `result: ${path}`, expected: recorded.result, got: executed.result }
}

function assignments(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels: Labels,
): Difference | null {
  return named('assigned', recorded.assigned ?? {}, executed.assigned, labels)
}

function objects(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels: Labels,
): Difference | null {
  return named('object', recorded.states?.objects ?? {}, executed.objects, labels)
}

function named(
  what: string,
  theirs: Readonly<Record<string, unknown>>,
  ours: Readonly<Record<string, unknown>>,
  labels: Labels,
): Difference | null {
  for (const [name, expected] of Object.entries(theirs)) {
    const path = difference(expected, ours[name] ?? null, labels)
    if (path !== null) return { what: `${what} ${name}: ${path}`, expected, got: ours[name] }
  }
  return null
}

function sessions(
  recorded: RecordedStep,
  executed: ExecutedStep,
  labels: Labels,
): Difference | null {
  for (const [name, expected] of Object.entries(recorded.states?.sessions ?? {})) {
    const got = executed.sessions[name] ?? null
    const field = got ? differentField(expected, got, labels) : 'missing'
    if (field !== null) return { what: `session ${name}: ${field}`, expected, got }
  }
  return null
}

function differentField(
  theirs: RecordedSession,
  ours: RecordedSession,
  labels: Labels,
): string | null {
  for (const set of ['new', 'dirty', 'deleted'] as const) {
    if (!labels.matchSets(theirs[set], ours[set])) return set
  }
  const keys = (session: RecordedSession): string =>
    session.identity_map
      .map((each) => JSON.stringify(each).replace(/\{"\$\w+":("[^"]*")\}/g, '$1'))
      .sort()
      .join()
  if (keys(theirs) !== keys(ours)) return 'identity_map'
  for (const flag of ['in_transaction', 'is_active', 'in_nested_transaction'] as const) {
    if (Boolean(theirs[flag]) !== Boolean(ours[flag])) return flag
  }
  return null
}

function output(recorded: RecordedStep, executed: ExecutedStep): Difference | null {
  const [expected, got] = [recorded.stdout ?? '', executed.stdout]
  const isSame = tidy(expected) === tidy(got) || sameGenerated(expected, got)
  return isSame ? null : { what: 'stdout', expected, got }
}

/** Times and addresses vary, and line breaks inside of statements are ours. */
function tidy(text: string): string {
  return withoutPlaces(text)
    .replace(/\b\d+(?:\.\d+)?s\b/g, '#s')
    .replace(/0x[0-9a-f]+/g, '0xADDR')
    .replace(/\bNone\b/g, 'null')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\s+/g, ' ')
    .trim()
}

function warnings(recorded: RecordedStep, executed: ExecutedStep): Difference | null {
  const expected = (recorded.warnings ?? []).filter(isOurs)
  const [left, right] = [
    expected.map(warningText).sort(),
    executed.warnings.map(warningText).sort(),
  ]
  return left.join() === right.join()
    ? null
    : { what: 'warnings', expected, got: executed.warnings }
}

/** Deprecations are about the way to SQLAlchemy 2. */
function isOurs({ category }: RecordedWarning): boolean {
  return !/Deprecat|MovedIn20|RuntimeWarning|LegacyAPI/.test(category)
}

function warningText({ message }: RecordedWarning): string {
  return normal(
    message
      .replace(/\(?\s*(?:Background|deprecated since)[\s\S]*$/, '')
      .replace(/FROM element\(s\) (.*) and FROM element (".*?")/, sortedFroms),
  )
}

/** SQLAlchemy collects the elements in sets: the records have them sorted. */
function sortedFroms(_text: string, rest: string, start: string): string {
  return `FROM elements ${[...rest.split(', '), start].sort().join(', ')} (sorted)`
}
