/**
 * The actions a flush is made of, in two sizes: for all objects of a mapper or relationship, and for a single object
 * when mappers depend on each other. They know whom to call, not how rows are written.
 */
import type { Io } from '../../../engine/io.js'
import { keepShape } from '../../../util/kept-shapes.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { deleteObjectsIo } from '../rows/delete-objects.js'
import type { DependencyProcessor } from '../dependencies/processor.js'
import { mappersOf } from './preprocess.js'
import { postUpdateIo } from '../rows/post-update.js'
import { saveObjectsIo } from '../rows/save-objects.js'
import type { UOWTransaction } from './unit-of-work.js'

type SortKey = readonly [kind: string, name: string, isDelete: boolean]

/** One node of the graph that is sorted; `sqlalchemy.orm.unitofwork.PostSortRec`. */
export abstract class PostSortAction {
  /** Set when its work was split per object. */
  disabled = false
  abstract readonly sortKey: SortKey

  abstract executeIo(uow: UOWTransaction): Io<void>

  /** What takes the action's place when it is part of a cycle. */
  *perStateActionsIo(_uow: UOWTransaction): Io<readonly PostSortAction[]> {
    return []
  }

  /** True when the other action, of the same level, can be done in one go with this one. */
  aggregatesWith(_other: PostSortAction): boolean {
    return false
  }

  executeTogetherIo(uow: UOWTransaction, _others: readonly PostSortAction[]): Io<void> {
    return this.executeIo(uow)
  }

  abstract toString(): string
}

/** Compares as Python compares the tuples: kind, then class (and relationship) name. */
export function byKey(left: PostSortAction, right: PostSortAction): number {
  for (const [index, part] of left.sortKey.entries()) {
    const other = right.sortKey[index] as string | boolean
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}

export class SaveUpdateAll extends PostSortAction {
  override readonly sortKey: SortKey

  constructor(readonly mapper: Mapper) {
    super()
    this.sortKey = ['SaveUpdateAll', mapper.className, false]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    return saveObjectsIo(this.mapper, uow.statesForHierarchy(this.mapper, false), uow)
  }

  override *perStateActionsIo(uow: UOWTransaction): Io<readonly PostSortAction[]> {
    const states = uow.statesForHierarchy(this.mapper, false)
    yield* addPerStateDependenciesIo(uow, this.mapper, states, false)
    const pieces = states.map((state) => uow.actions.saveState(state))
    const deletes = uow.actions.deleteAll(this.mapper)
    // Saves go before deletes, which a row switch relies on; split deletes say it themselves.
    if (!uow.cycles.has(deletes)) uow.addDependencies(pieces.map((piece) => [piece, deletes]))
    return pieces
  }

  override toString(): string {
    return `SaveUpdateAll(Mapper[${this.mapper.className}])`
  }
}

export class DeleteAll extends PostSortAction {
  override readonly sortKey: SortKey

  constructor(readonly mapper: Mapper) {
    super()
    this.sortKey = ['DeleteAll', mapper.className, false]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    return deleteObjectsIo(this.mapper, uow.statesForHierarchy(this.mapper, true), uow)
  }

  override *perStateActionsIo(uow: UOWTransaction): Io<readonly PostSortAction[]> {
    const states = uow.statesForHierarchy(this.mapper, true)
    yield* addPerStateDependenciesIo(uow, this.mapper, states, true)
    const pieces = states.map((state) => uow.actions.deleteState(state))
    const saves = uow.actions.saveAll(this.mapper)
    uow.addDependencies(pieces.map((piece) => [saves, piece]))
    return pieces
  }

  override toString(): string {
    return `DeleteAll(Mapper[${this.mapper.className}])`
  }
}

/** Copies keys along a relationship, for all objects of its parent class. */
export class ProcessAll extends PostSortAction {
  override readonly sortKey: SortKey

  constructor(
    readonly processor: DependencyProcessor,
    readonly isDelete: boolean,
    readonly fromParent: boolean,
  ) {
    super()
    this.sortKey = ['ProcessAll', processor.sortKey, isDelete]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    const states = this.#elements(uow)
    return this.isDelete
      ? this.processor.processDeletesIo(uow, states)
      : this.processor.processSavesIo(uow, states)
  }

  #elements(uow: UOWTransaction): InstanceState[] {
    const elements: InstanceState[] = []
    for (const mapper of mappersOf(this.processor, this.fromParent)) {
      uow.statesOfMapper(mapper).forEach((state) => {
        const registration = uow.states.get(state)
        if (registration?.isDelete === this.isDelete && !registration.listOnly) elements.push(state)
      })
    }
    return elements
  }

  override toString(): string {
    return `ProcessAll(${this.processor.toString()}, delete=${this.isDelete})`
  }
}

/** UPDATEs that break a cycle between rows: `postUpdate: true`. */
export class PostUpdateAll extends PostSortAction {
  override readonly sortKey: SortKey

  constructor(
    readonly mapper: Mapper,
    readonly isDelete: boolean,
  ) {
    super()
    this.sortKey = ['PostUpdateAll', mapper.className, isDelete]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    const { states, columns } = uow.postUpdatesOf(this.mapper)
    const concerned = [...states].filter((state) => uow.isDeleted(state) === this.isDelete)
    return postUpdateIo(this.mapper, concerned, columns, uow)
  }

  override toString(): string {
    return `PostUpdateAll(Mapper[${this.mapper.className}])`
  }
}

export class SaveUpdateState extends PostSortAction {
  override readonly sortKey: SortKey
  readonly mapper: Mapper

  constructor(readonly state: InstanceState) {
    super()
    this.mapper = state.mapper.baseMapper
    this.sortKey = ['ProcessState', this.mapper.className, false]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    return this.executeTogetherIo(uow, [])
  }

  override aggregatesWith(other: PostSortAction): boolean {
    return other instanceof SaveUpdateState && other.mapper === this.mapper
  }

  override executeTogetherIo(uow: UOWTransaction, others: readonly PostSortAction[]): Io<void> {
    return saveObjectsIo(this.mapper, statesOf<SaveUpdateState>(this, others), uow)
  }

  override toString(): string {
    return `SaveUpdateState(${this.state.toString()})`
  }
}

export class DeleteState extends PostSortAction {
  override readonly sortKey: SortKey
  readonly mapper: Mapper

  constructor(readonly state: InstanceState) {
    super()
    this.mapper = state.mapper.baseMapper
    this.sortKey = ['DeleteState', this.mapper.className, false]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    return this.executeTogetherIo(uow, [])
  }

  override aggregatesWith(other: PostSortAction): boolean {
    return other instanceof DeleteState && other.mapper === this.mapper
  }

  override executeTogetherIo(uow: UOWTransaction, others: readonly PostSortAction[]): Io<void> {
    const states = statesOf<DeleteState>(this, others).filter((state) => uow.isDeleted(state))
    return deleteObjectsIo(this.mapper, states, uow)
  }

  override toString(): string {
    return `DeleteState(${this.state.toString()})`
  }
}

/** Copies keys along a relationship, for one object. */
export class ProcessState extends PostSortAction {
  override readonly sortKey: SortKey

  constructor(
    readonly processor: DependencyProcessor,
    readonly isDelete: boolean,
    readonly state: InstanceState,
  ) {
    super()
    this.sortKey = ['ProcessState', processor.sortKey, false]
  }

  override executeIo(uow: UOWTransaction): Io<void> {
    return this.executeTogetherIo(uow, [])
  }

  override aggregatesWith(other: PostSortAction): boolean {
    return (
      other instanceof ProcessState &&
      other.processor === this.processor &&
      other.isDelete === this.isDelete
    )
  }

  override executeTogetherIo(uow: UOWTransaction, others: readonly PostSortAction[]): Io<void> {
    const states = statesOf<ProcessState>(this, others)
    return this.isDelete
      ? this.processor.processDeletesIo(uow, states)
      : this.processor.processSavesIo(uow, states)
  }

  override toString(): string {
    return `ProcessState(${this.processor.toString()}, ${this.state.toString()}, delete=${this.isDelete})`
  }
}

function statesOf<A extends PostSortAction & { readonly state: InstanceState }>(
  first: A,
  others: readonly PostSortAction[],
): InstanceState[] {
  return [first.state, ...others.map((other) => (other as A).state)]
}

function* addPerStateDependenciesIo(
  uow: UOWTransaction,
  mapper: Mapper,
  states: readonly InstanceState[],
  isDelete: boolean,
): Io<void> {
  for (const processor of uow.processorsOf(mapper)) {
    const concerned = states.filter((state) => processor.concerns(state.mapper))
    yield* processor.perStateFlushActionsIo(uow, concerned, isDelete)
  }
}

keepShape(new ProcessAll({ sortKey: '' } as DependencyProcessor, false, true))
