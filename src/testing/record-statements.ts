/** Collects what an engine sends while a function runs. A subscriber of the engine's event seam, for users' tests. */
import type { Connection } from '../engine/connection.js'
import type { Engine } from '../engine/engine.js'
import { isPromiseLike } from '../util/maybe-promise.js'
import type { StatementOrigin } from '../engine/observer.js'

/** Savepoints belong to the transaction, though they are sent as statements. */
const SAVEPOINT = /^(?:SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) /

/** Anything that knows the engine it works on: an engine, a session. */
export type Observed = Engine | { readonly bind: unknown }

export interface RecordedStatement {
  readonly sql: string
  /** One set, or a list of sets for a statement that ran many times. */
  readonly parameters: readonly unknown[]
  /** Why it ran; `origin.cause` is `'lazy load'` for a relationship that was read. */
  readonly origin: StatementOrigin
}

/**
 * The statements a function causes, in order; transaction events are not among them.
 *
 * @param observed an engine, or a session bound to one
 * @param work a function; when it answers a promise, so does this
 * @example
 * const statements = recordStatements(session, () => session.query(User).first())
 * statements.length // 1
 */
export function recordStatements(
  observed: Observed,
  work: () => PromiseLike<unknown>,
): Promise<readonly RecordedStatement[]>
export function recordStatements(
  observed: Observed,
  work: () => unknown,
): readonly RecordedStatement[]
export function recordStatements(
  observed: Observed,
  work: () => unknown,
): readonly RecordedStatement[] | Promise<readonly RecordedStatement[]> {
  const statements: RecordedStatement[] = []
  const stop = engineOf(observed).observe({
    statementStart: ({ sql, parameters, origin }) => {
      if (!SAVEPOINT.test(sql)) statements.push({ sql, parameters, origin })
    },
  })
  let outcome: unknown
  try {
    outcome = work()
  } catch (error) {
    stop()
    throw error
  }
  if (isPromiseLike(outcome))
    return Promise.resolve(outcome)
      .finally(stop)
      .then(() => statements)
  stop()
  return statements
}

function engineOf(observed: Observed): Pick<Engine, 'observe'> {
  if ('observe' in observed) return observed
  const bind = observed.bind as Engine | Connection
  return 'observe' in bind ? bind : bind.engine
}
