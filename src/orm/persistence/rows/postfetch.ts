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
  readonly returned: ReadonlyMap<Column, unknown>
  readonly isUpdate: boolean
}

export function* postfetchIo(uow: UOWTransaction, row: WrittenRow, outcome: Outcome): Io<void> {
  const { state, mapping } = row
  const refreshed = [...takeReturned(row, outcome), ...takePrefetched(row, outcome)]
  if (refreshed.length > 0 && state.manager.dispatch.has('refreshFlush')) {
    state.manager.dispatch.emit('refreshFlush', state, uow, refreshed)
  }
  const stale = staleKeys(row, outcome)
  if (stale.length > 0) state.expireAttributes(stale)
  for (const { mapper, pairs } of mapping.equated) {
    const end = { state, mapper }
    yield* populateIo(end, end, pairs, { uow, flag: mapping.mapper.passiveUpdates })
  }
}

function takeReturned({ state, mapping }: WrittenRow, outcome: Outcome): string[] {
  const keys: string[] = []
  for (const [column, value] of outcome.returned) {
    // Generated keys of an INSERT have been taken already.
    if (column.primaryKey && !outcome.isUpdate) continue
    const property = mapping.mapper.columnToProperty.get(column)
    if (!property) continue
    state.setValue(property.key, value)
    keys.push(property.key)
  }
  return keys
}

function takePrefetched({ state, mapping }: WrittenRow, { result, index }: Outcome): string[] {
  const parameters = result.facts.dml?.parameters[index] ?? {}
  const keys: string[] = []
  const prefetched = result.prefetchCols() as readonly Column[]
  const { versionIdCol } = mapping
  for (const column of versionIdCol ? [...prefetched, versionIdCol] : prefetched) {
    const property = mapping.mapper.columnToProperty.get(column)
    if (!property || !(column.key in parameters)) continue
    state.setValue(property.key, parameters[column.key] ?? null)
    state.committedState.delete(property.key)
    keys.push(property.key)
  }
  return keys
}

function staleKeys({ mapping, expressions }: WrittenRow, outcome: Outcome): string[] {
  const columns = new Set(outcome.result.postfetchCols() as readonly Column[])
  if (outcome.isUpdate) {
    for (const column of expressions.keys()) if (column.primaryKey) columns.add(column)
  }
  for (const column of outcome.returned.keys()) columns.delete(column)
  const keys: string[] = []
  for (const column of columns) {
    const property = mapping.mapper.columnToProperty.get(column)
    if (property) keys.push(property.key)
  }
  return keys
}
