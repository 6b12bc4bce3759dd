/**
 * What happened to the objects of a session since a transaction boundary, so that a rollback can undo it and a commit
 * can finish it. Kept by SessionTransaction, written by the flush.
 */
import type { IdentityKey } from '../../mapping/identity-key.js'
import type { InstanceState } from '../../state/instance-state.js'
import { WeakStates } from '../../state/weak-states.js'
import type { SessionCore } from '../session-core.js'

/** The key a state had at the boundary, and the one it has now. */
export type KeySwitch = readonly [before: IdentityKey, after: IdentityKey]

type States = Set<InstanceState> | WeakStates

/** One set of records; a subtransaction shares its parent's. @internal */
export class TransactionSnapshot {
  /** Became persistent by a flush. */
  readonly inserted: States
  readonly deleted: States
  readonly dirty: States
  /** Held whatever the kind: the key of the row must be put back. */
  readonly keySwitches = new Map<InstanceState, KeySwitch>()

  /** `weakly`: what the program has dropped after the flush need not be put back. */
  constructor({ weakly }: { readonly weakly: boolean }) {
    this.inserted = newStates(weakly)
    this.deleted = newStates(weakly)
    this.dirty = newStates(weakly)
  }

  /** Hands the records of a released savepoint to the transaction around it. */
  mergeInto(outer: TransactionSnapshot): void {
    for (const state of this.inserted) outer.inserted.add(state)
    for (const state of this.dirty) outer.dirty.add(state)
    for (const state of this.deleted) outer.deleted.add(state)
    for (const [state, keys] of this.keySwitches) outer.keySwitches.set(state, keys)
  }
}

function newStates(weakly: boolean): States {
  return weakly ? new WeakStates() : new Set()
}

/**
 * Puts the objects back to where they were: new ones transient, deleted ones persistent, the rest expired (after a
 * savepoint, with `dirtyOnly`, just the changed ones).
 */
export function restoreSnapshot(
  session: SessionCore,
  snapshot: TransactionSnapshot,
  { dirtyOnly }: { dirtyOnly: boolean },
): void {
  const toExpunge = new Set([...snapshot.inserted, ...session.newStates])
  session.expungeStates([...toExpunge], { toTransient: true })
  for (const [state, [oldKey]] of snapshot.keySwitches) {
    session.identityMap.safeDiscard(state)
    // An expunged state became transient and must stay without a key.
    if (toExpunge.has(state)) continue
    state.key = oldKey
    session.identityMap.replace(state)
  }
  for (const state of new Set([...snapshot.deleted, ...session.deletedStates])) {
    session.updateState(state, { revertDeletion: true })
  }
  for (const state of session.identityMap.allStates()) {
    if (!dirtyOnly || state.modified || snapshot.dirty.has(state)) {
      state.expire(session.identityMap.modified)
    }
  }
}

/** Finishes a commit of the outermost transaction: everything expires, deleted objects leave the session. */
export function expireCommitted(session: SessionCore, snapshot: TransactionSnapshot): void {
  if (!session.expireOnCommit) return
  const { modified } = session.identityMap
  session.identityMap.allStates().forEach((state) => state.expire(modified))
  session.detachStates([...snapshot.deleted])
  snapshot.deleted.clear()
}
