/** Executes the UPDATEs of one table and compares how many rows they met. */
import type { Io } from '../../../engine/io.js'
import { StaleDataError } from '../../errors.js'
import type { Column, Table } from '../../mapping/sql-types.js'
import type { EmitTarget } from './emit-inserts.js'
import { executeIo, type DmlResult } from './execute.js'
import { groupAlike } from './group-consecutive.js'
import { areAlike, type RowCommand } from './insert-commands.js'
import { NOTHING_RETURNED, postfetchAllIo, postfetchIo, type Returned } from './postfetch.js'
import { updateStatement, withReturning, withValues, type UpdateStatement } from './statements.js'

export function* emitUpdatesIo(target: EmitTarget, commands: readonly RowCommand[]): Io<void> {
  for (const group of groupAlike(commands, areAlike)) {
    yield* emitGroupIo(target, group)
  }
}

function* emitGroupIo(target: EmitTarget, group: readonly RowCommand[]): Io<void> {
  const first = group[0] as RowCommand
  const prepared = statementFor(target, first)
  const singly =
    first.expressions.size > 0 || prepared.columns.length > 0 || first.mapping.versionIdCol !== null
  const rows = singly
    ? yield* updateSinglyIo(target, group, prepared)
    : yield* updateManyIo(target, group, prepared.statement)
  checkUpdatedRows(target.table, group.length, rows)
}

interface StatementFor {
  readonly statement: UpdateStatement
  /** Columns that are read back. */
  readonly columns: readonly Column[]
}

function statementFor(
  { baseMapper, table }: EmitTarget,
  { mapping, hasAllKeys, hasAllDefaults }: RowCommand,
): StatementFor {
  const columns = [
    ...(hasAllKeys ? [] : mapping.primaryKey),
    ...(hasAllDefaults || baseMapper.eagerDefaults !== true ? [] : mapping.serverOnupdates),
    ...mapping.serverVersion,
  ]
  const plain = updateStatement(baseMapper, table)
  if (columns.length === 0) return { statement: plain, columns }
  return { statement: withReturning(plain, columns), columns }
}

function* updateSinglyIo(
  { uow }: EmitTarget,
  group: readonly RowCommand[],
  { statement, columns }: StatementFor,
): Io<number> {
  let rows = 0
  for (const command of group) {
    const { connection, parameters, expressions } = command
    const result = yield* executeIo(uow, {
      connection,
      statement: withValues(statement, expressions),
      parameters,
    })
    rows += result.rowcount
    yield* postfetchIo(uow, command, {
      result,
      index: 0,
      returned: returnedOf(columns, result),
      isUpdate: true,
    })
  }
  return rows
}

function* updateManyIo(
  { uow }: EmitTarget,
  group: readonly RowCommand[],
  statement: UpdateStatement,
): Io<number> {
  const { connection } = group[0] as RowCommand
  const parameters = group.map((command) => command.parameters)
  const result = yield* executeIo(uow, { connection, statement, parameters })
  yield* postfetchAllIo(uow, group, (_command, index) => {
    return { result, index, returned: NOTHING_RETURNED, isUpdate: true }
  })
  return result.rowcount
}

function returnedOf(columns: readonly Column[], result: DmlResult): Returned {
  return columns.length === 0 ? NOTHING_RETURNED : { columns, values: result.all()[0] ?? [] }
}

/** @throws StaleDataError when rows were missed */
export function checkUpdatedRows(table: Table, expected: number, matched: number): void {
  if (matched === expected) return
  throw new StaleDataError(
    `UPDATE statement on table '${table.fullname}' expected to update ${expected} row(s); ${matched} were matched.`,
  )
}
