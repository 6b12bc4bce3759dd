/** Many-to-one: the parent side of the declaration holds the key, so what it refers to is written first. */
import type { Io } from '../../../engine/io.js'
import type { Edge } from '../../../util/topological-sort.js'
import { warn } from '../../../util/warnings.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_FETCH_RELATED,
  PASSIVE_NO_INITIALIZE,
  type Passive,
} from '../../state/passive.js'
import type { PostSortAction } from '../unit-of-work/actions.js'
import { nonDeletedOf, sumOf } from '../unit-of-work/history-memo.js'
import { clearIo, populateInMemory, populateIo } from '../sync.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import { DependencyProcessor, type PropertyActions, type StateActions } from './processor.js'

/** `sqlalchemy.orm.dependency._ManyToOneDP`. */
export class ManyToOneProcessor extends DependencyProcessor {
  protected override propertyEdges(
    uow: UOWTransaction,
    actions: PropertyActions,
  ): readonly Edge<PostSortAction>[] {
    const { parentSaves, childSaves, parentDeletes, childDeletes, afterSave, beforeDelete } =
      actions
    if (this.prop.postUpdate) {
      const { after, before } = this.#parentUpdates(uow)
      return [
        [childSaves, afterSave],
        [parentSaves, afterSave],
        [afterSave, after],
        [afterSave, before],
        [beforeDelete, before],
        [before, childDeletes],
        [before, parentDeletes],
      ]
    }
    return [
      [childSaves, afterSave],
      [afterSave, parentSaves],
      [parentSaves, childDeletes],
      [parentDeletes, childDeletes],
    ]
  }

  protected override stateEdges(
    uow: UOWTransaction,
    actions: StateActions,
  ): readonly (readonly [PostSortAction | null, PostSortAction | null])[] {
    const { parentAction, childAction, childIsDelete, isDelete, process } = actions
    if (this.prop.postUpdate) return this.#postUpdateStateEdges(uow, actions)
    if (isDelete) return childIsDelete ? [[parentAction, childAction]] : []
    return [
      [childIsDelete ? null : childAction, process],
      [process, parentAction],
    ]
  }

  #postUpdateStateEdges(
    uow: UOWTransaction,
    { parentAction, childAction, childIsDelete, isDelete, process }: StateActions,
  ): readonly (readonly [PostSortAction | null, PostSortAction | null])[] {
    const { after, before } = this.#parentUpdates(uow)
    if (isDelete) {
      return [
        [process, before],
        [before, parentAction],
        [before, childAction],
      ]
    }
    if (childIsDelete) {
      return [
        [process, after],
        [after, childAction],
      ]
    }
    return [
      [parentAction, process],
      [childAction, process],
      [process, after],
    ]
  }

  #parentUpdates(uow: UOWTransaction): { after: PostSortAction; before: PostSortAction } {
    const base = this.parent.baseMapper
    return {
      after: uow.actions.postUpdateAll(base, false),
      before: uow.actions.postUpdateAll(base, true),
    }
  }

  protected override changesPassive(isDelete: boolean): Passive {
    if (!isDelete || this.prop.passiveDeletes) {
      return PASSIVE_NO_INITIALIZE | INCLUDE_PENDING_MUTATIONS
    }
    return PASSIVE_NO_FETCH_RELATED
  }

  override *presortDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const { cascade } = this.prop
    if (!cascade.delete && !cascade.deleteOrphan) return
    for (const state of states) {
      const history = yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
      const doomed = cascade.deleteOrphan ? sumOf(history) : nonDeletedOf(history)
      for (const child of doomed) if (child) yield* this.registerDeletedIo(uow, child)
    }
  }

  override *presortSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const options = { operation: 'add', along: this.prop }
    for (let index = 0; index < states.length; index += 1) {
      const state = states[index] as InstanceState
      uow.registerObject(state, options)
      if (!this.prop.cascade.deleteOrphan) continue
      const history = yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
      for (const child of history.deleted) {
        if (child && !this.hasParent(child)) yield* this.registerDeletedIo(uow, child)
      }
    }
  }

  override *processDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const { postUpdate, cascade, passiveDeletes } = this.prop
    if (!postUpdate || cascade.deleteOrphan || passiveDeletes === 'all') return
    for (const state of states) {
      yield* clearIo(this.asParent(state), this.prop.synchronizePairs)
      const history = yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
      this.postUpdate(uow, state, sumOf(history), true)
    }
  }

  override *processSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    for (let index = 0; index < states.length; index += 1) {
      const state = states[index] as InstanceState
      const history =
        uow.historyNow(state, this.key, PASSIVE_NO_INITIALIZE) ??
        (yield* uow.historyIo(state, this.key, PASSIVE_NO_INITIALIZE))
      if (history.added.length > 0) {
        for (const child of history.added) {
          if (!this.#synchronizeInMemory(uow, state, child))
            yield* this.#synchronizeIo(uow, state, child)
        }
      } else if (history.deleted.length > 0) {
        yield* this.#synchronizeIo(uow, state, null)
      }
      if (this.prop.postUpdate) this.postUpdate(uow, state, sumOf(history))
    }
  }

  /** Answers false where `#synchronizeIo` must do it, or complain. */
  #synchronizeInMemory(
    uow: UOWTransaction,
    state: InstanceState,
    child: InstanceState | null,
  ): boolean {
    if (child === null || !uow.session.containsState(child)) return false
    if (!this.prop.postUpdate && uow.isDeleted(state)) return true
    this.verifyCanLoad(child)
    const pairs = this.prop.synchronizePairs
    return populateInMemory(this.asChild(child), this.asParent(state), pairs, { uow, flag: false })
  }

  *#synchronizeIo(
    uow: UOWTransaction,
    state: InstanceState,
    child: InstanceState | null,
  ): Io<void> {
    if (!this.prop.postUpdate && uow.isDeleted(state)) return
    const pairs = this.prop.synchronizePairs
    if (child === null) {
      yield* clearIo(this.asParent(state), pairs)
      return
    }
    if (!uow.session.containsState(child)) {
      warn(
        `Object of type <${child.mapper.className}> not in session, add operation along ` +
          `'${String(this.prop)}' won't proceed`,
      )
      return
    }
    this.verifyCanLoad(child)
    yield* populateIo(this.asChild(child), this.asParent(state), pairs, { uow, flag: false })
  }
}
