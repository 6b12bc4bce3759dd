/** `event` as users see it: what a listener gets follows from the target and the name. The work is in util. */
import type { Connection } from '../engine/connection.js'
import type { DriverConnection } from '../engine/driver.js'
import type { Engine } from '../engine/engine.js'
import type { ListenerFunction, ListenOptions } from '../util/event-dispatcher.js'
import { event as registry, type ListenerSource } from '../util/event-registry.js'
import type { InstrumentedAttribute } from './attributes/queryable-attribute.js'
import type { RelationshipAttribute } from './attributes/relationship-attribute.js'
import type { Mapper } from './mapping/mapper.js'
import type { AsyncSession } from './session/async-session.js'
import type { AsyncSessionMaker } from './session/async-sessionmaker.js'
import type { STATE_EVENTS } from './session/session-dispatch.js'
import type { SessionTransaction } from './session/session-transaction.js'
import type { Session } from './session/session.js'
import type { SessionMaker } from './session/sessionmaker.js'
import type { ROW_EVENTS } from './events.js'

/** Options of a listener that gets objects, not their states. */
type ObjectOptions = ListenOptions & { readonly raw?: false }
type ModelClass<T> = abstract new (...args: never) => T
type SessionTarget =
  Session | AsyncSession | SessionMaker | AsyncSessionMaker | typeof Session | typeof AsyncSession

/** Listeners around the rows of a class. */
export type RowListener<T> = (mapper: Mapper, connection: Connection, object: T) => unknown

/** Listeners of a session, by name. */
export type SessionListeners = {
  afterBegin(session: Session, transaction: SessionTransaction, connection: Connection): unknown
  afterSoftRollback(session: Session, transaction: SessionTransaction): unknown
  afterTransactionCreate(session: Session, transaction: SessionTransaction): unknown
  afterTransactionEnd(session: Session, transaction: SessionTransaction): unknown
  beforeFlush(session: Session, context: unknown, objects: readonly object[] | null): unknown
} & Record<'beforeCommit' | 'afterCommit' | 'afterRollback', (session: Session) => unknown> &
  Record<'afterFlush' | 'afterFlushPostexec', (session: Session, context: unknown) => unknown> &
  Record<(typeof STATE_EVENTS)[number], (session: Session, object: object) => unknown>

/** Listeners of an engine or its pool, by name. */
export type EngineListeners = Record<
  'begin' | 'commit' | 'rollback' | 'engineConnect',
  (connection: Connection) => unknown
> &
  Record<
    'connect' | 'firstConnect' | 'checkout' | 'checkin' | 'close' | 'reset',
    (connection: DriverConnection, record: unknown) => unknown
  >

/** `event.listen` and `event.listensFor`: the same targets, names and functions. */
interface Listen<Answer extends 'nothing' | 'function'> {
  <T extends object, F extends RowListener<T>>(
    target: ModelClass<T>,
    name: (typeof ROW_EVENTS)[number],
    fn: F & RowListener<T>,
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <T extends object, F extends (object: T, ...rest: readonly unknown[]) => unknown>(
    target: ModelClass<T>,
    name: 'load' | 'refresh' | 'expire' | 'init',
    fn: F & ((object: T, ...rest: readonly unknown[]) => unknown),
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <T, F extends (object: object, value: T, oldValue: unknown, initiator: unknown) => unknown>(
    target: InstrumentedAttribute<T>,
    name: 'set',
    fn: F & ((object: object, value: T, oldValue: unknown, initiator: unknown) => unknown),
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <T, F extends (object: object, member: T, initiator: unknown) => unknown>(
    target: RelationshipAttribute<T[]>,
    name: 'append' | 'remove',
    fn: F & ((object: object, member: T, initiator: unknown) => unknown),
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <N extends keyof SessionListeners, F extends SessionListeners[N]>(
    target: SessionTarget,
    name: N,
    fn: F & SessionListeners[N],
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <N extends keyof EngineListeners, F extends EngineListeners[N]>(
    target: Engine | typeof Engine,
    name: N,
    fn: F & EngineListeners[N],
    options?: ListenOptions,
  ): Answer extends 'function' ? F : void
  <F extends ListenerFunction | ListenerSource>(
    target: unknown,
    name: string,
    fn: F,
    options?: ListenOptions,
  ): Answer extends 'function' ? F : void
}

/**
 * Registration of event listeners; the counterpart of `sqlalchemy.event`.
 *
 * - `listen(target, name, fn, options?)` calls `fn` whenever the event happens to the target: a class, an attribute, a
 *   session or its factory, an engine. Throws NoSuchEventError when the target has no such event.
 * - `listensFor(…)` does the same and answers the function; `remove(…)` takes it away; `contains(…)` looks for it.
 *
 * @example
 * event.listen(User, 'beforeInsert', (mapper, connection, user) => { user.name = user.name.trim() })
 */
export const event = registry as {
  readonly listen: Listen<'nothing'>
  readonly listensFor: Listen<'function'>
  readonly remove: typeof registry.remove
  readonly contains: typeof registry.contains
}
