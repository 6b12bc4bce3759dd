/**
 * What a relationship adds to a flush: objects that must take part, edges between actions, keys to copy. One per
 * relationship; the kinds are subclasses, registered in index.ts.
 */
import type { Io } from '../../../engine/io.js'
import type { Edge } from '../../../util/topological-sort.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_OFF,
  type Passive,
} from '../../state/passive.js'
import type { PostSortAction } from '../unit-of-work/actions.js'
import { Preprocess } from '../unit-of-work/preprocess.js'
import { cascadeIo } from '../../state/cascade.js'
import { FlushError } from '../errors.js'
import { isEmptyHistory } from '../unit-of-work/history-memo.js'
import type { MappedState } from '../sync.js'
import { sourceModified, sourceModifiedIo } from '../sync.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'

/** The aggregate actions of both sides of a relationship. */
export interface PropertyActions {
  readonly parentSaves: PostSortAction
  readonly childSaves: PostSortAction
  readonly parentDeletes: PostSortAction
  readonly childDeletes: PostSortAction
  /** Copies keys after the save of the side that has them. */
  readonly afterSave: PostSortAction
  /** Clears keys before the delete of the side that has them. */
  readonly beforeDelete: PostSortAction
}

/** The same for one parent and one of its children, in a cycle. */
export interface StateActions {
  /** Saves or deletes the parent, or all parents when they are not part of the cycle. */
  readonly parentAction: PostSortAction
  /** Null for children that are not part of the flush. */
  readonly childAction: PostSortAction | null
  readonly childIsDelete: boolean
  readonly isDelete: boolean
  /** Copies or clears the keys of this parent. */
  readonly process: PostSortAction
}

let lastId = 0

/** `sqlalchemy.orm.dependency.DependencyProcessor`. */
export abstract class DependencyProcessor {
  readonly id: number = ++lastId
  readonly key: string
  readonly parent: Mapper
  readonly mapper: Mapper
  readonly sortKey: string
  protected readonly passiveDeleteFlag: Passive
  protected readonly passiveUpdateFlag: Passive
  /** Keeps the shape of those that each flush makes; see `keepShape`. */
  protected readonly example = new Preprocess(this, true)

  constructor(readonly prop: RelationshipProperty) {
    this.key = prop.key
    this.parent = prop.parent
    this.mapper = prop.mapper
    this.sortKey = `${prop.parent.className}_${prop.key}`
    this.passiveDeleteFlag = prop.passiveDeletes ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF
    this.passiveUpdateFlag = prop.passiveUpdates ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF
    if (prop.synchronizePairs.length === 0) {
      throw new InvalidRequestError(
        `Can't build a DependencyProcessor for relationship ${String(prop)}. No target attributes to populate ` +
          'between parent and child are present',
      )
    }
  }

  /** Edges between the actions for whole classes. */
  protected abstract propertyEdges(
    uow: UOWTransaction,
    actions: PropertyActions,
  ): readonly Edge<PostSortAction>[]

  /** Edges between the actions for single objects. */
  protected abstract stateEdges(
    uow: UOWTransaction,
    actions: StateActions,
  ): readonly (readonly [PostSortAction | null, PostSortAction | null])[]

  abstract presortDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void>
  abstract presortSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void>
  abstract processDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void>
  abstract processSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void>

  /** False for subclasses of the parent that map the name differently. */
  concerns(mapper: Mapper): boolean {
    return mapper.props.get(this.key) === this.prop
  }

  registerPreprocessors(uow: UOWTransaction): void {
    uow.registerPreprocessor(this, true)
  }

  /** Puts the actions of both sides into the flush, with their order. */
  perPropertyFlushActions(uow: UOWTransaction): void {
    uow.processorsOf(this.parent.baseMapper).add(this)
    const actions: PropertyActions = {
      afterSave: uow.actions.processAll(this, { isDelete: false }),
      beforeDelete: uow.actions.processAll(this, { isDelete: true }),
      parentSaves: uow.actions.saveAll(this.parent.baseMapper),
      childSaves: uow.actions.saveAll(this.mapper.baseMapper),
      parentDeletes: uow.actions.deleteAll(this.parent.baseMapper),
      childDeletes: uow.actions.deleteAll(this.mapper.baseMapper),
    }
    uow.addDependencies(this.propertyEdges(uow, actions))
  }

  /** The same object by object, because classes depend on each other. */
  *perStateFlushActionsIo(
    uow: UOWTransaction,
    states: readonly InstanceState[],
    isDelete: boolean,
  ): Io<void> {
    uow.actions.processAll(this, { isDelete }).disabled = true
    for (const state of states) {
      const impl = state.impl(this.key)
      if (isDelete) yield* impl.getIo(state, this.passiveDeleteFlag)
      const members = impl.getAllPending(state, PASSIVE_NO_INITIALIZE)
      if (members.length === 0) continue
      this.#linkState(uow, state, { isDelete, members: members.map(([child]) => child) })
    }
  }

  #linkState(
    uow: UOWTransaction,
    state: InstanceState,
    { isDelete, members }: { isDelete: boolean; members: readonly (InstanceState | null)[] },
  ): void {
    const process = uow.actions.processState(this, state, isDelete)
    const parentAction = this.#parentAction(uow, state, isDelete)
    for (const child of this.#childActions(uow, members)) {
      const edges = this.stateEdges(uow, { parentAction, process, isDelete, ...child })
      uow.addDependencies(edges.filter(isEdge))
    }
  }

  #parentAction(uow: UOWTransaction, state: InstanceState, isDelete: boolean): PostSortAction {
    const { actions, cycles } = uow
    const base = this.parent.baseMapper
    const all = isDelete ? actions.deleteAll(base) : actions.saveAll(base)
    if (!cycles.has(all)) return all
    return isDelete ? actions.deleteState(state) : actions.saveState(state)
  }

  #childActions(
    uow: UOWTransaction,
    members: readonly (InstanceState | null)[],
  ): readonly Pick<StateActions, 'childAction' | 'childIsDelete'>[] {
    const { actions, cycles } = uow
    const saves = actions.saveAll(this.mapper.baseMapper)
    if (!cycles.has(saves)) {
      const deletes = actions.deleteAll(this.mapper.baseMapper)
      return [
        { childAction: saves, childIsDelete: false },
        { childAction: deletes, childIsDelete: true },
      ]
    }
    return members.map((child) => {
      if (child === null || !uow.states.has(child))
        return { childAction: null, childIsDelete: false }
      return uow.isDeleted(child)
        ? { childAction: actions.deleteState(child), childIsDelete: true }
        : { childAction: actions.saveState(child), childIsDelete: false }
    })
  }

  /** Whether the relationship of any of the objects gives it something to do. */
  *propHasChangesIo(
    uow: UOWTransaction,
    states: readonly InstanceState[],
    isDelete: boolean,
  ): Io<boolean> {
    const passive = this.changesPassive(isDelete)
    for (let index = 0; index < states.length; index += 1) {
      const state = states[index] as InstanceState
      const history =
        uow.historyNow(state, this.key, passive) ?? (yield* uow.historyIo(state, this.key, passive))
      if (!isEmptyHistory(history)) return true
    }
    return states.length > 0 && !this.isSelfReferential && uow.statesByMapper.has(this.mapper)
  }

  protected changesPassive(isDelete: boolean): Passive {
    const base = !isDelete || this.prop.passiveDeletes ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF
    return base | INCLUDE_PENDING_MUTATIONS
  }

  private get isSelfReferential(): boolean {
    return this.mapper.commonParent(this.parent)
  }

  /** Whether some parent holds the object through this relationship. */
  protected hasParent(state: InstanceState): boolean {
    return this.parent.classManager.impl(this.key).hasparent(state)
  }

  /** Takes an orphan, and what its delete cascades reach, into the flush as deleted. */
  protected *registerDeletedIo(uow: UOWTransaction, child: InstanceState): Io<void> {
    uow.registerObject(child, { isDelete: true, operation: 'delete', along: this.prop })
    yield* this.cascadeDeleteIo(uow, child)
  }

  protected *cascadeDeleteIo(uow: UOWTransaction, child: InstanceState): Io<void> {
    for (const reached of yield* cascadeIo('delete', child)) {
      uow.registerObject(reached, { isDelete: true })
    }
  }

  /** @throws FlushError when null is in a collection, or an object of a wrong class in the relationship */
  protected verifyCanLoad(state: InstanceState | null): void {
    if (state === null) {
      if (!this.prop.uselist) return
      throw new FlushError(`Can't flush None value found in collection ${String(this.prop)}`)
    }
    const isSubtype = state.mapper.isa(this.mapper)
    const subtypesAllowed =
      this.mapper.polymorphicOn !== null || this.prop.options.enableTypechecks === false
    if (isSubtype && (subtypesAllowed || state.mapper === this.mapper)) return
    throw new FlushError(
      isSubtype ? this.#wrongSubtypeMessage(state) : this.#wrongTypeMessage(state),
    )
  }

  #wrongTypeMessage(state: InstanceState): string {
    return (
      `Attempting to flush an item of type ${printClass(state.mapper)} as a member of collection ` +
      `"${String(this.prop)}". Expected an object of type ${printClass(this.mapper)} or a polymorphic ` +
      'subclass of this type.'
    )
  }

  #wrongSubtypeMessage(state: InstanceState): string {
    const given = printClass(state.mapper)
    const expected = printClass(this.mapper)
    return (
      `${this.#wrongTypeMessage(state)} If ${given} is a subclass ` +
      `of ${expected}, configure mapper "Mapper[${this.mapper.className}]" to load this subtype polymorphically, ` +
      'or set enable_typechecks=False to allow any subtype to be accepted for flush. '
    )
  }

  /** Plans an UPDATE after (or before) the main statements, if the relationship holds anything. */
  protected postUpdate(
    uow: UOWTransaction,
    state: InstanceState,
    related: readonly (InstanceState | null)[],
    isManyToOneDelete = false,
  ): void {
    if (!related.some((member) => !isManyToOneDelete || member !== null)) return
    uow.registerPostUpdate(
      state,
      this.prop.synchronizePairs.map(([, to]) => to),
    )
  }

  /** The same where nothing has to be loaded for it; null: ask `keysChangedIo`. */
  protected keysChanged(uow: UOWTransaction, state: InstanceState): boolean | null {
    return sourceModified(uow, this.asParent(state), this.prop.synchronizePairs)
  }

  protected keysChangedIo(uow: UOWTransaction, state: InstanceState): Io<boolean> {
    return sourceModifiedIo(uow, this.asParent(state), this.prop.synchronizePairs)
  }

  protected asParent(state: InstanceState): MappedState {
    return { state, mapper: this.parent }
  }

  protected asChild(state: InstanceState): MappedState {
    return { state, mapper: this.mapper }
  }

  toString(): string {
    return `${this.constructor.name.replace('Processor', 'DP')}(${String(this.prop)})`
  }
}

function isEdge(
  edge: readonly [PostSortAction | null, PostSortAction | null],
): edge is Edge<PostSortAction> {
  return edge[0] !== null && edge[1] !== null
}

function printClass(mapper: Mapper): string {
  return `<class '${mapper.className}'>`
}
