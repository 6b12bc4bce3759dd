/**
 * After one row was written: values the database or defaults on our side made go into the object, values nobody knows
 * are expired, keys flow to the tables below.
 */
import type { Io } from '../../../engine/io.js'
import type { Column, ColumnElement } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import { populateIo } from '../sync.js'
import type { TableMapping } from '../table-mapping.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import type { DmlResult } from './execute.js'

/** What of a command is needed afterwards. */
export interface WrittenRow {
  readonly state: InstanceState
  readonly mapping: TableMapping
  readonly expressions: ReadonlyMap<Column, ColumnElement>
}

export interface Outcome {
  readonly result: DmlResult
  /** Which of the parameter sets, and rows answered, is this row's. */
  readonly index: number
  /** Values that came back with the statement. */
  readonly returned: Returned
  readonly isUpdate: boolean
}

/** Columns read back, and their values of one row. */
export interface Returned {
  readonly columns: readonly Column[]
  readonly values: readonly unknown[]
}

export const NOTHING_RETURNED: Returned = { columns: [], values: [] }

export function* postfetchIo(uow: UOWTransaction, row: WrittenRow, outcome: Outcome): Io<void> {
  takeValues(uow, row, outcome)
  if (row.mapping.equated.length > 0) yield* passKeysDownIo(uow, row)
}

/** The same for the rows of one statement; `outcomeOf` says what came back with each. */
export function* postfetchAllIo<Row extends WrittenRow>(
  uow: UOWTransaction,
  rows: readonly Row[],
  outcomeOf: (row: Row, index: number) => Outcome,
): Io<void> {
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as Row
    takeValues(uow, row, outcomeOf(row, index))
    if (row.mapping.equated.length > 0) yield* passKeysDownIo(uow, row)
  }
}

function takeValues(uow: UOWTransaction, row: WrittenRow, outcome: Outcome): void {
  const { state } = row
  const returned = takeReturned(row, outcome)
  const prefetched = takePrefetched(row, outcome)
  const isRefreshed = returned.length + prefetched.length > 0
  if (isRefreshed && state.manager.dispatch.has('refreshFlush')) {
    state.manager.dispatch.emit('refreshFlush', state, uow, [...returned, ...prefetched])
  }
  const stale = staleKeys(row, outcome)
  if (stale.length > 0) state.expireAttributes(stale)
}

function* passKeysDownIo(uow: UOWTransaction, { state, mapping }: WrittenRow): Io<void> {
  for (const { mapper, pairs } of mapping.equated) {
    const end = { state, mapper }
    yield* populateIo(end, end, pairs, { uow, flag: mapping.mapper.passiveUpdates })
  }
}

const NONE: readonly string[] = []

function takeReturned({ state, mapping }: WrittenRow, outcome: Outcome): readonly string[] {
  const { columns, values } = outcome.returned
  let keys: string[] | null = null
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] as Column
    // Generated keys of an INSERT have been taken already.
    if (column.primaryKey && !outcome.isUpdate) continue
    const property = mapping.mapper.columnToProperty.get(column)
    if (!property) continue
    state.setValue(property.key, values[index] ?? null)
    ;(keys ??= []).push(property.key)
  }
  return keys ?? NONE
}

function takePrefetched(
  { state, mapping }: WrittenRow,
  { result, index }: Outcome,
): readonly string[] {
  const prefetched = result.prefetchCols() as readonly Column[]
  const { versionIdCol } = mapping
  if (prefetched.length === 0 && versionIdCol === null) return NONE
  const parameters = result.facts.dml?.parameters[index] ?? {}
  const keys: string[] = []
  for (const column of versionIdCol ? [...prefetched, versionIdCol] : prefetched) {
    const property = mapping.mapper.columnToProperty.get(column)
    if (!property || !(column.key in parameters)) continue
    state.setValue(property.key, parameters[column.key] ?? null)
    state.committedState.delete(property.key)
    keys.push(property.key)
  }
  return keys
}

function staleKeys({ mapping, expressions }: WrittenRow, outcome: Outcome): readonly string[] {
  const postfetched = outcome.result.postfetchCols() as readonly Column[]
  if (postfetched.length === 0 && expressions.size === 0) return NONE
  const columns = new Set(postfetched)
  if (outcome.isUpdate) {
    for (const column of expressions.keys()) if (column.primaryKey) columns.add(column)
  }
  for (const column of outcome.returned.columns) columns.delete(column)
  const keys: string[] = []
  for (const column of columns) {
    const property = mapping.mapper.columnToProperty.get(column)
    if (property) keys.push(property.key)
  }
  return keys
}
