/** What INSERT, UPDATE and DELETE need around their execution: default values before, generated keys after. */
import { Column } from '../../schema/column.js'
import type { ColumnDefault, DefaultContext } from '../../schema/defaults.js'
import type { Compiled, DmlInfo, ParameterValues } from '../../sql/compiler/compiled.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { Connection } from '../connection.js'
import type { DmlFacts } from '../result/cursor-result.js'
import { ResultMetaData } from '../result/result-metadata.js'
import type { Row } from '../row.js'
import type { ExecutionContext } from './execution-context.js'
import type { CursorAnswer } from './cursor-call.js'
import type { ParameterSet } from './parameters.js'

/** The parameter sets with the values that defaults make for each row. */
export function withDefaults(
  connection: Connection,
  compiled: Compiled,
  sets: readonly ParameterSet[],
): readonly ParameterValues[] {
  const { dml } = compiled
  if (dml === null || dml.prefetch.length === 0) return sets
  return (sets.length === 0 ? [{}] : sets).map((set) => filledIn(connection, dml, set))
}

function filledIn(connection: Connection, dml: DmlInfo, set: ParameterSet): ParameterValues {
  const values: Record<string, unknown> = { ...set }
  const context: DefaultContext = { currentParameters: values, connection }
  for (const column of dml.prefetch) {
    const name = parameterOf(dml, column)
    if (name in values) continue
    const made = defaultOf(dml, column)
    if (made !== null) values[name] = made.evaluate(context)
  }
  return values
}

function defaultOf(dml: DmlInfo, column: ColumnElement): ColumnDefault | null {
  if (!(column instanceof Column)) return null
  return dml.kind === 'update' ? column.onupdate : column.default
}

function parameterOf(dml: DmlInfo, column: ColumnElement): string {
  const key = String(column.key)
  return dml.bindNames.get(key) ?? key
}

/** What the result tells about the rows written; null for statements that are no DML. */
export function dmlFactsOf(
  context: ExecutionContext,
  answer: CursorAnswer,
  metadata: ResultMetaData,
): DmlFacts | null {
  const { dml } = context.compiled
  if (dml === null) return null
  const returned = dml.implicitReturning.length > 0 ? answer.result.rows : []
  return {
    kind: dml.kind,
    insertedPrimaryKeys: dml.kind === 'insert' ? insertedKeys(context, answer, metadata) : [],
    returnedDefaults: returned.map((row) => metadata.makeRow(row)),
    parameters: context.sets,
    prefetchColumns: dml.prefetch,
    postfetchColumns: dml.postfetch,
  }
}

function insertedKeys(
  context: ExecutionContext,
  answer: CursorAnswer,
  metadata: ResultMetaData,
): Row[] {
  const { dml, statement } = context.compiled
  if (dml === null || dml.multiValues || dml.fromSelect) return []
  const { table } = statement as unknown as {
    readonly table?: { readonly primaryKey?: readonly Column[] }
  }
  const columns = table?.primaryKey ?? []
  const keys = new ResultMetaData(columns.map((column) => ({ key: column.key, objects: [column] })))
  const sets = context.sets.length === 0 ? [{}] : context.sets
  return sets.map((set, index) =>
    keys.makeRow(
      columns.map((column) => keyValue({ context, answer, metadata }, column, set, index)),
    ),
  )
}

interface Inserted {
  readonly context: ExecutionContext
  readonly answer: CursorAnswer
  readonly metadata: ResultMetaData
}

/** From RETURNING, from the values sent, or from what the driver says about the last row. */
function keyValue(
  { context, answer, metadata }: Inserted,
  column: Column,
  set: ParameterValues,
  row: number,
): unknown {
  const position = metadata.find(column)
  const returned = answer.result.rows[row]
  if (position !== null && returned !== undefined) return returned[position]
  const { dml, binds } = context.compiled
  const name = dml === null ? column.key : parameterOf(dml, column)
  const sent =
    name in set ? set[name] : binds.find((slot) => slot.name === name)?.bind.effectiveValue
  if (sent !== undefined && sent !== null) return sent
  return context.many ? null : answer.result.lastInsertId
}
