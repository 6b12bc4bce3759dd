/**
 * Which columns an INSERT or UPDATE sets, and to what: given values, parameters of the execution, defaults. Decides
 * too what has to be read back. The counterpart of `sqlalchemy.sql.crud`.
 */
import { CompileError } from '../../errors.js'
import { BindParameter } from '../../elements/bind-parameter.js'
import { ClauseElement } from '../../elements/clause-element.js'
import { coerceExpression } from '../../elements/coercions.js'
import { ColumnClause } from '../../elements/column-clause.js'
import type { ColumnElement } from '../../elements/column-element.js'
import type { DmlPair } from '../../dml/dml-base.js'
import type { Insert } from '../../dml/insert.js'
import type { Update } from '../../dml/update.js'
import { nameKey } from '../../names.js'
import type { FromClause } from '../../selectable/from-clause.js'
import type { Context, SqlCompiler } from '../compiler.js'
import { CrudParameterBind, CrudPlan, type DmlColumn, type DmlDefault } from './crud-plan.js'
import { warnAboutUnanticipatedKey } from './unanticipated-key.js'

const REQUIRED: unique symbol = Symbol('required')

type Values = Map<string, unknown>

/** Columns and values of an INSERT or UPDATE. @throws CompileError for names the table does not have */
export function crudParameters(
  statement: Insert | Update,
  compiler: SqlCompiler,
  options: {
    readonly context: Context
    readonly toplevel: boolean
    readonly extraFroms?: readonly FromClause[]
  },
): CrudPlan {
  return statement.kind === 'insert'
    ? new InsertScan(statement, compiler, options).run()
    : new UpdateScan(statement, compiler, options).run()
}

interface ScanOptions {
  readonly context: Context
  readonly toplevel: boolean
  readonly extraFroms?: readonly FromClause[]
}

abstract class CrudScan<S extends Insert | Update> {
  protected readonly plan = new CrudPlan()
  protected readonly values: Values
  /** Values of columns of other tables (UPDATE … FROM on MySQL). */
  protected readonly foreign: DmlPair[] = []
  private readonly stated = new Set<string>()

  constructor(
    protected readonly statement: S,
    protected readonly compiler: SqlCompiler,
    protected readonly options: ScanOptions,
  ) {
    this.values = new Map((compiler.options.columnKeys ?? []).map((key) => [key, REQUIRED]))
  }

  run(): CrudPlan {
    if (this.isBare()) this.allColumns()
    else this.scan()
    return this.plan
  }

  protected abstract firstRow(): readonly DmlPair[]
  protected abstract missing(column: DmlColumn): void
  protected abstract given(column: DmlColumn, value: unknown): void

  /** Neither values nor parameters: the statement as an example, with all columns. */
  private isBare(): boolean {
    return (
      this.compiler.options.columnKeys === undefined &&
      this.firstRow().length === 0 &&
      !this.hasValues()
    )
  }

  protected hasValues(): boolean {
    return this.statement.valuePairs !== null
  }

  private allColumns(): void {
    for (const column of this.tableColumns()) this.add(column, this.parameter(column, REQUIRED))
  }

  private scan(): void {
    this.readPairs()
    for (const column of this.columnsInOrder()) {
      const key = keyOf(column)
      if (this.values.has(key)) this.given(column, this.take(key))
      else this.missing(column)
    }
    this.checkConsumed()
  }

  protected tableColumns(): readonly DmlColumn[] {
    return this.statement.table.columns.values()
  }

  protected columnsInOrder(): readonly DmlColumn[] {
    return this.tableColumns()
  }

  private readPairs(): void {
    for (const [target, value] of this.firstRow()) {
      if (typeof target !== 'string' && this.isForeign(target)) {
        this.foreign.push([target, value])
        continue
      }
      if (typeof target !== 'string' && !isColumn(target)) {
        this.addExpression(target, value)
        continue
      }
      const key = this.keyOfTarget(target)
      this.values.set(key, value)
      this.stated.add(key)
    }
  }

  /** `SET items[1] = …`: an expression is written as it is. */
  private addExpression(target: ColumnElement, value: unknown): void {
    const columnText = this.compiler.process(target, { includeTable: this.tableInExpressions })
    const typed =
      value instanceof BindParameter && value.type.isNull ? value.withType(target.type) : value
    this.plan.parameters.push({
      column: target,
      columnText,
      value: this.expression(coerceExpression(typed, target.type)),
    })
  }

  /** Whether columns in such expressions are written with their table. */
  protected get tableInExpressions(): boolean {
    return false
  }

  private keyOfTarget(target: ColumnElement | string): string {
    if (typeof target !== 'string') {
      const own = this.statement.table.correspondingColumn(target)
      return keyOf(own ?? target)
    }
    if (this.statement.table.columns.has(target)) return target
    return keyOf(this.tableColumns().find((column) => column.name === target) ?? target)
  }

  /** Of another table: UPDATE may set such a column, INSERT does not know it. */
  protected isForeign(column: ColumnElement): boolean {
    return column.table !== null && this.statement.table.correspondingColumn(column) === null
  }

  private take(key: string): unknown {
    const value = this.values.get(key)
    this.values.delete(key)
    return value
  }

  private checkConsumed(): void {
    const unknown = [...this.values.keys()].filter((key) => this.stated.has(key))
    if (unknown.length > 0) throw new CompileError(`Unconsumed column names: ${unknown.join(', ')}`)
  }

  // --- texts -----------------------------------------------------------------------------------------------

  protected add(column: ColumnElement, value: string): void {
    this.plan.parameters.push({ column, columnText: this.columnText(column), value })
  }

  protected columnText(column: ColumnElement): string {
    const quote = 'quote' in column ? (column.quote as boolean | null) : null
    return this.compiler.quote(this.compiler.nameOf(column.name ?? ''), quote)
  }

  /** A parameter named after the column. */
  protected parameter(column: ColumnElement, value: unknown, name = keyOf(column)): string {
    const required = value === REQUIRED
    const bind = new CrudParameterBind(name, {
      value: required ? null : value,
      type: column.type,
      required,
    })
    this.plan.bindNames.set(keyOf(column), name)
    return this.compiler.process(bind, this.inner())
  }

  /** A parameter whose value the column's default makes before each execution. */
  protected prefetched(column: ColumnElement, name = keyOf(column)): string {
    this.plan.prefetch.push({ name, column })
    const bind = new CrudParameterBind(name, { value: null, type: column.type, required: false })
    this.plan.bindNames.set(keyOf(column), name)
    return this.compiler.process(bind, this.inner())
  }

  protected expression(element: ClauseElement): string {
    return this.compiler.process(element.selfGroup(), this.inner())
  }

  /** A value the user gave: text of an expression, or a parameter. */
  protected valueText(column: ColumnElement, value: unknown, name = keyOf(column)): string {
    if (value instanceof BindParameter) return this.bindText(column, value, name)
    return value instanceof ClauseElement
      ? this.expression(value)
      : this.parameter(column, value, name)
  }

  /** Values of their own take the column's name; parameters the user named keep theirs. */
  private bindText(column: ColumnElement, bind: BindParameter, name: string): string {
    if (!bind.unique || !this.options.toplevel) {
      return this.compiler.process(
        bind.type.isNull ? bind.withType(column.type) : bind,
        this.inner(),
      )
    }
    this.plan.bindNames.set(keyOf(column), name)
    return this.compiler.process(bind.asCrud(name, column.type), this.inner())
  }

  protected inner(): Context {
    return this.options.context
  }
}

class InsertScan extends CrudScan<Insert> {
  private readonly needsKeys = this.decideNeedsKeys()
  private readonly usesReturning = this.needsKeys && this.decideReturning()

  override run(): CrudPlan {
    const plan = super.run()
    if (this.statement.multiValues.length > 0) this.addRows()
    else if (plan.parameters.length === 0) this.addDefault()
    return plan
  }

  /** Rows of nothing but defaults can be written in one statement only if they name a column. */
  private addDefault(): void {
    const { options, dialect } = this.compiler
    const { defaultMetavalue } = dialect.features
    if (!options.forExecutemany || defaultMetavalue === null) return
    const [first] = this.tableColumns()
    if (first) this.add(first, defaultMetavalue)
  }

  protected override firstRow(): readonly DmlPair[] {
    return this.statement.multiValues[0] ?? this.statement.valuePairs ?? []
  }

  protected override isForeign(): boolean {
    return false
  }

  protected override hasValues(): boolean {
    return (
      super.hasValues() || this.statement.multiValues.length > 0 || this.statement.select !== null
    )
  }

  private decideNeedsKeys(): boolean {
    const { inlineFlag, returningColumns, multiValues } = this.statement
    const many = this.compiler.options.forExecutemany ?? false
    return (
      this.options.toplevel &&
      !inlineFlag &&
      !many &&
      returningColumns.length === 0 &&
      multiValues.length === 0
    )
  }

  /** Generated keys are fetched by RETURNING where the driver does not simply say the last one. */
  private decideReturning(): boolean {
    const { features } = this.compiler.dialect
    const lastRowId = features.postfetchLastrowid && autoincrementOf(this.statement.table) !== null
    const wanted = this.statement.returnDefaultsFlag
    return features.insertReturning && features.implicitReturning && (!lastRowId || wanted)
  }

  private get returnedDefaults(): ReadonlySet<ColumnElement> | null {
    if (!this.usesReturning || !this.statement.returnDefaultsFlag) return null
    const columns = this.statement.returnDefaultsColumns
    return new Set(
      (columns.length > 0 ? columns : this.tableColumns()).map(
        (column) => column.identity as ColumnElement,
      ),
    )
  }

  protected override given(column: DmlColumn, value: unknown): void {
    const many = this.statement.multiValues.length > 0
    this.add(column, this.valueText(column, value, many ? `${keyOf(column)}_m0` : keyOf(column)))
    if (!(value instanceof ClauseElement) || value instanceof BindParameter) {
      if (this.mayStillGenerate(column, value)) this.plan.implicitReturning.push(column)
    } else if (!column.primaryKey) this.readBack(column)
    else if (this.usesReturning) this.plan.implicitReturning.push(column)
  }

  /** A key whose value is given with the execution, or is NULL, where the database generates one in its place. */
  private mayStillGenerate(column: DmlColumn, value: unknown): boolean {
    const { insertNullPkStillAutoincrements } = this.compiler.dialect.features
    if (!insertNullPkStillAutoincrements || !this.usesReturning) return false
    if (value instanceof BindParameter && value.value !== null) return false
    return (
      this.statement.multiValues.length === 0 && autoincrementOf(this.statement.table) === column
    )
  }

  protected override missing(column: DmlColumn): void {
    const made = column.default ?? null
    if (column.primaryKey && this.needsKeys) this.missingKey(column)
    else if (made) this.withDefault(column, made)
    else if (column.serverDefault) {
      if (this.returnedDefaults?.has(column)) this.plan.implicitReturning.push(column)
      else if (!column.primaryKey) this.plan.postfetch.push(column)
    } else if (this.returnedDefaults?.has(column)) this.plan.implicitReturning.push(column)
    else if (column.primaryKey) this.warnAboutKey(column)
  }

  /** Nothing says where the value of a key column could come from. */
  private warnAboutKey(column: DmlColumn): void {
    const { table } = this.statement
    if (column.nullable === true || autoincrementOf(table) === column) return
    if (column.default || column.serverDefault) return
    warnAboutUnanticipatedKey(table, column)
  }

  private missingKey(column: DmlColumn): void {
    const made = column.default ?? null
    const autoincrement = autoincrementOf(this.statement.table) === column
    this.warnAboutKey(column)
    if (!this.usesReturning) {
      const skip = made?.isSequence && !this.compiler.dialect.features.sequences
      if (made && !skip) this.add(column, this.prefetched(column))
      return
    }
    if (made && (made.isSequence || made.isClauseElement)) {
      if (!made.isSequence || this.compiler.dialect.features.sequences) {
        this.add(column, this.expression(made.expression as ColumnElement))
      }
      this.plan.implicitReturning.push(column)
    } else if (made) this.add(column, this.prefetched(column))
    else if (autoincrement || column.serverDefault) this.plan.implicitReturning.push(column)
  }

  private withDefault(column: DmlColumn, made: DmlDefault): void {
    if (!made.isSequence && !made.isClauseElement) return this.add(column, this.prefetched(column))
    if (made.isSequence && !this.compiler.dialect.features.sequences) return
    this.add(column, this.expression(made.expression as ColumnElement))
    if (!column.primaryKey) this.readBack(column)
  }

  private readBack(column: ColumnElement): void {
    if (this.returnedDefaults?.has(column)) this.plan.implicitReturning.push(column)
    else this.plan.postfetch.push(column)
  }

  // --- VALUES (…), (…) -------------------------------------------------------------------------------------

  private addRows(): void {
    const { multiValues } = this.statement
    const first = [...this.plan.parameters]
    this.plan.rows.push(first)
    for (const [index, row] of multiValues.slice(1).entries()) {
      const given = new Map(
        row.map(([target, value]) => [typeof target === 'string' ? target : keyOf(target), value]),
      )
      this.plan.rows.push(
        first.map((parameter) => ({
          ...parameter,
          value: this.rowValue(parameter.column as DmlColumn, given, index + 1),
        })),
      )
    }
  }

  private rowValue(column: DmlColumn, given: ReadonlyMap<string, unknown>, index: number): string {
    const key = keyOf(column)
    const name = `${key}_m${index}`
    if (given.has(key)) return this.valueText(column, given.get(key), name)
    const made = column.default
    if (!made) {
      throw new CompileError(
        `INSERT value for column ${column.describe()} is explicitly rendered as a boundparameter in the VALUES clause; ` +
          'a Python-side value or SQL expression is required',
      )
    }
    if (made.isClauseElement) return this.expression(made.expression as ColumnElement)
    return this.prefetched(column, name)
  }
}

class UpdateScan extends CrudScan<Update> {
  override run(): CrudPlan {
    const plan = super.run()
    const own = plan.parameters.splice(0)
    this.checkForeign()
    for (const [column, value] of this.foreign) this.addForeign(column as ColumnElement, value)
    plan.parameters.push(...own)
    return plan
  }

  protected override firstRow(): readonly DmlPair[] {
    return this.statement.valuePairs ?? []
  }

  protected override columnsInOrder(): readonly DmlColumn[] {
    if (!this.statement.ordered) return this.tableColumns()
    const { columns } = this.statement.table
    const first = this.firstRow().flatMap(
      ([target]) => columns.get(typeof target === 'string' ? target : keyOf(target)) ?? [],
    )
    return [...first, ...this.tableColumns().filter((column) => !first.includes(column))]
  }

  protected override given(column: DmlColumn, value: unknown): void {
    this.add(column, this.valueText(column, value))
    if (value instanceof ClauseElement && !(value instanceof BindParameter)) this.readBack(column)
  }

  protected override missing(column: DmlColumn): void {
    const made = column.onupdate
    if (made && !made.isSequence) {
      if (made.isClauseElement) {
        this.add(column, this.expression(made.expression as ColumnElement))
        this.readBack(column)
      } else this.add(column, this.prefetched(column))
    } else if (column.serverOnupdate) this.readBack(column)
    else if (this.returned?.has(column) && this.statement.returnDefaultsColumns.length > 0) {
      this.plan.implicitReturning.push(column)
    }
  }

  protected override get tableInExpressions(): boolean {
    const { updateTablesInSet } = this.compiler.dialect.features
    const isMultitable =
      (this.options.extraFroms ?? []).length > 0 || this.statement.table.kind === 'join'
    return updateTablesInSet && isMultitable
  }

  protected override columnText(column: ColumnElement): string {
    const text = super.columnText(column)
    return this.tableInExpressions
      ? `${this.compiler.process(column, { includeTable: true })}`
      : text
  }

  /** Columns of other tables can be set where these stand before SET, and only there. */
  private checkForeign(): void {
    const others = this.options.extraFroms ?? []
    const inSet = this.compiler.dialect.features.updateTablesInSet
    const mentioned = this.foreign.flatMap(([column]) => (column as ColumnElement).table ?? [])
    if (mentioned.length === 0 || (inSet && others.length > 0)) return
    const preamble = inSet
      ? 'Statement is not a multi-table UPDATE statement'
      : 'Backend does not support additional tables in the SET clause'
    const tables = [...new Set(mentioned.map((table) => `'${table.describe()}'`))]
    throw new CompileError(
      `${preamble}; cannot include columns from table(s) ${tables.join(', ')} in SET clause`,
    )
  }

  private addForeign(column: ColumnElement, value: unknown): void {
    this.add(column, this.valueText(column, value))
  }

  private get returned(): ReadonlySet<ColumnElement> | null {
    const { returnDefaultsFlag, returnDefaultsColumns } = this.statement
    if (!returnDefaultsFlag || !this.compiler.dialect.features.updateReturning) return null
    const columns = returnDefaultsColumns.length > 0 ? returnDefaultsColumns : this.tableColumns()
    return new Set(columns.map((column) => column.identity as ColumnElement))
  }

  private readBack(column: ColumnElement): void {
    if (this.returned?.has(column)) this.plan.implicitReturning.push(column)
    else this.plan.postfetch.push(column)
  }
}

/** A column, or a name of one; other expressions have no key of their own. */
function isColumn(target: ColumnElement): boolean {
  return target instanceof ColumnClause
}

function keyOf(column: ColumnElement | string): string {
  if (typeof column === 'string') return column
  return nameKey(column.key ?? column.name ?? '')
}

function autoincrementOf(table: FromClause): ColumnElement | null {
  return 'autoincrementColumn' in table ? (table.autoincrementColumn as ColumnElement | null) : null
}
