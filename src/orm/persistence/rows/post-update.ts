/** The extra UPDATEs of relationships with `postUpdate`: they set keys that no INSERT order could have known. */
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column, ColumnElement, Table } from '../../mapping/sql-types.js'
import { StaleDataError } from '../../errors.js'
import type { InstanceState } from '../../state/instance-state.js'
import { PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from '../../state/passive.js'
import { executeIo } from './execute.js'
import { groupConsecutive } from './group-consecutive.js'
import { shapeOf, type Parameters } from './insert-commands.js'
import { sortedTables } from '../sorted-tables.js'
import { organizeIo, type StoredState } from './organize-states.js'
import { NOTHING_RETURNED, postfetchIo } from './postfetch.js'
import { committedValueByColumnIo, valueByColumnIo } from '../state-values.js'
import { updateStatement, whereKey } from './statements.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'

interface PostUpdate {
  readonly stored: StoredState
  readonly mapping: TableMapping
  readonly parameters: Parameters
}

export function* postUpdateIo(
  baseMapper: Mapper,
  states: readonly InstanceState[],
  columns: ReadonlySet<Column>,
  uow: UOWTransaction,
): Io<void> {
  const organized = yield* organizeIo(baseMapper, states, uow)
  for (const table of sortedTables(baseMapper)) {
    const updates: PostUpdate[] = []
    for (const stored of organized) {
      const mapping = tableMapping(stored.mapper, table)
      const update = mapping ? yield* collectIo(stored, mapping, columns) : null
      if (update) updates.push(update)
    }
    yield* emitIo(uow, { baseMapper, table }, updates)
  }
}

function* collectIo(
  stored: StoredState,
  mapping: TableMapping,
  columns: ReadonlySet<Column>,
): Io<PostUpdate | null> {
  const { state, mapper } = stored
  const parameters: Parameters = {}
  let hasData = false
  for (const { column, propKey } of mapping.columns) {
    if (mapping.primaryKeys.has(column.key)) {
      parameters[whereKey(column)] = yield* valueByColumnIo(mapper, state, column, PASSIVE_OFF)
    } else if (columns.has(column) || column.onupdate !== null) {
      const history = yield* state.impl(propKey).getHistoryIo(state, PASSIVE_NO_INITIALIZE)
      if (history.added.length === 0) continue
      parameters[column.key] = history.added[0]
      hasData = true
    }
  }
  if (!hasData) return null
  yield* addVersionIo(state, mapping, parameters)
  return { stored, mapping, parameters }
}

function* addVersionIo(
  state: InstanceState,
  { versionIdCol, mapper }: TableMapping,
  parameters: Parameters,
): Io<void> {
  if (!versionIdCol) return
  const version = yield* committedValueByColumnIo(mapper, state, versionIdCol)
  parameters[whereKey(versionIdCol)] = version
  const { versionIdGenerator } = mapper
  if (state.key === null || versionIdGenerator === false || versionIdCol.key in parameters) return
  parameters[versionIdCol.key] = versionIdGenerator(version)
}

function* emitIo(
  uow: UOWTransaction,
  { baseMapper, table }: { baseMapper: Mapper; table: Table },
  updates: readonly PostUpdate[],
): Io<void> {
  const statement = updateStatement(baseMapper, table)
  const shape = ({ mapping, parameters }: PostUpdate): string => shapeOf(mapping, parameters)
  for (const group of groupConsecutive(updates, shape)) {
    const { stored, mapping } = group[0] as PostUpdate
    const { connection } = stored
    const batches = mapping.versionIdCol ? group.map((update) => [update]) : [group]
    for (const batch of batches) {
      const parameters = batch.map((update) => update.parameters)
      const result = yield* executeIo(uow, { connection, statement, parameters })
      checkMatched(table, { expected: batch.length, matched: result.rowcount })
      for (const [index, update] of batch.entries()) {
        const row = { state: update.stored.state, mapping: update.mapping, expressions: NOTHING }
        yield* postfetchIo(uow, row, { result, index, returned: NOTHING_RETURNED, isUpdate: true })
      }
    }
  }
}

const NOTHING: ReadonlyMap<Column, ColumnElement> = new Map()

function checkMatched(
  table: Table,
  { expected, matched }: { readonly expected: number; readonly matched: number },
): void {
  if (matched === expected) return
  throw new StaleDataError(
    `UPDATE statement on table '${table.fullname}' expected to update ${expected} row(s); ${matched} were matched.`,
  )
}
