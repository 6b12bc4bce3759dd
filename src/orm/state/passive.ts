/**
 * What a read of an attribute may do, as bits, and the answers that stand for "no value". The same bits, with the
 * same values, as `sqlalchemy.orm.base.PassiveFlag`: most rules of "when is SQL emitted" are written in them.
 */
import type { Passive } from './session-hooks.js'

export type { Passive } from './session-hooks.js'

/** Loader callables may be asked. */
export const CALLABLES_OK: Passive = 1
/** Loader callables may emit SQL. */
export const SQL_OK: Passive = 2
/** Related objects may be loaded. */
export const RELATED_OBJECT_OK: Passive = 4
/** An attribute without a value is initialised with null or an empty collection. */
export const INIT_OK: Passive = 8
/** Objects without an identity may load. */
export const NON_PERSISTENT_OK: Passive = 16
/** Loads use the committed values of key columns in place of the present ones. */
export const LOAD_AGAINST_COMMITTED: Passive = 32
export const NO_AUTOFLUSH: Passive = 64
/** A detached object, or a raising strategy, answers nothing instead of an error. */
export const NO_RAISE: Passive = 128
/** The old value is being loaded for the sake of history, at flush time. */
export const DEFERRED_HISTORY_LOAD: Passive = 256
export const INCLUDE_PENDING_MUTATIONS: Passive = 512

export const PASSIVE_OFF: Passive =
  RELATED_OBJECT_OK | NON_PERSISTENT_OK | INIT_OK | CALLABLES_OK | SQL_OK
export const PASSIVE_RETURN_NO_VALUE: Passive = PASSIVE_OFF ^ INIT_OK
export const PASSIVE_NO_INITIALIZE: Passive = PASSIVE_RETURN_NO_VALUE ^ CALLABLES_OK
export const PASSIVE_NO_FETCH: Passive = PASSIVE_OFF ^ SQL_OK
export const PASSIVE_NO_FETCH_RELATED: Passive = PASSIVE_OFF ^ RELATED_OBJECT_OK
export const PASSIVE_ONLY_PERSISTENT: Passive = PASSIVE_OFF ^ NON_PERSISTENT_OK
export const PASSIVE_MERGE: Passive = PASSIVE_OFF | NO_RAISE

/** A loader was not allowed to do what it would take. */
export const PASSIVE_NO_RESULT: unique symbol = Symbol('PASSIVE_NO_RESULT')
/** The identity is present, as an object of an unrelated subclass. */
export const PASSIVE_CLASS_MISMATCH: unique symbol = Symbol('PASSIVE_CLASS_MISMATCH')
/** A loader has put the value in place itself. */
export const ATTR_WAS_SET: unique symbol = Symbol('ATTR_WAS_SET')
/** A loader found that there is nothing: the default applies. */
export const ATTR_EMPTY: unique symbol = Symbol('ATTR_EMPTY')
/** No value is known. */
export const NO_VALUE: unique symbol = Symbol('NO_VALUE')

/**
 * What a slot holds while its attribute is not loaded or expired. `undefined` is never stored as a value (assigning
 * it means null), so a read costs one comparison.
 */
export const UNLOADED = undefined

/** True for the answers that mean "there is no old value to compare with". */
export function isNoValue(value: unknown): boolean {
  return value === NO_VALUE || value === PASSIVE_NO_RESULT
}

/** The loader option that would have loaded with the query, by name; null where none would. */
export type BringingOption = 'selectinload' | 'undefer' | null
