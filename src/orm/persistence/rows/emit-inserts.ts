/**
 * Executes the INSERTs of one table: neighbours of the same shape together, generated keys and defaults read back.
 */
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column, Table } from '../../mapping/sql-types.js'
import { hasOwnDefault } from '../column-defaults.js'
import { FlushError } from '../errors.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'
import { executeIo } from './execute.js'
import { groupAlike } from './group-consecutive.js'
import { areAlike, prefersEagerDefaults, type RowCommand } from './insert-commands.js'
import { NOTHING_RETURNED, postfetchAllIo, postfetchIo, type Returned } from './postfetch.js'
import { insertReturning, insertStatement, withReturning, withValues } from './statements.js'

/** Where rows go. */
export interface EmitTarget {
  readonly uow: UOWTransaction
  readonly baseMapper: Mapper
  readonly table: Table
}

export function* emitInsertsIo(target: EmitTarget, commands: readonly RowCommand[]): Io<void> {
  for (const group of groupAlike(commands, areAlike)) {
    const first = group[0] as RowCommand
    if (needsNothingBack(first)) yield* insertManyIo(target, group)
    else if (isBatchable(first, group)) yield* insertReturningIo(target, group)
    else yield* insertSinglyIo(target, group)
  }
}

function needsNothingBack(command: RowCommand): boolean {
  return (
    command.hasAllKeys && command.expressions.size === 0 && columnsToFetch(command).length === 0
  )
}

function isBatchable(first: RowCommand, group: readonly RowCommand[]): boolean {
  return (
    group.length > 1 &&
    first.expressions.size === 0 &&
    first.connection.dialect.features.insertReturning
  )
}

/** Keys are known and nothing else is needed: one executemany. */
function* insertManyIo({ uow, table }: EmitTarget, group: readonly RowCommand[]): Io<void> {
  const { connection } = group[0] as RowCommand
  const result = yield* executeIo(uow, {
    connection,
    statement: insertStatement(table),
    parameters: group.map(({ parameters }) => parameters),
  })
  yield* postfetchAllIo(uow, group, (_command, index) => {
    return { result, index, returned: NOTHING_RETURNED, isUpdate: false }
  })
}

/** Rows with keys and defaults to read back: they come in the order of the objects. */
function* insertReturningIo({ uow, table }: EmitTarget, group: readonly RowCommand[]): Io<void> {
  const first = group[0] as RowCommand
  const columns = [...keysToFetch(first), ...columnsToFetch(first)]
  const result = yield* executeIo(uow, {
    connection: first.connection,
    statement: insertReturning(table, columns),
    parameters: group.map(({ parameters }) => parameters),
  })
  const rows = columns.length > 0 ? result.rawRows() : group.map(() => [])
  yield* postfetchAllIo(uow, group, (command, index) => {
    const row = rows[index]
    if (!row) throw noKey('Multi-row', command)
    const returned = { columns, values: row }
    setGeneratedKeys(command, returned)
    return { result, index, returned, isUpdate: false }
  })
}

function* insertSinglyIo(target: EmitTarget, group: readonly RowCommand[]): Io<void> {
  for (const command of group) yield* insertOneIo(target, command)
}

function* insertOneIo({ uow, table }: EmitTarget, command: RowCommand): Io<void> {
  const { connection, parameters, expressions } = command
  const columns = usesReturning(command)
    ? [...keysToFetch(command), ...columnsToFetch(command)]
    : []
  const plain = withValues(insertStatement(table), expressions)
  const statement = columns.length > 0 ? withReturning(plain, columns) : plain
  const result = yield* executeIo(uow, { connection, statement, parameters })
  const keys =
    columns.length > 0
      ? { columns, values: result.all()[0] ?? [] }
      : { columns: table.primaryKey, values: result.insertedPrimaryKey ?? [] }
  setGeneratedKeys(command, keys)
  const returned = columns.length > 0 ? keys : NOTHING_RETURNED
  yield* postfetchIo(uow, command, { result, index: 0, returned, isUpdate: false })
}

/** A single row says its key by itself; RETURNING is for more than that, and for versioned rows always. */
function usesReturning(command: RowCommand): boolean {
  const { connection, mapping } = command
  if (!connection.dialect.features.insertReturning) return false
  return columnsToFetch(command).length > 0 || mapping.mapper.versionIdCol !== null
}

/** Key columns that only the database knows the value of, or may change on its own. */
function keysToFetch({ mapping, parameters, connection }: RowCommand): readonly Column[] {
  const { insertNullPkStillAutoincrements } = connection.dialect.features
  return mapping.primaryKey.filter((column) =>
    column.key in parameters
      ? insertNullPkStillAutoincrements && mapping.table.autoincrementColumn === column
      : !hasOwnDefault(column),
  )
}

/** Columns beside the key that the database fills. */
function columnsToFetch(command: RowCommand): readonly Column[] {
  const { hasAllDefaults, mapping, connection, parameters } = command
  const { serverVersion, serverDefaults } = mapping
  if (!connection.dialect.features.insertReturning) return []
  const wantsDefaults = !hasAllDefaults && prefersEagerDefaults(mapping, connection)
  const defaults = wantsDefaults ? serverDefaults : []
  return [...new Set([...defaults, ...serverVersion])].filter(
    (column) => !column.primaryKey && !(column.key in parameters),
  )
}

function setGeneratedKeys(command: RowCommand, { columns, values }: Returned): void {
  const { state, mapping, expressions } = command
  for (const column of mapping.primaryKey) {
    const index = columns.indexOf(column)
    if (index < 0) continue
    const { key } = mapping.mapper.getPropertyByColumn(column)
    const present = state.value(key)
    if (expressions.has(column) || present === undefined || present === null) {
      state.setValue(key, values[index] ?? null)
    }
  }
}

function noKey(kind: 'Multi-row', { mapping }: RowCommand): FlushError {
  return new FlushError(
    `${kind} INSERT statement for ${mapping.mapper.toString()} did not produce the correct number of INSERTed rows ` +
      'for RETURNING.  Ensure there are no triggers or special driver issues preventing INSERT from functioning ' +
      'properly.',
  )
}
