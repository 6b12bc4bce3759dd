/** One-to-many: the children hold the key, so they are written after their parents and cleared before them. */
import type { Io } from '../../../engine/io.js'
import type { Edge } from '../../../util/topological-sort.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_OFF,
} from '../../state/passive.js'
import type { PostSortAction } from '../unit-of-work/actions.js'
import type { StateHistory } from '../unit-of-work/history-memo.js'
import { clearIo, populateInMemory, populateIo } from '../sync.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import { DependencyProcessor, type PropertyActions, type StateActions } from './processor.js'

/** `sqlalchemy.orm.dependency._OneToManyDP`. */
export class OneToManyProcessor extends DependencyProcessor {
  protected override propertyEdges(
    uow: UOWTransaction,
    actions: PropertyActions,
  ): readonly Edge<PostSortAction>[] {
    const { parentSaves, childSaves, parentDeletes, childDeletes, afterSave, beforeDelete } =
      actions
    if (this.prop.postUpdate) {
      const { after, before } = this.#childUpdates(uow)
      return [
        [childSaves, afterSave],
        [parentSaves, afterSave],
        [afterSave, after],
        [beforeDelete, before],
        [before, parentDeletes],
        [before, childDeletes],
      ]
    }
    return [
      [parentSaves, afterSave],
      [afterSave, childSaves],
      [afterSave, childDeletes],
      [childSaves, parentDeletes],
      [childDeletes, parentDeletes],
      [beforeDelete, childSaves],
      [beforeDelete, childDeletes],
    ]
  }

  protected override stateEdges(
    uow: UOWTransaction,
    { parentAction, childAction, childIsDelete, isDelete, process }: StateActions,
  ): readonly (readonly [PostSortAction | null, PostSortAction | null])[] {
    if (!this.prop.postUpdate) {
      return isDelete
        ? [
            [process, childAction],
            [childAction, parentAction],
          ]
        : [
            [parentAction, process],
            [process, childAction],
            [parentAction, childAction],
          ]
    }
    const { after, before } = this.#childUpdates(uow)
    if (isDelete) {
      return [
        [process, before],
        [before, parentAction],
      ]
    }
    return [
      [childIsDelete ? null : parentAction, process],
      [childAction, process],
      [process, after],
    ]
  }

  #childUpdates(uow: UOWTransaction): { after: PostSortAction; before: PostSortAction } {
    const base = this.mapper.baseMapper
    return {
      after: uow.actions.postUpdateAll(base, false),
      before: uow.actions.postUpdateAll(base, true),
    }
  }

  override *presortDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const { cascade } = this.prop
    const nullsHolders = !cascade.delete && this.prop.passiveDeletes !== 'all'
    for (const state of states) {
      const history = yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
      for (const child of history.deleted) {
        if (child === null || this.hasParent(child)) continue
        uow.registerObject(child, { isDelete: cascade.delete || cascade.deleteOrphan })
      }
      if (!nullsHolders) continue
      for (const child of history.unchanged) {
        if (child) uow.registerObject(child, { operation: 'delete', along: this.prop })
      }
    }
  }

  override *presortSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const childrenAdded = this.#childrenAdded(uow)
    for (let index = 0; index < states.length; index += 1) {
      const state = states[index] as InstanceState
      const keysChanged = this.keysChanged(uow, state) ?? (yield* this.keysChangedIo(uow, state))
      const loads = keysChanged && !this.prop.passiveUpdates
      const passive = (loads ? PASSIVE_OFF : PASSIVE_NO_INITIALIZE) | INCLUDE_PENDING_MUTATIONS
      const history =
        uow.historyNow(state, this.key, passive) ?? (yield* uow.historyIo(state, this.key, passive))
      this.#registerAdded(uow, history, childrenAdded)
      if (history.deleted.length > 0) yield* this.#registerRemovedIo(uow, history)
      if (keysChanged) this.#registerKeyChange(uow, history)
    }
  }

  #registerAdded(
    uow: UOWTransaction,
    { added }: StateHistory,
    childrenAdded: Set<InstanceState>,
  ): void {
    if (added.length === 0) return
    for (const child of added) {
      if (child === null) continue
      uow.registerObject(child, { cancelDelete: true, operation: 'add', along: this.prop })
      childrenAdded.add(child)
    }
  }

  *#registerRemovedIo(uow: UOWTransaction, { deleted }: StateHistory): Io<void> {
    const { deleteOrphan } = this.prop.cascade
    for (const child of deleted) {
      if (child === null) continue
      if (deleteOrphan) {
        if (!this.hasParent(child)) yield* this.registerDeletedIo(uow, child)
      } else if (this.prop.passiveDeletes !== 'all') {
        uow.registerObject(child, { operation: 'delete', along: this.prop })
      }
    }
  }

  #registerKeyChange(uow: UOWTransaction, { unchanged }: StateHistory): void {
    const listOnly = this.prop.passiveUpdates
    for (const child of unchanged) {
      if (child) uow.registerObject(child, { listOnly, operation: 'pk change', along: this.prop })
    }
  }

  override *processDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const { postUpdate, passiveDeletes, cascade } = this.prop
    if (!postUpdate && passiveDeletes === 'all') return
    const childrenAdded = this.#childrenAdded(uow)
    for (const state of states) {
      const history = yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
      for (const child of history.deleted) {
        if (child && !this.hasParent(child)) yield* this.#releaseIo(uow, state, child)
      }
      if (!postUpdate && cascade.delete) continue
      for (const child of new Set(history.unchanged)) {
        if (child && !childrenAdded.has(child)) yield* this.#releaseIo(uow, state, child)
      }
    }
  }

  *#releaseIo(uow: UOWTransaction, state: InstanceState, child: InstanceState): Io<void> {
    yield* this.#clearIo(uow, child)
    if (this.prop.postUpdate) this.postUpdate(uow, child, [state])
  }

  override *processSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const { cascade, passiveDeletes, postUpdate, passiveUpdates } = this.prop
    const nullsHolders = !cascade.deleteOrphan && passiveDeletes !== 'all'
    for (let index = 0; index < states.length; index += 1) {
      const state = states[index] as InstanceState
      const history =
        uow.historyNow(state, this.key, PASSIVE_NO_INITIALIZE) ??
        (yield* uow.historyIo(state, this.key, PASSIVE_NO_INITIALIZE))
      for (const child of history.added) {
        if (!this.#populateInMemory(uow, state, child))
          yield* this.#populateIo(uow, state, { child, flag: false })
        if (child && postUpdate) this.postUpdate(uow, child, [state])
      }
      for (const child of history.deleted) {
        if (child && nullsHolders && !this.hasParent(child)) yield* this.#clearIo(uow, child)
      }
      const keysChanged = this.keysChanged(uow, state) ?? (yield* this.keysChangedIo(uow, state))
      if (!keysChanged) continue
      for (const child of history.unchanged) {
        yield* this.#populateIo(uow, state, { child, flag: passiveUpdates })
      }
    }
  }

  /** Answers false where `#populateIo` must do it. */
  #populateInMemory(
    uow: UOWTransaction,
    state: InstanceState,
    child: InstanceState | null,
  ): boolean {
    this.verifyCanLoad(child)
    if (child === null || this.#isGone(uow, child)) return true
    const pairs = this.prop.synchronizePairs
    return populateInMemory(this.asParent(state), this.asChild(child), pairs, { uow, flag: false })
  }

  *#populateIo(
    uow: UOWTransaction,
    state: InstanceState,
    { child, flag }: { child: InstanceState | null; flag: boolean },
  ): Io<void> {
    this.verifyCanLoad(child)
    if (child === null || this.#isGone(uow, child)) return
    const pairs = this.prop.synchronizePairs
    yield* populateIo(this.asParent(state), this.asChild(child), pairs, { uow, flag })
  }

  *#clearIo(uow: UOWTransaction, child: InstanceState): Io<void> {
    this.verifyCanLoad(child)
    if (this.#isGone(uow, child)) return
    yield* clearIo(this.asChild(child), this.prop.synchronizePairs)
  }

  #isGone(uow: UOWTransaction, child: InstanceState): boolean {
    return !this.prop.postUpdate && uow.isDeleted(child)
  }

  #childrenAdded(uow: UOWTransaction): Set<InstanceState> {
    return uow.memo(`children added ${this.id}`, () => new Set<InstanceState>())
  }
}
