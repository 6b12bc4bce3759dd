/**
 * Runs one scenario on PostgreSQL that SQLAlchemy went through, too, and compares step by step: statements, parameters,
 * transaction events, results, errors, the states of the objects that are watched.
 */
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createEngine, type Engine, type MetaData, Session, text } from 'orm-shell'
import { compareStep, type ExecutedStep } from '../../../oracle/runner/compare-step.js'
import { Describer } from '../../../oracle/runner/describe.js'
import { Labels } from '../../../oracle/runner/labels.js'
import { EventLog } from '../../../oracle/runner/observer.js'
import { readScenarios, type RecordedStep, type Scenario } from '../../../oracle/runner/record.js'
import { freshDatabase } from '../../../helpers/postgres.js'

/** The tables of a scenario and the rows it starts with. */
export interface Prepared {
  readonly metadata: MetaData
  readonly setup?: (engine: Engine) => void
}

export interface Stage {
  readonly engine: Engine
  /** From now on the session or object is compared after each step, under its name in the record. */
  watch<T extends object>(name: string, value: T): T
  note(name: string, details?: object): void
}

/** Yields after each recorded step; what it yields is compared with the recorded result. */
export type Play = (stage: Stage) => Generator<unknown, void, undefined>

/** The error of a step that raises one. */
export class Raised {
  constructor(readonly error: unknown) {}
}

/** Runs what has to fail. @example yield raised(() => s.flush()) */
export function raised(work: () => unknown): Raised {
  try {
    work()
  } catch (error) {
    return new Raised(error)
  }
  return new Raised(undefined)
}

const golden = fileURLToPath(new URL('../../../oracle/golden', import.meta.url))
const scenarios = new Map(
  ['pg_twins', 'pg_exec']
    .flatMap((area) => readScenarios(golden, area))
    .map((each) => [each.id, each] as const),
)

let url: string
let engine: Engine | undefined

/** Call once in a test file: its scenarios share a database and take turns. */
export function stageOnPostgres(): void {
  beforeAll(async () => {
    url = await freshDatabase()
  })
  afterEach(() => {
    engine?.dispose()
    engine?.begin((connection) => {
      connection.execute(text('DROP SCHEMA public CASCADE'))
      connection.execute(text('CREATE SCHEMA public'))
    })
    engine?.dispose()
    engine = undefined
  })
}

/** Declares the test of one scenario. */
export function twin(id: string, prepared: Prepared, play: Play): void {
  const scenario = scenarios.get(id)
  if (!scenario) throw new Error(`no scenario ${id}`)
  test(`${scenario.title} (${id})`, () => {
    engine = createEngine(url)
    if (scenario.options?.create_all !== false) prepared.metadata.createAll(engine)
    prepared.setup?.(engine)
    if (prepared.setup) countFromHighest(engine, prepared.metadata)
    expect(perform(scenario, engine, play)).toEqual([])
  })
}

/** The rows of the set-up brought their keys: the sequences go on behind them. */
function countFromHighest(on: Engine, metadata: MetaData): void {
  on.begin((connection) => {
    for (const { name, autoincrementColumn: key } of metadata.tables.values()) {
      if (key === null) continue
      const sequence = `pg_get_serial_sequence('"${name}"', '${key.name}')`
      const highest = `(SELECT coalesce(max(${key.name}), 1) FROM "${name}")`
      connection.execute(text(`SELECT setval(${sequence}, ${highest}) FROM "${name}" LIMIT 1`))
    }
  })
}

/** The differences, each with the step it was found in. */
function perform(scenario: Scenario, on: Engine, play: Play): unknown[] {
  const describer = new Describer()
  const log = new EventLog(describer)
  const watched = new Map<string, object>()
  log.watch(on)
  const labels = new Labels()
  const found: unknown[] = []
  const steps = play({
    engine: on,
    watch: (name, value) => (watched.set(name, value), value),
    note: (name, details = {}) => log.note(name, { ...details }),
  })
  try {
    for (const [index, step] of scenario.steps.entries()) {
      const { value, done } = steps.next()
      const difference = done
        ? { what: 'the play', expected: 'another step', got: 'its end' }
        : compareStep(
            comparable(step, watched),
            executed(value, { describer, log, watched }),
            labels,
          )
      if (difference) found.push({ step: `[${index}] ${step.code}`, ...difference })
    }
    if (steps.next().done === false) found.push('the play has more steps than the record')
  } finally {
    for (const each of watched.values()) if (each instanceof Session) each.close()
  }
  return found
}

/** What a play shows: the variables it watches, and no other ones. */
function comparable(
  { code, events = [], result, error, states }: RecordedStep,
  watched: ReadonlyMap<string, object>,
): RecordedStep {
  const ours = <T>(named: Readonly<Record<string, T>> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(named).filter(([name]) => watched.has(name)))
  return {
    code,
    events,
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error }),
    states: { sessions: ours(states?.sessions), objects: ours(states?.objects) },
  }
}

interface Observed {
  readonly describer: Describer
  readonly log: EventLog
  readonly watched: ReadonlyMap<string, object>
}

function executed(value: unknown, { describer, log, watched }: Observed): ExecutedStep {
  const events = log.take()
  const hasValue = !(value instanceof Raised || value === undefined)
  const sessions: Record<string, ReturnType<Describer['session']>> = {}
  const objects: Record<string, unknown> = {}
  for (const [name, each] of watched) {
    if (each instanceof Session) sessions[name] = describer.session(each)
    else objects[name] = describer.value(each)
  }
  return {
    events,
    ...(hasValue ? { result: describer.value(value) } : {}),
    ...(value instanceof Raised ? { error: value.error } : {}),
    assigned: {},
    sessions,
    objects,
    warnings: [],
    stdout: '',
  }
}
