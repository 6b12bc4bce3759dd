/**
 * Carries out migration operations on a connection, or writes them as a script; `alembic.ddl.impl.DefaultImpl`.
 * Databases that need other statements, or more of them, extend it.
 */
import type { Connection } from '../../engine/connection.js'
import type { ExecutionOptions } from '../../engine/execution-options.js'
import { runSync, type Io, type IoRequest } from '../../engine/io.js'
import type { ReflectedColumn } from '../../engine/reflection/introspection.js'
import type { CursorResult } from '../../engine/result/cursor-result.js'
import type { SchemaExecutor } from '../../schema/bind.js'
import type { Column } from '../../schema/column.js'
import { CheckConstraint, type Constraint } from '../../schema/constraints.js'
import { createTablesIo } from '../../schema/create-drop.js'
import { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { DdlDialect } from '../../schema/ddl-dialect.js'
import * as ddl from '../../schema/ddl-elements.js'
import type { Table } from '../../schema/table.js'
import type { Index } from '../../schema/table-index.js'
import { insert } from '../../sql/dml/constructors.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { text } from '../../sql/elements/literals.js'
import { clauseElement, type HasClauseElement } from '../../sql/protocol.js'
import type { TableClause } from '../../sql/selectable/table-clause.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import { CommandError } from '../errors.js'
import { standardOutput, type OutputBuffer } from '../output.js'
import { columnChanges, type ColumnChange } from './column-change.js'
import * as base from './elements.js'
import './element-texts.js'

export interface ImplOptions {
  /** Write statements instead of executing them. */
  readonly asSql?: boolean
  /** In a script, values are part of the statements. */
  readonly literalBinds?: boolean
  readonly transactionalDdl?: boolean | null
  readonly outputBuffer?: OutputBuffer
}

/** What `execute` of operations takes. */
export type Executable = string | ddl.DdlElement | HasClauseElement

/** Values of one row by column. */
export type BulkRow = Readonly<Record<string, unknown>>

/** `alembic.ddl.impl.DefaultImpl`: how a database carries operations out. */
export class DefaultImpl {
  /** DDL is undone by a rollback. */
  readonly transactionalDdl: boolean
  readonly asSql: boolean
  readonly commandTerminator: string = ';'
  readonly outputBuffer: OutputBuffer
  protected readonly literalBinds: boolean

  constructor(
    readonly dialect: DdlDialect,
    public connection: Connection | null,
    options: ImplOptions = {},
  ) {
    this.asSql = options.asSql ?? false
    this.literalBinds = options.literalBinds ?? false
    this.outputBuffer = options.outputBuffer ?? standardOutput
    this.transactionalDdl = options.transactionalDdl ?? this.hasTransactionalDdl
    if (this.literalBinds && !this.asSql)
      throw new CommandError("Can't use literalBinds setting without asSql mode")
  }

  protected get hasTransactionalDdl(): boolean {
    return false
  }

  /** True where batch changes must copy the table. */
  requiresRecreate(_changes: readonly BatchChange[]): boolean {
    return false
  }

  /** Before a table is replaced by its copy. */
  prepareTableForBatch(_constraints: ReadonlyMap<string, Constraint>, _table: Table): void {}

  /** What a column that was read says of itself, in the way it would be declared. */
  reflectedColumn(column: ReflectedColumn): ReflectedColumn {
    return column
  }

  /** Whether the values of a copied column need a CAST. */
  castsForBatch(from: TypeEngine, to: TypeEngine): boolean {
    return from.affinity !== to.affinity
  }

  /** Executes a statement, or writes it into the script and answers null. */
  execute(
    statement: Executable,
    parameters: readonly BulkRow[] | null = null,
    executionOptions: ExecutionOptions | null = null,
  ): CursorResult | null {
    const executable = typeof statement === 'string' ? text(statement) : statement
    if (this.asSql) {
      this.staticOutput(this.scriptText(executable, this.literalBinds) + this.commandTerminator)
      return null
    }
    const options = executionOptions === null ? undefined : { executionOptions }
    return this.requireConnection().execute(executable, parameters, options) as CursorResult
  }

  /** Text for the script, with an empty line behind. */
  staticOutput(statement: string): void {
    this.outputBuffer.write(`${statement}\n\n`)
  }

  alterColumn(table: string, column: string, change: ColumnChange): void {
    const place = { table, column, schema: change.schema ?? null }
    for (const element of columnChanges(place, change)) this.execute(element)
  }

  addColumn(table: string, column: Column, options: AddColumnOptions = {}): void {
    this.execute(new base.AddColumn(table, column, options.schema ?? null, options))
  }

  dropColumn(table: string, column: Column, options: DropColumnOptions = {}): void {
    this.execute(new base.DropColumn(table, column.name, options.schema ?? null, options))
  }

  addConstraint(constraint: Constraint): void {
    if (typeRuleOf(constraint)?.(this.dialect) ?? true) this.execute(ddl.addConstraint(constraint))
  }

  dropConstraint(constraint: Constraint, options: ddl.IfExists = {}): void {
    this.execute(ddl.dropConstraint(constraint, options))
  }

  renameTable(from: string, to: string, schema: string | null): void {
    this.execute(new base.RenameTable(from, to, schema))
  }

  /** Types, the table, its indexes and comments. */
  createTable(table: Table, options: ddl.IfNotExists = {}): void {
    runSync(createTablesIo(this.executor(options), [table], { checkfirst: false }))
  }

  dropTable(table: Table, options: ddl.IfExists = {}): void {
    this.execute(ddl.dropTable(table, options))
  }

  createIndex(item: Index, options: ddl.IfNotExists = {}): void {
    this.execute(ddl.createIndex(item, options))
  }

  dropIndex(item: Index, options: ddl.IfExists = {}): void {
    this.execute(ddl.dropIndex(item, options))
  }

  createTableComment(table: Table): void {
    this.execute(new ddl.SetTableComment(table))
  }

  dropTableComment(table: Table): void {
    this.execute(new ddl.DropTableComment(table))
  }

  createColumnComment(column: Column): void {
    this.execute(new ddl.SetColumnComment(column))
  }

  /** One statement for all rows, or one for each; in a script, values are part of the statements. */
  bulkInsert(table: TableClause, rows: readonly BulkRow[], multiinsert = true): void {
    if (this.asSql) {
      for (const row of rows) {
        const statement = this.scriptText(insert(table).inline().values(row), true)
        this.staticOutput(statement + this.commandTerminator)
      }
    } else if (multiinsert && rows.length > 0) this.execute(insert(table).inline(), rows)
    else for (const row of rows) this.execute(insert(table).inline().values(row))
  }

  /** An expression of a server default or an index as the database writes it. */
  expressionText(
    element: ClauseElement,
    _use: { readonly isServerDefault?: boolean; readonly isIndex?: boolean } = {},
  ): string {
    return new DdlCompiler(this.dialect).expression(element)
  }

  emitBegin(): void {
    this.staticOutput(`BEGIN${this.commandTerminator}`)
  }

  emitCommit(): void {
    this.staticOutput(`COMMIT${this.commandTerminator}`)
  }

  private scriptText(executable: ddl.DdlElement | HasClauseElement, literalBinds: boolean): string {
    const { dialect } = this
    const compiled =
      executable instanceof ddl.DdlElement
        ? executable.compile({ dialect })
        : executable[clauseElement]().compile({ dialect, literalBinds })
    return compiled.sql.replaceAll('\t', '    ').trim()
  }

  private requireConnection(): Connection {
    if (this.connection === null) throw new CommandError('This operation needs a connection')
    return this.connection
  }

  /** For schema operations: each statement comes here, and nothing is there yet. */
  private executor(options: ddl.IfNotExists): SchemaExecutor<IoRequest> {
    const nothing = function* (): Io<boolean> {
      return false
    }
    const run = (element: ddl.DdlElement): void => {
      if (element instanceof ddl.AddConstraint) return
      if (element instanceof ddl.CreateTable)
        this.execute(new ddl.CreateTable(element.table, { ...element.options, ...options }))
      else this.execute(element)
    }
    return {
      dialect: this.dialect,
      connection: this,
      *executeDdlIo(element) {
        run(element)
      },
      hasTableIo: nothing,
      hasSequenceIo: nothing,
      hasTypeIo: nothing,
    }
  }
}

export interface AddColumnOptions extends base.AddColumnFlags {
  readonly schema?: string | null
  /** Batch only: its place among the columns. */
  readonly insertBefore?: string
  readonly insertAfter?: string
}

export interface DropColumnOptions extends ddl.IfExists {
  readonly schema?: string | null
}

/** A change of a batch, as far as `requiresRecreate` looks at it. */
export interface BatchChange {
  readonly name: string
  /** The column that is added. */
  readonly column?: Column
}

/** The rule of a constraint that came with a type: which dialects have it; null for all others. */
export function typeRuleOf(constraint: Constraint): ((dialect: DdlDialect) => boolean) | null {
  return constraint instanceof CheckConstraint ? constraint.appliesTo : null
}
