/** Many-to-many: rows of the association table are written after both sides and deleted before them. */
import type { Io } from '../../../engine/io.js'
import type { Edge } from '../../../util/topological-sort.js'
import { warn } from '../../../util/warnings.js'
import { StaleDataError } from '../../errors.js'
import type { Table } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_INITIALIZE,
  PASSIVE_OFF,
} from '../../state/passive.js'
import type { PostSortAction } from '../unit-of-work/actions.js'
import { nonAddedOf, type StateHistory } from '../unit-of-work/history-memo.js'
import {
  deleteAssociationsIo,
  insertAssociationsIo,
  updateAssociationsIo,
  type AssociationRow,
} from '../rows/association-rows.js'
import { populateRowIo, updateRowIo } from '../sync.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import { DependencyProcessor, type PropertyActions, type StateActions } from './processor.js'

interface Rows {
  readonly deleted: AssociationRow[]
  readonly updated: AssociationRow[]
  readonly inserted: AssociationRow[]
}

/** Pairs that the other side of a bidirectional relationship has dealt with. */
class ProcessedPairs {
  readonly #pairs = new Map<InstanceState, Set<InstanceState>>()

  has(state: InstanceState, child: InstanceState): boolean {
    return this.#pairs.get(state)?.has(child) ?? false
  }

  add(state: InstanceState, child: InstanceState): void {
    const children = this.#pairs.get(state)
    if (children) children.add(child)
    else this.#pairs.set(state, new Set([child]))
  }
}

/** `sqlalchemy.orm.dependency._ManyToManyDP`. */
export class ManyToManyProcessor extends DependencyProcessor {
  protected override propertyEdges(
    _uow: UOWTransaction,
    actions: PropertyActions,
  ): readonly Edge<PostSortAction>[] {
    const { parentSaves, childSaves, parentDeletes, childDeletes, afterSave, beforeDelete } =
      actions
    return [
      [parentSaves, afterSave],
      [childSaves, afterSave],
      [afterSave, childDeletes],
      // A row switch on the parent: its old rows go before it is saved.
      [beforeDelete, parentSaves],
      [beforeDelete, parentDeletes],
      [beforeDelete, childDeletes],
      [beforeDelete, childSaves],
    ]
  }

  protected override stateEdges(
    _uow: UOWTransaction,
    { parentAction, childAction, childIsDelete, isDelete, process }: StateActions,
  ): readonly (readonly [PostSortAction | null, PostSortAction | null])[] {
    if (isDelete) {
      return [
        [process, childAction],
        [process, parentAction],
      ]
    }
    return [
      [parentAction, process],
      childIsDelete ? [process, childAction] : [childAction, process],
    ]
  }

  override *presortDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    if (this.prop.passiveDeletes) return
    for (const state of states) yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
  }

  override *presortSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    if (!this.prop.passiveUpdates) {
      for (const state of states) {
        if (yield* this.keysChangedIo(uow, state))
          yield* uow.historyIo(state, this.key, PASSIVE_OFF)
      }
    }
    if (!this.prop.cascade.deleteOrphan) return
    for (const state of states) {
      const history = yield* uow.historyIo(state, this.key, PASSIVE_NO_INITIALIZE)
      for (const child of history.deleted) {
        if (child && !this.hasParent(child)) yield* this.registerDeletedIo(uow, child)
      }
    }
  }

  override *processDeletesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const rows = noRows()
    const seen: [InstanceState, InstanceState][] = []
    for (const state of states) {
      const history = yield* uow.historyIo(state, this.key, this.passiveDeleteFlag)
      const children = present(nonAddedOf(history))
      yield* this.#collectIo(uow, state, { children, into: rows.deleted, operation: 'delete' })
      for (const child of children) seen.push([child, state])
    }
    this.#markProcessed(uow, seen)
    yield* this.#writeIo(uow, rows)
  }

  override *processSavesIo(uow: UOWTransaction, states: readonly InstanceState[]): Io<void> {
    const rows = noRows()
    const seen: [InstanceState, InstanceState][] = []
    for (const state of states) {
      const cascadesKeys = !this.prop.passiveUpdates && (yield* this.keysChangedIo(uow, state))
      const passive =
        (cascadesKeys ? PASSIVE_OFF : PASSIVE_NO_INITIALIZE) | INCLUDE_PENDING_MUTATIONS
      const history = yield* uow.historyIo(state, this.key, passive)
      const added = present(history.added)
      const deleted = present(history.deleted)
      yield* this.#collectIo(uow, state, { children: added, into: rows.inserted, operation: 'add' })
      yield* this.#collectIo(uow, state, {
        children: deleted,
        into: rows.deleted,
        operation: 'delete',
      })
      for (const child of [...added, ...deleted]) seen.push([child, state])
      if (cascadesKeys) yield* this.#collectKeyChangesIo(state, history, rows.updated)
    }
    this.#markProcessed(uow, seen)
    yield* this.#writeIo(uow, rows)
  }

  *#collectIo(
    uow: UOWTransaction,
    state: InstanceState,
    work: {
      readonly children: readonly InstanceState[]
      readonly into: AssociationRow[]
      readonly operation: 'add' | 'delete'
    },
  ): Io<void> {
    const processed = this.#processed(uow)
    for (const child of work.children) {
      if (processed?.has(state, child)) continue
      this.verifyCanLoad(child)
      if (!uow.session.containsState(child)) {
        this.#warnOutside(child, work.operation)
        continue
      }
      const row: AssociationRow = {}
      yield* populateRowIo(this.asParent(state), row, this.prop.synchronizePairs)
      yield* populateRowIo(this.asChild(child), row, this.prop.secondarySynchronizePairs)
      work.into.push(row)
    }
  }

  *#collectKeyChangesIo(
    state: InstanceState,
    { unchanged }: StateHistory,
    into: AssociationRow[],
  ): Io<void> {
    for (const child of present(unchanged)) {
      const row: AssociationRow = {}
      const { synchronizePairs, secondarySynchronizePairs } = this.prop
      yield* updateRowIo(this.asParent(state), row, 'old_', synchronizePairs)
      yield* updateRowIo(this.asChild(child), row, 'old_', secondarySynchronizePairs)
      into.push(row)
    }
  }

  *#writeIo(uow: UOWTransaction, { deleted, updated, inserted }: Rows): Io<void> {
    if (deleted.length + updated.length + inserted.length === 0) return
    const connection = yield* uow.session.flushConnectionIo(this.mapper)
    const target = { connection, table: this.prop.secondary as Table, uow }
    if (deleted.length > 0) {
      this.#check('DELETE', deleted.length, yield* deleteAssociationsIo(target, deleted))
    }
    if (updated.length > 0) {
      this.#check('UPDATE', updated.length, yield* updateAssociationsIo(target, updated))
    }
    if (inserted.length > 0) yield* insertAssociationsIo(target, inserted)
  }

  #check(verb: 'DELETE' | 'UPDATE', expected: number, matched: number | null): void {
    if (matched === null || matched === expected) return
    const { fullname } = this.prop.secondary as Table
    throw new StaleDataError(
      `${verb} statement on table '${fullname}' expected to ${verb.toLowerCase()} ${expected} row(s); ` +
        `Only ${matched} were matched.`,
    )
  }

  /** Shared with the reverse relationships; null when there are none. */
  #processed(uow: UOWTransaction): ProcessedPairs | null {
    const reverse = [...this.prop.reverseProperty]
    if (reverse.length === 0) return null
    const names = [String(this.prop), ...reverse.map(String)].sort().join(' ')
    return uow.memo(`processed ${names}`, () => new ProcessedPairs())
  }

  #markProcessed(
    uow: UOWTransaction,
    pairs: readonly (readonly [InstanceState, InstanceState])[],
  ): void {
    const processed = this.#processed(uow)
    if (processed) for (const [state, child] of pairs) processed.add(state, child)
  }

  #warnOutside(child: InstanceState, operation: 'add' | 'delete'): void {
    if (child.deletedFlag) return
    warn(
      `Object of type <${child.mapper.className}> not in session, ${operation} operation along ` +
        `'${String(this.prop)}' won't proceed`,
    )
  }
}

function noRows(): Rows {
  return { deleted: [], updated: [], inserted: [] }
}

function present(states: readonly (InstanceState | null)[]): InstanceState[] {
  return states.filter((state) => state !== null)
}
