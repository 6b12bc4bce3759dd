/**
 * What an object's state may ask of the session it is attached to. The session implements it; `state` and
 * `attributes` know nothing else of sessions.
 */
import type { Io } from '../../engine/io.js'
import type { InstanceState } from './instance-state.js'
import type { BringingOption } from './passive.js'

/** Bits that say what reading an attribute may do; the counterpart of `sqlalchemy.orm.base.PassiveFlag`. */
export type Passive = number

export interface SessionHooks {
  /** Counts up per process; part of "already attached to session '1'" messages. */
  readonly hashKey: number
  /** The object users know: a `Session` or an `AsyncSession`. */
  readonly face: object

  /** Reloads expired column attributes, or loads deferred ones, in one SELECT. */
  loadAttributes(state: InstanceState, keys: readonly string[], passive: Passive): Io<void>
  /** Runs the lazy strategy of one relationship; answers the value, or a `PASSIVE_NO_RESULT`-like sentinel. */
  loadRelationship(state: InstanceState, key: string, passive: Passive): Io<unknown>
  /**
   * Drives I/O that plain attribute access needs. A synchronous session runs it; an asynchronous one throws
   * `AsyncLoadRequired`, naming `what` (`User.posts`) and the remedies, at the first request it yields.
   * `option` is the loader option that would have brought it with the query.
   */
  runImplicit<T>(io: Io<T>, what: string, option: BringingOption): T

  /** Does the same in one step where the session runs such work itself; undefined where it does not. */
  implicitNow<T>(work: () => T): T | undefined

  /** First change of a clean object: the state joins the session's dirty candidates, the session autobegins. */
  onModified(state: InstanceState): void
  /** A collection was read, and may change in ways that only a comparison shows. */
  onHandedOut(state: InstanceState): void
  /** An object (`state`) entered the relationship `via` of an attached one: save-update cascade, unless present. */
  cascadeInto(state: InstanceState, via: string): void
  /** A relationship is about to change (`collection append`…): warns while a flush executes. */
  onRelationshipChange(operation: string): void
  /** An object lost its last parent: expunged if it is pending here. Answers whether it was. */
  expungeOrphan(state: InstanceState): boolean
}
