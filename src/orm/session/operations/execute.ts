/** `session.execute`: listeners first, then the statement, as entities or as plain rows. */
import type { Io } from '../../../engine/io.js'
import { ObjectNotExecutableError } from '../../../engine/errors.js'
import { ArgumentError } from '../../../errors.js'
import { Result } from '../../../engine/result.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { clauseElement, hasClauseElement } from '../../../sql/protocol.js'
import { Select } from '../../../sql/selectable/select.js'
import type { OrmExecuteOptions, StatementParameters } from '../../loading/loading-session.js'
import { executeOrmStatementIo, selectObjectsNow } from '../../query/execute-statement.js'
import { originWithin } from './origin.js'
import { ORMExecuteState } from './orm-execute-state.js'
import type { SessionCore } from '../session-core.js'

export interface StatementCall {
  readonly statement: unknown
  readonly parameters: StatementParameters | null
}

/** Checks and chooses at once; a generator only for what may reach the database. */
export function executeStatementIo(
  session: SessionCore,
  call: StatementCall,
  given: OrmExecuteOptions,
): Io<Result> {
  const { parameters } = call
  const statement = coerceStatement(call.statement)
  const options = withSite(session, withOrigin(session, given))
  const listeners = session.dispatch.listeners('doOrmExecute')
  if (listeners.length === 0) return invokeIo(session, { statement, parameters }, options)
  return notifyIo(session, { statement, parameters, options, next: 0 })
}

/** `executeStatementIo` of a SELECT of one entity in one step; null where it does not go so. */
export function objectsNow(
  session: SessionCore,
  statement: ClauseElement,
  parameters: StatementParameters | null,
  options: OrmExecuteOptions,
): readonly unknown[] | null {
  if (!(statement instanceof Select) || session.dispatch.has('doOrmExecute')) return null
  return selectObjectsNow(session, statement, parameters, withOrigin(session, options))
}

interface Notification {
  readonly statement: ClauseElement
  readonly parameters: StatementParameters | null
  readonly options: OrmExecuteOptions
  /** The listener whose turn it is. */
  readonly next: number
}

/** Asks the remaining listeners; one that answers a result replaces the execution. */
function* notifyIo(session: SessionCore, notification: Notification): Io<Result> {
  const { options, next } = notification
  const listeners = session.dispatch.listeners('doOrmExecute')
  let index = next
  const state = new ORMExecuteState(session, notification, options, (call) =>
    notifyIo(session, { ...call, next: index + 1 }),
  )
  for (; index < listeners.length; index += 1) {
    const answer = listeners[index]?.call(state)
    if (answer instanceof Result) return answer
  }
  return yield* invokeIo(session, changedCall(state), changedOptions(state))
}

function changedCall({ statement, parameters }: ORMExecuteState): {
  statement: ClauseElement
  parameters: StatementParameters | null
} {
  return { statement, parameters }
}

function changedOptions({ options, localExecutionOptions }: ORMExecuteState): OrmExecuteOptions {
  return { ...options, executionOptions: localExecutionOptions }
}

function invokeIo(
  session: SessionCore,
  call: { statement: ClauseElement; parameters: StatementParameters | null },
  options: OrmExecuteOptions,
): Io<Result> {
  const { statement, parameters } = call
  return statement.propagateAttrs?.plugin.name === 'orm'
    ? executeOrmStatementIo(session, statement, parameters, options)
    : executePlainIo(session, call, options)
}

function* executePlainIo(
  session: SessionCore,
  { statement, parameters }: { statement: ClauseElement; parameters: StatementParameters | null },
  options: OrmExecuteOptions,
): Io<Result> {
  const connection = yield* session.connectionForIo({ clause: statement, ...options.bindArguments })
  return yield* connection.executeIo(statement, parameters, {
    ...options.executionOptions,
    ...(options.origin ? { origin: options.origin } : {}),
  })
}

function withOrigin({ surrounding }: SessionCore, options: OrmExecuteOptions): OrmExecuteOptions {
  if (surrounding === null) return options
  return { ...options, origin: originWithin(surrounding, options.origin) }
}

function withSite(session: SessionCore, options: OrmExecuteOptions): OrmExecuteOptions {
  const site = session.userSite()
  if (site === null) return options
  return { ...options, executionOptions: { site, ...options.executionOptions } }
}

function coerceStatement(given: unknown): ClauseElement {
  if (given instanceof ClauseElement) return given
  if (hasClauseElement(given)) return given[clauseElement]()
  if (typeof given === 'string') {
    throw new ArgumentError(
      `Textual SQL expression '${given}' should be explicitly declared as text('${given}')`,
    )
  }
  throw new ObjectNotExecutableError(given)
}
