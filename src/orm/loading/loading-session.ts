/**
 * What loading and querying ask of a session. The session implements it and imports them, never the reverse.
 */
import type { Connection } from '../../engine/connection.js'
import type { Io } from '../../engine/io.js'
import type { StatementOrigin } from '../../engine/observer.js'
import type { Result } from '../../engine/result.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { Mapper } from '../mapping/mapper.js'
import type { IdentityMap } from '../state/identity-map.js'
import type { InstanceState } from '../state/instance-state.js'
import type { SessionHooks } from '../state/session-hooks.js'
import type { LoadOptions } from './rows/query-context.js'

/** How a statement that the ORM itself makes is executed; users give the first two fields only. */
export interface OrmExecuteOptions {
  readonly executionOptions?: Readonly<Record<string, unknown>> | undefined
  readonly bindArguments?: BindArguments | undefined
  /** @internal */
  readonly loadOptions?: Partial<LoadOptions> | undefined
  /** Why it runs; a plain query when absent. @internal */
  readonly origin?: StatementOrigin | undefined
}

/** What decides which engine a session with several binds uses. */
export interface BindArguments {
  readonly mapper?: Mapper
  readonly clause?: ClauseElement
  readonly bind?: unknown
}

export type StatementParameters =
  Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[]

export interface LoadingSession extends SessionHooks {
  readonly identityMap: IdentityMap
  readonly autoflush: boolean

  /** The session's own execute: fires `doOrmExecute`, then runs the statement through `executeOrmStatementIo`. */
  executeIo(
    statement: ClauseElement,
    parameters?: StatementParameters | null,
    options?: OrmExecuteOptions,
  ): Io<Result>

  /** The objects of a SELECT of one entity in one step; null where only `executeIo` will do. */
  objectsNow(
    statement: ClauseElement,
    parameters: StatementParameters | null,
    options: OrmExecuteOptions,
  ): readonly unknown[] | null

  /** Whether `autoflushIo` would have something to do. */
  needsAutoflush(): boolean
  /** Flushes pending changes before a query, unless switched off. */
  autoflushIo(because: StatementOrigin): Io<void>
  /** The connection of the current transaction; null where there is none, or something to do or to say first. */
  presentConnection(bind: BindArguments): Connection | null
  /** The connection of the current transaction, begun if need be. */
  connectionForIo(bind: BindArguments): Io<Connection>
  warn(message: string): void
  /** Objects whose rows turned out to be gone leave the session as if they had been deleted. */
  removeNewlyDeleted(states: readonly InstanceState[]): void
  /** Called for each object a query brought in; null while nobody listens. */
  readonly onLoadedAsPersistent: ((state: InstanceState) => void) | null
  /** Notes for the transaction which objects a statement changed: the rollback of a savepoint expires them. */
  registerAltered(states: readonly InstanceState[]): void
}
