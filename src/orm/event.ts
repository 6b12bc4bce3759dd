/** `event` as users see it: what a listener gets follows from the target and the name. The work is in util. */
import type { Connection } from '../engine/connection.js'
import type { Engine } from '../engine/engine.js'
import type { Pool } from '../engine/pool/pool.js'
import type { MetaData } from '../schema/metadata.js'
import type { Table } from '../schema/table.js'
import type { ListenOptions } from '../util/event-dispatcher.js'
import { event as registry, type ListenerSource } from '../util/event-registry.js'
import type { InstrumentedAttribute } from './attributes/queryable-attribute.js'
import type { RelationshipAttribute } from './attributes/relationship-attribute.js'
import type {
  CollectionListeners,
  EngineListeners,
  InstanceListeners,
  MappingListeners,
  QueryListeners,
  RowListeners,
  ScalarListeners,
  SchemaListeners,
  SessionListeners,
} from './event-listeners.js'
import type { Mapper } from './mapping/mapper.js'
import type { Query } from './query/query.js'
import type { AsyncSession } from './session/async-session.js'
import type { AsyncSessionMaker } from './session/async-sessionmaker.js'
import type { Session } from './session/session.js'
import type { SessionMaker } from './session/sessionmaker.js'

/** Options of a listener that gets objects, not their states. */
type ObjectOptions = ListenOptions & { readonly raw?: false }
type ModelClass<T> = abstract new (...args: never) => T
type SessionTarget =
  Session | AsyncSession | SessionMaker | AsyncSessionMaker | typeof Session | typeof AsyncSession
type EngineTarget = Engine | Connection | Pool | typeof Engine | typeof Connection | typeof Pool

/** A listener of which only the target knows what it is called with. */
type AnyListener = (...args: never[]) => unknown

/** `event.listen` and `event.listensFor`: the same targets, names and functions. */
interface Listen<Answer extends 'nothing' | 'function'> {
  <T extends object, N extends keyof RowListeners<T>, F extends RowListeners<T>[N]>(
    target: ModelClass<T>,
    name: N,
    fn: F & RowListeners<T>[N],
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <T extends object, N extends keyof InstanceListeners<T>, F extends InstanceListeners<T>[N]>(
    target: ModelClass<T>,
    name: N,
    fn: F & InstanceListeners<T>[N],
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <N extends keyof MappingListeners, F extends MappingListeners[N]>(
    target: ModelClass<object> | Mapper | typeof Mapper,
    name: N,
    fn: F & MappingListeners[N],
    options?: ListenOptions,
  ): Answer extends 'function' ? F : void
  <T, N extends keyof ScalarListeners<T>, F extends ScalarListeners<T>[N]>(
    target: InstrumentedAttribute<T> | RelationshipAttribute<T>,
    name: N,
    fn: F & ScalarListeners<T>[N],
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <T, N extends keyof CollectionListeners<T>, F extends CollectionListeners<T>[N]>(
    target: RelationshipAttribute<Iterable<T>>,
    name: N,
    fn: F & CollectionListeners<T>[N],
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <N extends keyof SessionListeners, F extends SessionListeners[N]>(
    target: SessionTarget,
    name: N,
    fn: F & SessionListeners[N],
    options?: ObjectOptions,
  ): Answer extends 'function' ? F : void
  <N extends keyof QueryListeners, F extends QueryListeners[N]>(
    target: typeof Query,
    name: N,
    fn: F & QueryListeners[N],
    options?: ListenOptions,
  ): Answer extends 'function' ? F : void
  <N extends keyof EngineListeners, F extends EngineListeners[N]>(
    target: EngineTarget,
    name: N,
    fn: F & EngineListeners[N],
    options?: ListenOptions,
  ): Answer extends 'function' ? F : void
  <T extends Table | MetaData, N extends keyof SchemaListeners<T>, F extends SchemaListeners<T>[N]>(
    target: T | (abstract new (...args: never) => T),
    name: N,
    fn: F & SchemaListeners<T>[N],
    options?: ListenOptions,
  ): Answer extends 'function' ? F : void
  <F extends AnyListener | ListenerSource>(
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
