/** Turns what a driver throws into the library's errors, and gives up connections that are gone. */
import { OrmError } from '../../errors.js'
import type { Connection } from '../connection.js'
import type { ErrorFacts } from '../dialect.js'
import type { Engine } from '../engine.js'
import type { Io } from '../io.js'
import { dbapiErrors, type DBAPIError, type StatementFacts } from '../statement-error.js'

/** The statement that failed, as far as it is known. */
export interface FailedCall {
  readonly sql: string | null
  readonly parameters: readonly unknown[]
  readonly many: boolean
}

/** What listeners of `handleError` get. */
export interface ExceptionContext {
  readonly connection: Connection | null
  readonly engine: Engine
  readonly statement: string | null
  readonly parameters: readonly unknown[]
  readonly originalException: unknown
  readonly sqlalchemyException: DBAPIError | null
  isDisconnect: boolean
}

/** Answers the error to throw. */
export function* wrapDriverError(
  connection: Connection,
  call: FailedCall,
  error: unknown,
): Io<unknown> {
  const { engine } = connection
  const facts = error instanceof OrmError ? null : engine.dialect.classifyError(error)
  const wrapped = facts === null ? null : makeError(facts, factsOf(engine, call, error))
  const { raised, isDisconnect } = askListeners(
    { connection, engine, call, error, wrapped },
    facts?.isDisconnect ?? false,
  )
  if (isDisconnect) {
    if (wrapped !== null) wrapped.connectionInvalidated = true
    engine.pool.invalidBefore = Date.now() + 1
    if (!connection.closed) yield* connection.invalidateIo(error)
  }
  return raised
}

/** The error of a connection that could not be opened. */
export function connectError(engine: Engine, error: unknown): unknown {
  const facts = error instanceof OrmError ? null : engine.dialect.classifyError(error)
  if (facts === null) return error
  const none: FailedCall = { sql: null, parameters: [], many: false }
  const wrapped = makeError({ ...facts, kind: 'OperationalError' }, factsOf(engine, none, error))
  return askListeners({ connection: null, engine, call: none, error, wrapped }, true).raised
}

function factsOf(engine: Engine, call: FailedCall, error: unknown): StatementFacts {
  return {
    statement: call.sql,
    params: call.parameters,
    orig: error,
    hideParameters: engine.hideParameters,
    many: call.many,
  }
}

function makeError(facts: ErrorFacts, statement: StatementFacts): DBAPIError {
  const { hint } = facts
  const all = hint === undefined ? statement : { ...statement, hint }
  return new dbapiErrors[facts.kind](`(${facts.name}) ${facts.text}`, all)
}

interface Failure {
  readonly connection: Connection | null
  readonly engine: Engine
  readonly call: FailedCall
  readonly error: unknown
  readonly wrapped: DBAPIError | null
}

function askListeners(
  { connection, engine, call, error, wrapped }: Failure,
  isDisconnect: boolean,
): { readonly raised: unknown; readonly isDisconnect: boolean } {
  const context: ExceptionContext = {
    connection,
    engine,
    statement: call.sql,
    parameters: call.parameters,
    originalException: error,
    sqlalchemyException: wrapped,
    isDisconnect,
  }
  let raised: unknown = wrapped ?? error
  for (const listener of engine.events.listeners('handleError')) {
    const replacement = listener.call(context)
    if (listener.options.retval !== false && replacement instanceof Error) raised = replacement
  }
  return { raised, isDisconnect: context.isDisconnect }
}
