/**
 * One flush: which objects take part, what has to be done for them, and in which order. Collecting and ordering
 * (`planIo`) is apart from emission (`executeIo`), so that a plan can be looked at. Called by the session.
 */
import type { Io } from '../../../engine/io.js'
import type { StatementOrigin } from '../../../engine/observer.js'
import { findCycles, sort, sortAsSubsets, type Edge } from '../../../util/topological-sort.js'
import { warn } from '../../../util/warnings.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import { ActionRegistry } from './action-registry.js'
import { byKey, type PostSortAction } from './actions.js'
import type { DependencyProcessor } from '../dependencies/processor.js'
import { dependencyProcessors } from '../dependencies/index.js'
import { FlushedStates, type Registration } from './flushed-states.js'
import { HistoryMemo, type StateHistory } from './history-memo.js'
import type { FlushSession } from './flush-session.js'
import { Preprocess } from './preprocess.js'
import { PASSIVE_NO_INITIALIZE, type Passive } from '../../state/passive.js'

export interface RegisterOptions {
  readonly isDelete?: boolean
  readonly listOnly?: boolean
  readonly cancelDelete?: boolean
  /** For the warning about objects outside of the session: `add`, `delete`. */
  readonly operation?: string
  readonly along?: { toString(): string }
}

export interface PostUpdates {
  readonly states: Set<InstanceState>
  readonly columns: Set<Column>
}

/** The order in which a flush works: one list of actions, or levels whose members are done together. */
export interface FlushPlan {
  readonly levels: readonly (readonly PostSortAction[])[]
  /** True when some mappers depend on each other, so that work was split per object. */
  readonly hasCycles: boolean
}

/** One flush; `sqlalchemy.orm.unitofwork.UOWTransaction`. Handed to `beforeFlush` and `afterFlush`. */
export class UOWTransaction {
  /** Every object of this flush. @internal */
  readonly states = new FlushedStates()
  /** @internal */
  readonly statesByMapper = new Map<Mapper, InstanceState[]>()
  /** @internal */
  readonly actions = new ActionRegistry()
  /** @internal */
  readonly dependencies: Edge<PostSortAction>[] = []
  /** Aggregate actions that had to be split per object. @internal */
  cycles: ReadonlySet<PostSortAction> = new Set()
  readonly #preprocessors = new Map<string, Preprocess>()
  readonly #processorsByMapper = new Map<Mapper, Set<DependencyProcessor>>()
  readonly #postUpdates = new Map<Mapper, PostUpdates>()
  readonly #memos = new Map<string, unknown>()
  readonly #cascadedKeys = new Map<InstanceState, Set<Column>>()
  readonly #histories = new HistoryMemo()

  constructor(
    /** @internal */
    readonly session: FlushSession,
    /** Why the flush runs; part of every statement it emits. @internal */
    readonly origin: StatementOrigin,
  ) {}

  get hasWork(): boolean {
    return this.states.size > 0
  }

  isDeleted(state: InstanceState): boolean {
    return this.states.get(state)?.isDelete ?? false
  }

  /** Values that dependency processors share within a flush. @internal */
  memo<T>(key: string, make: () => T): T {
    if (!this.#memos.has(key)) this.#memos.set(key, make())
    return this.#memos.get(key) as T
  }

  /** History of an attribute with related states in place of objects; loaded once per flush. @internal */
  historyIo(
    state: InstanceState,
    key: string,
    passive: Passive = PASSIVE_NO_INITIALIZE,
  ): Io<StateHistory> {
    return this.#histories.getIo(state, key, passive)
  }

  /** The same where it can be told at once; null: ask `historyIo`. @internal */
  historyNow(state: InstanceState, key: string, passive: Passive): StateHistory | null {
    return this.#histories.now(state, key, passive)
  }

  /** The key of a row changes because a parent's does, by ON UPDATE CASCADE. @internal */
  flagCascadedKey(state: InstanceState, column: Column): void {
    const columns = this.#cascadedKeys.get(state)
    if (columns) columns.add(column)
    else this.#cascadedKeys.set(state, new Set([column]))
  }

  /** @internal */
  isCascadedKey(state: InstanceState, column: Column): boolean {
    return this.#cascadedKeys.get(state)?.has(column) ?? false
  }

  /** True when an expired object turns out to have no row any more. @internal */
  *wasAlreadyDeletedIo(state: InstanceState): Io<boolean> {
    return state.expired && (yield* this.session.isGoneIo(state))
  }

  /** Takes an object into the flush. Answers false, maybe with a warning, for objects of no or another session. */
  registerObject(state: InstanceState, options: RegisterOptions = NO_OPTIONS): boolean {
    const { isDelete = false, listOnly = false, cancelDelete = false } = options
    if (!this.session.containsState(state)) {
      this.#warnOutside(state, options)
      return false
    }
    if (!this.states.has(state)) {
      this.#statesOf(state.mapper).push(state)
      this.states.set(state, registration(isDelete, listOnly))
    } else if (!listOnly && (isDelete || cancelDelete)) {
      this.states.set(state, registration(isDelete, false))
    }
    return true
  }

  /** A new object takes the row of a deleted one over: nothing is to be done for the latter. @internal */
  removeStateActions(state: InstanceState): void {
    this.states.set(state, registration(this.isDeleted(state), true))
  }

  /** @internal */
  registerPostUpdate(state: InstanceState, columns: Iterable<Column>): void {
    const updates = this.postUpdatesOf(state.mapper.baseMapper)
    updates.states.add(state)
    for (const column of columns) updates.columns.add(column)
  }

  /** @internal */
  postUpdatesOf(baseMapper: Mapper): PostUpdates {
    let updates = this.#postUpdates.get(baseMapper)
    if (!updates) {
      updates = { states: new Set(), columns: new Set() }
      this.#postUpdates.set(baseMapper, updates)
    }
    return updates
  }

  /** @internal */
  registerPreprocessor(processor: DependencyProcessor, fromParent: boolean): void {
    const key = `${processor.id} ${fromParent}`
    if (!this.#preprocessors.has(key)) {
      this.#preprocessors.set(key, new Preprocess(processor, fromParent))
    }
  }

  /** @internal */
  addDependencies(edges: Iterable<Edge<PostSortAction>>): void {
    this.dependencies.push(...edges)
  }

  /** Processors whose aggregate actions involve a hierarchy as the parent. @internal */
  processorsOf(baseMapper: Mapper): Set<DependencyProcessor> {
    let processors = this.#processorsByMapper.get(baseMapper)
    if (!processors) this.#processorsByMapper.set(baseMapper, (processors = new Set()))
    return processors
  }

  /** @internal */
  statesOfMapper(mapper: Mapper): readonly InstanceState[] {
    return this.statesByMapper.get(mapper) ?? NO_STATES
  }

  /** Objects of a hierarchy that are to be written (or deleted) by this flush. @internal */
  statesForHierarchy(mapper: Mapper, isDelete: boolean): InstanceState[] {
    const found: InstanceState[] = []
    for (const member of mapper.baseMapper.selfAndDescendants) {
      this.statesOfMapper(member).forEach((state) => {
        const registration = this.states.get(state)
        if (registration?.isDelete === isDelete && !registration.listOnly) found.push(state)
      })
    }
    return found
  }

  /** Collects all work and orders it; may load histories, writes nothing. */
  *planIo(): Io<FlushPlan> {
    yield* this.#preprocessIo()
    const edges = yield* this.#splitCyclesIo()
    const actions = this.actions
      .all()
      .filter((action) => !action.disabled && !this.cycles.has(action))
      .sort(byKey)
    const hasCycles = this.cycles.size > 0
    const levels = hasCycles ? [...sortAsSubsets(edges, actions)] : [sort(edges, actions)]
    return { levels, hasCycles }
  }

  /** Does the work of a plan, in its order. */
  *executeIo({ levels, hasCycles }: FlushPlan): Io<void> {
    for (const level of levels) {
      if (hasCycles) yield* this.#executeAggregatedIo(level)
      else for (const action of level) yield* action.executeIo(this)
    }
  }

  /** After the last statement: deleted objects leave, written ones are clean. @internal */
  finalizeFlushChanges(): void {
    const deleted = this.states.thatAre({ deleted: true })
    const written = this.states.thatAre({ deleted: false })
    if (deleted.length > 0) this.session.removeNewlyDeleted(deleted)
    if (written.length > 0) this.session.registerPersistent(written)
  }

  /** Preprocessors may bring more objects in, so they run until none of them finds anything new. */
  *#preprocessIo(): Io<void> {
    let found = true
    while (found) {
      found = false
      for (const preprocess of [...this.#preprocessors.values()]) {
        if (yield* preprocess.executeIo(this)) found = true
      }
    }
  }

  /** Splits mappers that depend on each other into actions per object; answers the edges that then hold. */
  *#splitCyclesIo(): Io<readonly Edge<PostSortAction>[]> {
    const cycles = findCycles(this.dependencies)
    this.cycles = cycles
    if (cycles.size === 0) return this.dependencies
    const pieces = new Map<PostSortAction, readonly PostSortAction[]>()
    for (const action of [...cycles].sort(byKey)) {
      pieces.set(action, yield* action.perStateActionsIo(this))
    }
    return this.dependencies.flatMap((edge) => rewrite(edge, cycles, pieces))
  }

  *#executeAggregatedIo(level: readonly PostSortAction[]): Io<void> {
    const open = new Set(level)
    for (const action of level) {
      if (!open.delete(action)) continue
      const together = [...open].filter((other) => action.aggregatesWith(other))
      for (const other of together) open.delete(other)
      yield* action.executeTogetherIo(this, together)
    }
  }

  #statesOf(mapper: Mapper): InstanceState[] {
    let states = this.statesByMapper.get(mapper)
    if (!states) {
      this.statesByMapper.set(mapper, (states = []))
      this.#addMapper(mapper)
    }
    return states
  }

  #addMapper(mapper: Mapper): void {
    const saves = this.actions.saveAll(mapper.baseMapper)
    const deletes = this.actions.deleteAll(mapper.baseMapper)
    this.dependencies.push([saves, deletes])
    for (const processor of dependencyProcessors(mapper)) processor.registerPreprocessors(this)
  }

  #warnOutside(state: InstanceState, { operation, along }: RegisterOptions): void {
    if (state.deletedFlag || operation === undefined) return
    warn(
      `Object of type <${state.mapper.className}> not in session, ${operation} operation along ` +
        `'${String(along)}' will not proceed`,
    )
  }
}

const NO_OPTIONS: RegisterOptions = {}
const NO_STATES: readonly InstanceState[] = []

const SAVED: Registration = { isDelete: false, listOnly: false }
const DELETED: Registration = { isDelete: true, listOnly: false }
const LISTED: Registration = { isDelete: false, listOnly: true }
const LISTED_DELETED: Registration = { isDelete: true, listOnly: true }

/** There are four, shared by all objects. */
function registration(isDelete: boolean, listOnly: boolean): Registration {
  if (listOnly) return isDelete ? LISTED_DELETED : LISTED
  return isDelete ? DELETED : SAVED
}

/** An edge to or from a split action becomes one edge per piece; edges inside the cycles are stated by the pieces. */
function rewrite(
  [before, after]: Edge<PostSortAction>,
  cycles: ReadonlySet<PostSortAction>,
  pieces: ReadonlyMap<PostSortAction, readonly PostSortAction[]>,
): readonly Edge<PostSortAction>[] {
  if (before.disabled || after.disabled) return []
  if (cycles.has(before) && cycles.has(after)) return []
  if (cycles.has(before)) return (pieces.get(before) ?? []).map((piece) => [piece, after])
  if (cycles.has(after)) return (pieces.get(after) ?? []).map((piece) => [before, piece])
  return [[before, after]]
}
