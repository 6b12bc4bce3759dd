/**
 * INSERT of many rows that answers rows: batches of `VALUES (…), (…)` with RETURNING in place of one statement a row.
 * Where rows must come back in order and the database cannot promise it, one statement a row after all; SQLAlchemy's
 * "insertmanyvalues".
 */
import type { Column } from '../../schema/column.js'
import type { Table } from '../../schema/table.js'
import type { Insert } from '../../sql/dml/insert.js'
import type { BoundStatement } from '../../sql/compiler/compiled.js'
import type { Connection } from '../connection.js'
import type { Io } from '../io.js'
import {
  answersNow,
  runCursorsIo,
  runEachNow,
  type CursorAnswer,
  type CursorCall,
} from './cursor-call.js'
import { bindError, type ExecutionContext } from './execution-context.js'
import { writeBatch, type BatchForm } from './values-batch.js'
import { valuesTemplateOf, type ValuesTemplate } from './values-template.js'

const defaultPageSize = 1000

/** True for an INSERT with many parameter sets that this module executes. */
export function usesManyValues(
  connection: Connection,
  { compiled, many, statement }: ExecutionContext,
): boolean {
  if (!many || compiled.dml?.kind !== 'insert' || compiled.dml.multiValues) return false
  // Values are wanted back even where all of them turn out to be made on our side.
  if (compiled.returnsRows || (statement as Insert).sortByParameterOrder) return true
  return connection.dialect.insertManyValues.withoutReturning && valuesTemplateOf(compiled) !== null
}

/** Rows of all batches, in one answer. */
export function* insertManyIo(connection: Connection, context: ExecutionContext): Io<CursorAnswer> {
  const bound = bindAll(connection, context)
  const plan = planBatches(connection, context)
  if (plan === null && answersNow(connection))
    return runEachNow(connection, bound, (row, index) =>
      callOf(context, null, { batch: [row], index, count: bound.length }),
    )
  const batches = plan === null ? bound.map((one) => [one]) : chunks(bound, plan.size)
  yield* connection.autobeginIo()
  const calls = batches.map((batch, index) =>
    callOf(context, plan, { batch, index, count: batches.length }),
  )
  const answers = yield* runCursorsIo(connection, calls)
  if (plan === null) return joined(answers)
  return joined(
    answers.map((answer, index) => inOrder(answer, plan, batches[index] as BoundStatement[])),
  )
}

interface Batch {
  readonly batch: readonly BoundStatement[]
  readonly index: number
  readonly count: number
}

function callOf(
  context: ExecutionContext,
  plan: BatchPlan | null,
  { batch, index, count }: Batch,
): CursorCall {
  const { sql, parameters } =
    plan === null ? (batch[0] as BoundStatement) : writeBatch(plan.form, batch)
  return {
    sql,
    parameters,
    many: false,
    remark: () => {
      const stats = `${index + 1}/${count} (${describe(context, plan)})`
      return index === 0
        ? `${context.remark()} (insertmanyvalues) ${stats}`
        : `insertmanyvalues ${stats}`
    },
    options: context.options,
    context,
    stream: false,
  }
}

interface BatchPlan {
  readonly form: BatchForm
  /** Rows in one statement. */
  readonly size: number
  /** How returned rows are put in order again; null leaves them as they come. */
  readonly order: RowOrder | null
}

/** The column added to RETURNING for the purpose, and the parameter it equals; none where it counts up. */
interface RowOrder {
  readonly parameter: number | null
}

function bindAll(connection: Connection, context: ExecutionContext): BoundStatement[] {
  const { compiled, sets, extracted } = context
  try {
    return sets.map((set) => compiled.bind(set, extracted))
  } catch (error) {
    throw bindError(connection, context, error)
  }
}

/** Null: one statement for each row. */
function planBatches(connection: Connection, context: ExecutionContext): BatchPlan | null {
  const template = valuesTemplateOf(context.compiled)
  if (template === null) return null
  const size = pageSize(connection, context, template)
  const form = { template, dialect: connection.dialect, ...unsorted }
  if (!isSorted(context)) return { form, size, order: null }
  const { table } = context.statement as unknown as { readonly table: Table }
  const generated = table.autoincrementColumn
  if (generated !== null) {
    if (!connection.dialect.insertManyValues.ordersByCounter) return null
    // DEFAULT cannot be selected; rows of nothing else are alike anyway.
    const sorted = { ...sentinelOf(context, generated), counts: !hasOnlyDefault(template) }
    return { form: { ...form, ...sorted }, size, order: { parameter: null } }
  }
  const sentinel = table.primaryKey.length === 1 ? table.primaryKey[0] : undefined
  const parameter = sentinel === undefined ? -1 : slotOf(context, template, sentinel)
  if (sentinel === undefined || parameter < 0) return null
  return { form: { ...form, ...sentinelOf(context, sentinel) }, size, order: { parameter } }
}

const unsorted = { sentinel: null, sentinelRepeats: false, counts: false }

function sentinelOf(
  { compiled }: ExecutionContext,
  sentinel: Column,
): Pick<BatchForm, 'sentinel' | 'sentinelRepeats'> {
  const sentinelRepeats = compiled.resultColumns.some(({ name }) => name === sentinel.name)
  return { sentinel, sentinelRepeats }
}

function hasOnlyDefault({ values }: ValuesTemplate): boolean {
  return values.length === 1 && values[0]?.length === 1 && values[0][0] === 'DEFAULT'
}

function isSorted({ statement, compiled }: ExecutionContext): boolean {
  return compiled.returnsRows && (statement as Insert).sortByParameterOrder
}

function slotOf({ compiled }: ExecutionContext, template: ValuesTemplate, column: Column): number {
  const name = compiled.dml?.bindNames.get(column.key) ?? column.key
  return template.slots.findIndex((slot) => slot.name === name)
}

function pageSize(
  connection: Connection,
  { options }: ExecutionContext,
  template: ValuesTemplate,
): number {
  const { maxParameters } = connection.dialect.insertManyValues
  const perRow = template.values.flat().filter((piece) => typeof piece === 'number').length
  const fixed = template.slots.length - perRow
  const fitting = perRow === 0 ? Infinity : Math.floor((maxParameters - fixed) / perRow)
  return Math.max(1, Math.min(options.insertmanyvaluesPageSize ?? defaultPageSize, fitting))
}

function describe(context: ExecutionContext, plan: BatchPlan | null): string {
  if (!isSorted(context)) return 'unordered'
  return plan === null ? 'ordered; batch not supported' : 'ordered'
}

/** Puts the rows of a batch in the order of its parameters, and drops the column added for that. */
function inOrder(
  answer: CursorAnswer,
  plan: BatchPlan,
  batch: readonly BoundStatement[],
): CursorAnswer {
  const { order } = plan
  if (order === null) return answer
  const { result } = answer
  const rows =
    order.parameter === null ? byCounter(result.rows) : byValue(result.rows, batch, order.parameter)
  return {
    ...answer,
    result: {
      ...result,
      columns: result.columns.slice(0, -1),
      columnTypes: result.columnTypes.slice(0, -1),
      rows: rows.map((row) => row.slice(0, -1)),
    },
  }
}

/** Generated keys count up in the order in which the rows were written. */
function byCounter(rows: readonly unknown[][]): unknown[][] {
  return [...rows].sort((left, right) => Number(left.at(-1)) - Number(right.at(-1)))
}

function byValue(
  rows: readonly unknown[][],
  batch: readonly BoundStatement[],
  parameter: number,
): unknown[][] {
  const found = new Map(rows.map((row) => [comparable(row.at(-1)), row]))
  const ordered = batch.map(({ parameters }) => found.get(comparable(parameters[parameter])))
  return ordered.some((row) => row === undefined) ? [...rows] : (ordered as unknown[][])
}

/** A key as the driver answers it may differ in form from the key as it was sent. */
function comparable(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? JSON.stringify(value)
    : String(value).toLowerCase()
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size))
  return parts
}

function joined(answers: readonly CursorAnswer[]): CursorAnswer {
  const [first] = answers as [CursorAnswer, ...CursorAnswer[]]
  if (answers.length === 1) return first
  const rows = answers.flatMap((answer) => answer.result.rows)
  const rowCount = answers.reduce((sum, answer) => sum + Math.max(0, answer.result.rowCount), 0)
  return { ...first, result: { ...first.result, rows, rowCount } }
}
