/** Deletes the rows of objects of one hierarchy, children's tables first; `sqlalchemy.orm.persistence._delete_obj`. */
import type { Io } from '../../../engine/io.js'
import { warn } from '../../../util/warnings.js'
import { StaleDataError } from '../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { EmitTarget } from './emit-inserts.js'
import { FlushError } from '../errors.js'
import { executeIo } from './execute.js'
import type { Parameters } from './insert-commands.js'
import { mapperDispatch } from '../mapper-events.js'
import { sortedTables } from '../sorted-tables.js'
import { organizeIo, type StoredState } from './organize-states.js'
import { committedInMemory, committedValueByColumnIo } from '../state-values.js'
import { deleteStatement } from './statements.js'
import { tableMapping, type TableMapping } from '../table-mapping.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'

interface StateToDelete extends StoredState {
  readonly versionId: unknown
}

export function* deleteObjectsIo(
  baseMapper: Mapper,
  states: Iterable<InstanceState>,
  uow: UOWTransaction,
): Io<void> {
  const doomed = yield* organizeForDeleteIo(baseMapper, states, uow)
  for (const table of [...sortedTables(baseMapper)].reverse()) {
    const rows: Parameters[] = []
    for (let index = 0; index < doomed.length; index += 1) {
      const stored = doomed[index] as StateToDelete
      const mapping = tableMapping(stored.mapper, table)
      if (!mapping || mapping.leavesDeletes) continue
      rows.push(rowKeyInMemory(stored, mapping) ?? (yield* rowKeyIo(stored, mapping)))
    }
    const connection = doomed[0]?.connection
    if (connection && rows.length > 0) {
      yield* emitDeletesIo({ uow, baseMapper, table }, { connection, rows })
    }
  }
  for (const { state, mapper, connection } of doomed) {
    const dispatch = mapperDispatch(mapper)
    if (dispatch.has('afterDelete')) dispatch.emit('afterDelete', mapper, connection, state)
  }
}

function* organizeForDeleteIo(
  baseMapper: Mapper,
  states: Iterable<InstanceState>,
  uow: UOWTransaction,
): Io<StateToDelete[]> {
  const doomed: StateToDelete[] = []
  const all = yield* organizeIo(baseMapper, states, uow)
  for (let index = 0; index < all.length; index += 1) {
    const stored = all[index] as StoredState
    const { state, mapper, connection } = stored
    const dispatch = mapperDispatch(mapper)
    if (dispatch.has('beforeDelete')) dispatch.emit('beforeDelete', mapper, connection, state)
    const versionId = mapper.versionIdCol
      ? yield* committedValueByColumnIo(mapper, state, mapper.versionIdCol)
      : null
    doomed.push({ state, mapper, connection, versionId })
  }
  return doomed
}

/** The key of a row without version whose key attributes are loaded and unchanged; null: ask `rowKeyIo`. */
function rowKeyInMemory(
  { state, mapper }: StateToDelete,
  { primaryKey, versionIdCol }: TableMapping,
): Parameters | null {
  if (versionIdCol !== null) return null
  const parameters: Parameters = {}
  for (const column of primaryKey) {
    const value = committedInMemory(mapper, state, column)
    if (value === undefined || value === null) return null
    parameters[column.key] = value
  }
  return parameters
}

function* rowKeyIo(
  { state, mapper, versionId }: StateToDelete,
  mapping: TableMapping,
): Io<Parameters> {
  const parameters: Parameters = {}
  for (const column of mapping.primaryKey) {
    const value = yield* committedValueByColumnIo(mapper, state, column)
    if (value === null || value === undefined) {
      throw new FlushError(
        `Can't delete from table ${mapping.table.fullname} using NULL for primary key value on column ${column.describe()}`,
      )
    }
    parameters[column.key] = value
  }
  if (mapping.versionIdCol && versionId !== null) parameters[mapping.versionIdCol.key] = versionId
  return parameters
}

function* emitDeletesIo(
  target: EmitTarget,
  { connection, rows }: { connection: StoredState['connection']; rows: readonly Parameters[] },
): Io<void> {
  const { uow, baseMapper, table } = target
  const statement = deleteStatement(baseMapper, table)
  const { rowcount } = yield* executeIo(uow, { connection, statement, parameters: rows })
  if (!baseMapper.confirmDeletedRows || rowcount < 0 || rowcount === rows.length) return
  reportMismatch({
    table: table.fullname,
    expected: rows.length,
    matched: rowcount,
    warnOnly: !isVersioned(target),
  })
}

function isVersioned({ baseMapper, table }: EmitTarget): boolean {
  const { versionIdCol } = baseMapper
  return versionIdCol !== null && tableMapping(baseMapper, table)?.versionIdCol != null
}

function reportMismatch(facts: {
  readonly table: string
  readonly expected: number
  readonly matched: number
  readonly warnOnly: boolean
}): void {
  const message =
    `DELETE statement on table '${facts.table}' expected to delete ${facts.expected} row(s); ` +
    `${facts.matched} were matched.  Please set confirm_deleted_rows=False within the mapper configuration ` +
    'to prevent this warning.'
  if (!facts.warnOnly) throw new StaleDataError(message)
  warn(message)
}
