/** What INSERT, UPDATE and DELETE need around their execution: default values before, generated keys after. */
import { Column } from '../../schema/column.js'
import { keepShape } from '../../util/kept-shapes.js'
import type { ColumnDefault } from '../../schema/defaults.js'
import type { Table } from '../../schema/table.js'
import type { Compiled, DmlInfo, ParameterValues } from '../../sql/compiler/compiled.js'
import type { BindParameter } from '../../sql/elements/bind-parameter.js'
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
  { sets, extracted }: Given,
): readonly ParameterValues[] {
  const { dml } = compiled
  if (dml === null || dml.prefetchBinds.length === 0) return sets
  const own = compiled.ownValues(extracted)
  return (sets.length === 0 ? [{}] : sets).map((set) => filledIn(connection, dml, { own, set }))
}

/** What a statement is executed with. */
interface Given {
  readonly sets: readonly ParameterSet[]
  readonly extracted: readonly BindParameter[] | null
}

/** A default wins over what only a later one of many sets says: the columns are those of the first. */
function filledIn(
  connection: Connection,
  dml: DmlInfo,
  { own, set }: { readonly own: ParameterValues; readonly set: ParameterSet },
): ParameterValues {
  const values: Record<string, unknown> = { ...set }
  for (const { name, column } of dml.prefetchBinds) {
    const made = defaultOf(dml, column)
    if (made === null) continue
    const all = { ...own, ...values }
    const currentParameters = dml.multiValues ? ofRow(dml, all, name) : all
    const value = made.evaluate({ currentParameters, connection })
    if (value !== null && value !== undefined) values[name] = value
  }
  return values
}

/** The parameters of one row of `VALUES (…), (…)`, by column key: `name_m1` belongs to the second. */
function ofRow(dml: DmlInfo, all: ParameterValues, name: string): ParameterValues {
  const suffix = /_m\d+$/.exec(name)?.[0] ?? '_m0'
  const isFirst = suffix === '_m0'
  const made = new Set(dml.prefetch.map((column) => String(column.key)))
  const entries = Object.entries(all).flatMap(([key, value]) => {
    if (key.endsWith(suffix)) return [[key.slice(0, -suffix.length), value] as const]
    return isFirst && made.has(key) ? [[key, value] as const] : []
  })
  return Object.fromEntries(entries)
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
  return new WrittenFacts(dml, { context, answer, metadata })
}

/** Rows of keys and defaults are made when somebody asks: a flush takes what it needs from the answer itself. */
class WrittenFacts implements DmlFacts {
  readonly kind: DmlFacts['kind']
  readonly returning: boolean
  readonly prefetchColumns: readonly unknown[]
  readonly postfetchColumns: readonly unknown[]
  readonly #dml: DmlInfo
  readonly #written: Written
  #parameters: readonly ParameterValues[] | null = null
  #keys: readonly Row[] | null = null
  #defaults: readonly Row[] | null = null

  constructor(dml: DmlInfo, written: Written) {
    this.kind = dml.kind
    this.returning = dml.returning
    this.prefetchColumns = dml.prefetch
    this.postfetchColumns = dml.postfetch
    this.#dml = dml
    this.#written = written
  }

  get parameters(): readonly ParameterValues[] {
    return (this.#parameters ??= parametersOf(this.#written.context))
  }

  get insertedPrimaryKeys(): readonly Row[] {
    if (this.kind !== 'insert') return []
    return (this.#keys ??= insertedKeys(this.#written))
  }

  get returnedDefaults(): readonly Row[] {
    const { answer, metadata } = this.#written
    if (this.#dml.implicitReturning.length === 0) return []
    return (this.#defaults ??= answer.result.rows.map((row) => metadata.makeRow(row)))
  }
}

/** All parameters of each execution, with those the statement brought itself. */
function parametersOf({ compiled, sets, extracted }: ExecutionContext): readonly ParameterValues[] {
  const own = compiled.ownValues(extracted)
  return (sets.length === 0 ? [{}] : sets).map((set) => ({ ...own, ...set }))
}

function insertedKeys(written: Written): Row[] {
  const { context } = written
  const { dml, statement } = context.compiled
  if (dml === null || dml.multiValues) return []
  const { table } = statement as unknown as {
    readonly table?: Partial<Pick<Table, 'primaryKey' | 'autoincrementColumn'>>
  }
  const columns = table?.primaryKey ?? []
  const generated = table?.autoincrementColumn ?? null
  const keys = new ResultMetaData(columns.map((column) => ({ key: column.key, objects: [column] })))
  const sets = context.sets.length === 0 ? [{}] : context.sets
  // Nobody tells which rows a SELECT made.
  if (dml.fromSelect) return sets.map(() => keys.makeRow(columns.map(() => null)))
  return sets.map((set, index) =>
    keys.makeRow(columns.map((column) => keyValue({ ...written, generated }, column, set, index))),
  )
}

interface Written {
  readonly context: ExecutionContext
  readonly answer: CursorAnswer
  readonly metadata: ResultMetaData
}

interface Inserted extends Written {
  /** The column that the database counts up. */
  readonly generated: Column | null
}

/** From RETURNING, from the values sent, or from what the driver says about the last row. */
function keyValue(
  { context, answer, metadata, generated }: Inserted,
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
  return context.many || column !== generated ? null : answer.result.lastInsertId
}

const nothing: DmlInfo = {
  kind: 'insert',
  prefetch: [],
  prefetchBinds: [],
  postfetch: [],
  implicitReturning: [],
  returning: false,
  inline: false,
  multiValues: false,
  fromSelect: false,
  bindNames: new Map(),
}
keepShape(new WrittenFacts(nothing, {} as Written))
