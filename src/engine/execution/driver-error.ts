/** Turns what a driver throws into the library's errors, and gives up connections that are gone. */
import { OrmError } from '../../errors.js'
import type { Connection } from '../connection.js'
import type { Dialect, ErrorFacts } from '../dialect.js'
import type { Engine } from '../engine.js'
import type { Io } from '../io.js'
import { dbapiErrors, type DBAPIError, type StatementFacts } from '../statement-error.js'

/** The statement that failed, as far as it is known. */
export interface FailedCall {
  readonly sql: string | null
  readonly parameters: readonly unknown[]
  readonly many: boolean
  /** What listeners get as the context of the execution. */
  readonly context?: unknown
}

/** What listeners of `handleError` get. */
export interface ExceptionContext {
  readonly connection: Connection | null
  readonly engine: Engine
  readonly dialect: Dialect
  readonly statement: string | null
  readonly parameters: readonly unknown[]
  readonly executionContext: unknown
  readonly originalException: unknown
  readonly sqlalchemyException: DBAPIError | null
  /** What the listener before answered. */
  chainedException: unknown
  /** True when the connection is gone; listeners may know better. */
  isDisconnect: boolean
  /** Whether all connections of the pool are given up with it. */
  invalidatePoolOnDisconnect: boolean
  /** The connection is only asked whether it is there. */
  readonly isPrePing: boolean
}

/** Answers the error to throw. */
export function* wrapDriverError(
  connection: Connection,
  call: FailedCall,
  error: unknown,
): Io<unknown> {
  const { engine } = connection
  const facts = factsAbout(engine, error)
  const wrapped = facts === null ? null : makeError(facts, factsOf(engine, call, error))
  const { raised, context } = askListeners(
    { connection, engine, call, error, wrapped },
    { isDisconnect: facts?.isDisconnect ?? false },
  )
  if (context.isDisconnect) {
    if (wrapped !== null) wrapped.connectionInvalidated = true
    if (context.invalidatePoolOnDisconnect) engine.pool.invalidBefore = Date.now() + 1
    if (!connection.closed) yield* connection.invalidateIo(error)
  }
  return raised
}

/** The error of a connection that could not be opened. */
export function connectError(engine: Engine, error: unknown): unknown {
  const facts = factsAbout(engine, error)
  if (facts === null) return error
  const wrapped = makeError({ ...facts, kind: 'OperationalError' }, factsOf(engine, noCall, error))
  const failure = { connection: null, engine, call: noCall, error, wrapped }
  return askListeners(failure, { isDisconnect: facts.isDisconnect }).raised
}

/** Whether a connection that did not answer when it was asked is gone; listeners may know better. */
export function isGone(engine: Engine, error: unknown): boolean {
  const facts = factsAbout(engine, error)
  const wrapped = facts === null ? null : makeError(facts, factsOf(engine, noCall, error))
  const failure = { connection: null, engine, call: noCall, error, wrapped }
  const flags = { isDisconnect: facts?.isDisconnect ?? true, isPrePing: true }
  return askListeners(failure, flags).context.isDisconnect
}

const noCall: FailedCall = { sql: null, parameters: [], many: false }

function factsAbout(engine: Engine, error: unknown): ErrorFacts | null {
  return error instanceof OrmError ? null : engine.dialect.classifyError(error)
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

interface Flags {
  readonly isDisconnect: boolean
  readonly isPrePing?: boolean
}

/** Each listener sees what the one before answered; one that throws is the last. */
function askListeners(
  { connection, engine, call, error, wrapped }: Failure,
  { isDisconnect, isPrePing = false }: Flags,
): { readonly raised: unknown; readonly context: ExceptionContext } {
  const context: ExceptionContext = {
    connection,
    engine,
    dialect: engine.dialect,
    statement: call.sql,
    parameters: call.parameters,
    executionContext: call.context ?? null,
    originalException: error,
    sqlalchemyException: wrapped,
    chainedException: null,
    isDisconnect,
    invalidatePoolOnDisconnect: !isPrePing,
    isPrePing,
  }
  let raised: unknown = wrapped ?? error
  try {
    for (const listener of engine.dialectEvents.listeners('handleError')) {
      const replacement = listener.call(context)
      if (replacement instanceof Error) context.chainedException = raised = replacement
    }
  } catch (thrown) {
    raised = thrown
  }
  return { raised, context }
}
