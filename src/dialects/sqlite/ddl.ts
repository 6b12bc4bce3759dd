/** How SQLite spells DDL where it differs from the standard. */
import type { Column } from '../../schema/column.js'
import { PrimaryKeyConstraint, type Constraint } from '../../schema/constraints.js'
import { ForeignKeyConstraint } from '../../schema/constraints.js'
import { computedText, constraintText, defaultValue } from '../../schema/ddl/create-table-text.js'
import { registerDialectArguments } from '../../schema/ddl/dialect-arguments.js'
import type { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { ConstraintClauses, DdlRules } from '../../schema/ddl-dialect.js'
import type { CreateIndex } from '../../schema/ddl-elements.js'
import type { Table } from '../../schema/table.js'
import { dialectOption } from '../../sql/dialect-options.js'
import { CompileError } from '../../sql/errors.js'
import { asElement } from '../../sql/elements/coercions.js'
import { text } from '../../sql/elements/literals.js'

export const sqliteDdl: Partial<DdlRules> = {
  supportsAlter: false,
  identityColumns: false,
  columnSpecification,
  constraint,
  constraintClauses,
  postCreateTable,
  schemaInReferences: () => false,
  overrides: { createIndex },
}

registerDialectArguments('sqlite', {
  table: ['autoincrement', 'with_rowid', 'strict'],
  column: ['on_conflict_primary_key', 'on_conflict_not_null', 'on_conflict_unique'],
  index: ['where'],
  primaryKey: ['on_conflict'],
  unique: ['on_conflict'],
  check: ['on_conflict'],
  foreignKey: ['on_conflict'],
})

function columnSpecification(column: Column, compiler: DdlCompiler): string {
  const parts = [
    compiler.formatColumn(column),
    compiler.type(column.type),
    defaultText(column, compiler),
    column.nullable ? '' : `NOT NULL${onConflict(column.options, 'on_conflict_not_null')}`,
    keyText(column),
    computedText(column, compiler),
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** Expressions need parentheses, names and literals do not. */
function defaultText(column: Column, compiler: DdlCompiler): string {
  const value = defaultValue(column, compiler)
  if (value === null) return ''
  const isPlain = /^\s*['"(]/.test(value) || !/\W/.test(value)
  return isPlain ? `DEFAULT ${value}` : `DEFAULT (${value})`
}

function keyText(column: Column): string {
  if (!column.primaryKey || !column.table) return ''
  if (column.autoincrement === true && column.table.primaryKey.length !== 1) {
    throw new CompileError('SQLite does not support autoincrement for composite primary keys')
  }
  if (!isInlineKey(column)) return ''
  return `PRIMARY KEY${onConflict(column.options, 'on_conflict_primary_key')} AUTOINCREMENT`
}

/** `sqlite_autoincrement`: the key is declared with its column. */
function isInlineKey(column: Column): boolean {
  const { table } = column
  return (
    table?.dialectOption('sqlite', 'autoincrement') === true &&
    table.primaryKey.length === 1 &&
    column.type.affinity === 'integer' &&
    column.foreignKeys.length === 0
  )
}

/** ` ON CONFLICT IGNORE` or nothing. */
function onConflict(options: object, name: string): string {
  const option = dialectOption(options, 'sqlite', name)
  return typeof option === 'string' ? ` ON CONFLICT ${option}` : ''
}

/** An option of the constraint, or of the only column it was made from. */
function constraintClauses(item: Constraint): ConstraintClauses {
  if (item instanceof ForeignKeyConstraint) return {}
  const [column] = item.columns
  const kind = item instanceof PrimaryKeyConstraint ? 'primary_key' : 'unique'
  const ofColumn =
    column && item.columns.length === 1 ? onConflict(column.options, `on_conflict_${kind}`) : ''
  return { end: onConflict(item.dialectKeywords, 'on_conflict') || ofColumn }
}

function constraint(item: Constraint, compiler: DdlCompiler): string | null {
  if (item instanceof PrimaryKeyConstraint) {
    const [only] = item.columns
    if (item.columns.length === 1 && only && isInlineKey(only)) return null
  }
  if (item instanceof ForeignKeyConstraint && item.referredTable.schema !== item.table.schema)
    return null
  return constraintText(item, compiler)
}

function postCreateTable(table: Table): string {
  const options = [
    table.dialectOption('sqlite', 'with_rowid') === false ? 'WITHOUT ROWID' : '',
    table.dialectOption('sqlite', 'strict') === true ? 'STRICT' : '',
  ].filter((option) => option !== '')
  return options.length === 0 ? '' : `\n ${options.join(',\n ')}`
}

/** The schema belongs to the index, not to the table. */
function createIndex({ index, options }: CreateIndex, compiler: DdlCompiler): string {
  const unique = index.unique ? 'UNIQUE ' : ''
  const exists = options.ifNotExists ? 'IF NOT EXISTS ' : ''
  const name = compiler.formatIndex(index, true)
  const members = index.expressions.map((each) => compiler.expression(each)).join(', ')
  const where = index.options.where ?? dialectOption(index.options, 'sqlite', 'where')
  const condition = where === undefined ? null : (asElement(where) ?? text(String(where)))
  const filter = condition ? ` WHERE ${compiler.expression(condition)}` : ''
  return `CREATE ${unique}INDEX ${exists}${name} ON ${compiler.formatTable(index.table, false)} (${members})${filter}`
}
