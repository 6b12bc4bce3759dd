/**
 * Many-to-one without a collection on the other side: when a primary key changes, objects in memory that refer to it
 * are found and given the new one.
 */
import type { Io } from '../../../engine/io.js'
import type { Edge } from '../../../util/topological-sort.js'
import type { InstanceState } from '../../state/instance-state.js'
import { PASSIVE_NO_RESULT } from '../../state/passive.js'
import { stateOrNull } from '../../state/state-of.js'
import type { PostSortAction } from '../unit-of-work/actions.js'
import { populateIo, sourceModifiedIo } from '../sync.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import { DependencyProcessor } from './processor.js'

interface Seen {
  readonly switched: Set<InstanceState>
  readonly unchanged: Set<InstanceState>
}

/** Runs from the referred side; `sqlalchemy.orm.dependency._DetectKeySwitch`. */
export class KeySwitchProcessor extends DependencyProcessor {
  override registerPreprocessors(uow: UOWTransaction): void {
    const { reverseProperty, passiveUpdates } = this.prop
    const reverse = [...reverseProperty]
    if (reverse.length > 0) {
      if (passiveUpdates || reverse.some((other) => !other.passiveUpdates)) return
    }
    uow.registerPreprocessor(this, false)
  }

  override perPropertyFlushActions(uow: UOWTransaction): void {
    const parentSaves = uow.actions.saveAll(this.parent.baseMapper)
    const afterSave = uow.actions.processAll(this, { isDelete: false, fromParent: false })
    uow.addDependencies([[parentSaves, afterSave]])
  }

  override *perStateFlushActionsIo(): Io<void> {}

  protected override propertyEdges(): readonly Edge<PostSortAction>[] {
    return []
  }

  protected override stateEdges(): readonly Edge<PostSortAction>[] {
    return []
  }

  override *presortDeletesIo(): Io<void> {}

  override *presortSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    // Without ON UPDATE CASCADE the rows must be written, so they join before the saves.
    if (!this.prop.passiveUpdates) yield* this.#processKeySwitchesIo(uow, states)
  }

  override *propHasChangesIo(
    uow: UOWTransaction,
    states: readonly InstanceState[],
    isDelete: boolean,
  ): Io<boolean> {
    if (isDelete || !this.prop.passiveUpdates) return false
    return (yield* this.#switchersIo(uow, states)).size > 0
  }

  override *processDeletesIo(): Io<void> {}

  override *processSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    yield* this.#processKeySwitchesIo(uow, states)
  }

  *#switchersIo(
    uow: UOWTransaction,
    states: readonly InstanceState[],
  ): Io<ReadonlySet<InstanceState>> {
    const seen = uow.memo(`key switches ${this.id}`, (): Seen => ({
      switched: new Set(),
      unchanged: new Set(),
    }))
    for (const state of states) {
      if (seen.switched.has(state) || seen.unchanged.has(state)) continue
      const changed = yield* this.keysChangedIo(uow, state)
      ;(changed ? seen.switched : seen.unchanged).add(state)
    }
    return seen.switched
  }

  protected override *keysChangedIo(uow: UOWTransaction, state: InstanceState): Io<boolean> {
    if (state.key === null) return false
    return yield* sourceModifiedIo(uow, this.asChild(state), this.prop.synchronizePairs)
  }

  *#processKeySwitchesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const switchers = yield* this.#switchersIo(uow, states)
    if (switchers.size === 0) return
    for (const state of uow.session.identityMap.allStates()) {
      if (!state.mapper.isa(this.parent)) continue
      const related = yield* this.#relatedIo(state)
      if (related && switchers.has(related)) yield* this.#followIo(uow, state, related)
    }
  }

  *#relatedIo(state: InstanceState): Io<InstanceState | null> {
    const value = yield* state.impl(this.key).getIo(state, this.passiveUpdateFlag)
    if (value === PASSIVE_NO_RESULT || value === null) return null
    return stateOrNull(Array.isArray(value) ? value[0] : value)
  }

  *#followIo(uow: UOWTransaction, state: InstanceState, related: InstanceState): Io<void> {
    const flag = this.prop.passiveUpdates
    uow.registerObject(state, { listOnly: flag })
    const pairs = this.prop.synchronizePairs
    yield* populateIo(this.asChild(related), this.asParent(state), pairs, { uow, flag })
  }
}
