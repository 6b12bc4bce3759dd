/** Every scenario of the tutorial's records, statement for statement: events, results, states, errors. */
import { describe, expect, test } from 'vitest'
import { newScope, scenarios, type Scope } from './hand/seed-002-tutorial.js'
import { compareStep } from './judge/compare.js'
import { readScenarios, type RecordedStep } from './judge/record.js'
import { Recorder } from './judge/recorder.js'

/** Steps about Python's own printing, or about the version of the recorded library. */
const NOT_APPLICABLE: Readonly<Record<string, readonly number[]>> = {
  // 2.0.52 is SQLAlchemy's version, ours is our own.
  'seed_002_tutorial/version_check': [2],
  // The driver is called better-sqlite3 here, pysqlite there.
  'seed_002_tutorial/lazy_connecting': [4],
  // repr() of tables and mappers.
  'seed_002_tutorial/table_repr': [1, 2],
  // str(None).
  'seed_002_tutorial/create_instance': [4],
}

describe('seed_002_tutorial', () => {
  test.each(readScenarios('seed_002_tutorial'))('$id: $title', (scenario) => {
    const hand = scenarios[scenario.id.split('/')[1] ?? '']
    expect(hand?.steps).toHaveLength(scenario.steps.length)
    const scope = newScope()
    hand?.prepare?.(scope)
    const recorder = new Recorder()
    let observed = observe(scope, recorder)
    for (const [index, recorded] of scenario.steps.entries()) {
      const { result, error } = attempt(() => hand?.steps[index]?.(scope))
      // A step may put another engine in place.
      if (scope.engine !== observed) observed = observe(scope, recorder)
      if (NOT_APPLICABLE[scenario.id]?.includes(index + 1)) continue
      const executed = {
        events: recorder.take(),
        ...(recorded.result === undefined
          ? {}
          : { result: comparable(recorder.value(result), recorded.result) }),
        error,
        states: states(scope, recorder, recorded),
      }
      expect(compareStep(recorded, executed), recorded.code).toBeNull()
    }
  })
})

function observe(scope: Scope, recorder: Recorder): Scope['engine'] {
  scope.engine.observe(recorder)
  return scope.engine
}

function attempt(step: () => unknown): { result?: unknown; error?: unknown } {
  try {
    return { result: step() }
  } catch (error) {
    return { error }
  }
}

/** Of `$compiled` results only the forms are compared that both sides have. */
function comparable(result: unknown, recorded: unknown): unknown {
  const expected = (recorded as { $compiled?: Record<string, { names?: unknown }> } | null)
    ?.$compiled
  const got = (result as { $compiled?: Record<string, unknown> } | null)?.$compiled
  if (!expected || !got) return result
  const forms = Object.entries(expected).map(([dialect, form]) => {
    const own = got[dialect] as object | undefined
    return [
      dialect,
      own === undefined ? form : { ...own, ...(form.names ? { names: form.names } : {}) },
    ]
  })
  return { $compiled: Object.fromEntries(forms) }
}

function states(scope: Scope, recorder: Recorder, recorded: RecordedStep): RecordedStep['states'] {
  const sessions = Object.keys(recorded.states?.sessions ?? {}).map((name) => [
    name,
    recorder.session(scope[name]),
  ])
  const objects = Object.keys(recorded.states?.objects ?? {}).map((name) => [
    name,
    recorder.value(scope[name]),
  ])
  return { sessions: Object.fromEntries(sessions), objects: Object.fromEntries(objects) }
}
