/** What the listeners of each kind of target are called with, by the event's name. Types only; `event.ts` uses them. */
import type { Connection } from '../engine/connection.js'
import type { Dialect } from '../engine/dialect.js'
import type { DriverConnection } from '../engine/driver.js'
import type { Engine } from '../engine/engine.js'
import type { ExceptionContext } from '../engine/execution/driver-error.js'
import type { ExecutionOptions } from '../engine/execution-options.js'
import type { ConnectionCursor } from '../engine/pool/connection-cursor.js'
import type { ConnectionRecord } from '../engine/pool/connection-record.js'
import type { PooledConnection } from '../engine/pool/pooled-connection.js'
import type { PoolResetState } from '../engine/pool/pool.js'
import type { ReflectedColumn } from '../engine/reflection/introspection.js'
import type { SchemaEvent, SchemaEventDetails } from '../schema/events.js'
import type { Table } from '../schema/table.js'
import type { URL } from '../engine/url.js'
import type { AttributeEventToken } from './attributes/attribute-event.js'
import type { Class } from './mapping/identity-key.js'
import type { Mapper } from './mapping/mapper.js'
import type { BulkContext } from './query/query-events.js'
import type { Query } from './query/query.js'
import type { ORMExecuteState } from './session/operations/orm-execute-state.js'
import type { STATE_EVENTS } from './session/session-dispatch.js'
import type { SessionTransaction } from './session/session-transaction.js'
import type { Session } from './session/session.js'
import type { CONFIGURE_EVENTS, ROW_EVENTS } from './events.js'

/** Listeners around the rows of a class. */
export type RowListeners<T> = Record<
  (typeof ROW_EVENTS)[number],
  (mapper: Mapper, connection: Connection, object: T) => unknown
>

/** Listeners of mapping. */
export type MappingListeners = Record<
  (typeof CONFIGURE_EVENTS)[number],
  (mapper: Mapper, class_: Class) => unknown
>

/** Listeners of the objects of a class. */
export interface InstanceListeners<T> {
  init(object: T, args: readonly unknown[], values: Readonly<Record<string, unknown>>): unknown
  load(object: T, context: unknown): unknown
  refresh(object: T, context: unknown, attributeNames: Iterable<string> | null): unknown
  refreshFlush(object: T, context: unknown, attributeNames: Iterable<string>): unknown
  expire(object: T, attributeNames: Iterable<string> | null): unknown
}

/** Listeners of an attribute with one value. */
export interface ScalarListeners<T> {
  set(object: object, value: T, oldValue: unknown, initiator: AttributeEventToken): unknown
  modified(object: object, initiator: AttributeEventToken): unknown
  initScalar(object: object, value: unknown, values: Readonly<Record<string, unknown>>): unknown
}

/** Listeners of a collection. */
export interface CollectionListeners<T> extends Record<
  'append' | 'appendWoMutation' | 'remove',
  (object: object, member: T, initiator: AttributeEventToken) => unknown
> {
  bulkReplace(object: object, members: T[], initiator: AttributeEventToken): unknown
  initCollection(object: object, collection: unknown, adapter: unknown): unknown
  disposeCollection(object: object, collection: unknown, adapter: unknown): unknown
}

/** Listeners of a session, of all that a factory makes, or of all there are. */
export type SessionListeners = {
  afterBegin(session: Session, transaction: SessionTransaction, connection: Connection): unknown
  afterSoftRollback(session: Session, transaction: SessionTransaction): unknown
  afterTransactionCreate(session: Session, transaction: SessionTransaction): unknown
  afterTransactionEnd(session: Session, transaction: SessionTransaction): unknown
  beforeFlush(session: Session, context: unknown, objects: readonly object[] | null): unknown
  doOrmExecute(state: ORMExecuteState): unknown
} & Record<'beforeCommit' | 'afterCommit' | 'afterRollback', (session: Session) => unknown> &
  Record<'afterFlush' | 'afterFlushPostexec', (session: Session, context: unknown) => unknown> &
  Record<'afterBulkUpdate' | 'afterBulkDelete', (context: BulkWritten) => unknown> &
  Record<(typeof STATE_EVENTS)[number], (session: Session, object: object) => unknown>

/** What `afterBulkUpdate` and `afterBulkDelete` tell. */
export interface BulkWritten {
  readonly session: Session
  readonly query: Query
  readonly statement: unknown
  readonly result: unknown
}

/** Listeners of `Query`. */
export interface QueryListeners {
  beforeCompile(query: Query): unknown
  beforeCompileUpdate(query: Query, context: BulkContext<Query>): unknown
  beforeCompileDelete(query: Query, context: BulkContext<Query>): unknown
}

type CursorListener = (
  connection: Connection,
  cursor: ConnectionCursor | null,
  statement: string,
  parameters: readonly unknown[],
  context: unknown,
  executemany: boolean,
) => unknown

/** Listeners may change the options, as in SQLAlchemy. */
type MutableOptions = { -readonly [K in keyof ExecutionOptions]: ExecutionOptions[K] }
type Multiparams = readonly Readonly<Record<string, unknown>>[]
type Params = Readonly<Record<string, unknown>>

/** Listeners of an engine or a connection, by name. */
type ConnectionListeners = {
  beforeCursorExecute: CursorListener
  afterCursorExecute: CursorListener
  beforeExecute(
    connection: Connection,
    statement: unknown,
    multiparams: Multiparams,
    params: Params,
    options: ExecutionOptions,
  ): unknown
  afterExecute(
    connection: Connection,
    statement: unknown,
    multiparams: Multiparams,
    params: Params,
    options: ExecutionOptions,
    result: unknown,
  ): unknown
  engineDisposed(engine: Engine): unknown
  setConnectionExecutionOptions(connection: Connection, options: MutableOptions): unknown
  setEngineExecutionOptions(engine: Engine, options: MutableOptions): unknown
  savepoint(connection: Connection, name: null): unknown
} & Record<'begin' | 'commit' | 'rollback' | 'engineConnect', (connection: Connection) => unknown> &
  Record<
    'rollbackSavepoint' | 'releaseSavepoint',
    (connection: Connection, name: string, context: null) => unknown
  > &
  Record<'beginTwophase' | 'prepareTwophase', (connection: Connection, xid: string) => unknown> &
  Record<
    'commitTwophase' | 'rollbackTwophase',
    (connection: Connection, xid: string, isPrepared: boolean) => unknown
  >

/** Listeners of a pool, by name; an engine takes them for its own. */
type PoolListeners = {
  checkout(
    connection: DriverConnection,
    record: ConnectionRecord,
    pooled: PooledConnection,
  ): unknown
  reset(
    connection: DriverConnection,
    record: ConnectionRecord | null,
    state: PoolResetState,
  ): unknown
  closeDetached(connection: DriverConnection): unknown
} & Record<
  'connect' | 'firstConnect' | 'checkin' | 'close' | 'detach',
  (connection: DriverConnection, record: ConnectionRecord) => unknown
> &
  Record<
    'invalidate' | 'softInvalidate',
    (connection: DriverConnection, record: ConnectionRecord, error: unknown) => unknown
  >

/** Listeners of what is the dialect's in SQLAlchemy. */
interface DialectListeners {
  handleError(context: ExceptionContext): unknown
  doConnect(
    dialect: Dialect,
    record: ConnectionRecord,
    args: [URL],
    parameters: Record<string, unknown>,
  ): unknown
}

/** Listeners of an engine, a connection or a pool, by name. */
export type EngineListeners = ConnectionListeners & PoolListeners & DialectListeners

/** Listeners of a table or of MetaData, by name. */
export type SchemaListeners<T> = Record<
  SchemaEvent,
  (target: T, connection: Connection, details: SchemaEventDetails) => unknown
> & {
  columnReflect(
    source: unknown,
    table: Table,
    column: { -readonly [K in keyof ReflectedColumn]: ReflectedColumn[K] } & { key?: string },
  ): unknown
}
