/** The text of CREATE TABLE: columns, then the primary key, then the other constraints in order of creation. */
import { CompileError } from '../../sql/errors.js'
import type { Column } from '../column.js'
import {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type Constraint,
} from '../constraints.js'
import type { DdlCompiler } from '../ddl-compiler.js'
import type { ConstraintClauses } from '../ddl-dialect.js'
import { CreateColumn, type CreateTable } from '../ddl-elements.js'
import { sequenceOptions } from './sequence-text.js'
import type { Table } from '../table.js'

/** `CREATE TABLE …`; `DDLCompiler.visit_create_table`. */
export function createTableText(element: CreateTable, compiler: DdlCompiler): string {
  const { table, options } = element
  const prefixes = (table.options.prefixes ?? []).map((prefix) => `${prefix} `).join('')
  const exists = options.ifNotExists ? 'IF NOT EXISTS ' : ''
  const columns = table.tableColumns
    .map((column) => columnText(column, compiler))
    .filter((text) => text !== '')
  const constraints = tableConstraints(element, compiler)
  const lines = [...columns, ...constraints].map((line) => `\n\t${line}`).join(', ')
  return `\nCREATE ${prefixes}TABLE ${exists}${compiler.formatTable(table)} (${lines}\n)${compiler.rules.postCreateTable(table, compiler)}\n\n`
}

function columnText(column: Column, compiler: DdlCompiler): string {
  try {
    return compiler.process(new CreateColumn(column))
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const where = `(in table '${column.table?.describe() ?? ''}', column '${column.name}')`
    throw new CompileError(`${where}: ${error.message}`, { cause: error })
  }
}

/** A column with its own constraints; a system column has none. `DDLCompiler.visit_create_column`. */
export function createColumnText({ element }: CreateColumn, compiler: DdlCompiler): string {
  if (element.system) return ''
  const checks = element.constraints.map((each) => constraintText(each, compiler))
  return [compiler.rules.columnSpecification(element, compiler), ...checks].join(' ')
}

function tableConstraints({ table, options }: CreateTable, compiler: DdlCompiler): string[] {
  const included = options.includeForeignKeyConstraints
  const wanted = (constraint: Constraint): boolean => {
    if (constraint.isIsolated) return false
    if (!(constraint instanceof ForeignKeyConstraint)) return true
    if (included) return included.includes(constraint)
    return !compiler.rules.supportsAlter || !constraint.useAlter
  }
  return sortedConstraints(table)
    .filter(wanted)
    .map((constraint) => compiler.rules.constraint(constraint, compiler))
    .filter((text) => text !== null)
}

/** The primary key first, then in the order in which they were made. */
function sortedConstraints(table: Table): Constraint[] {
  const key = table.primaryKeyConstraint
  const others = [...table.constraints].filter((constraint) => constraint !== key)
  return [key, ...others.sort((a, b) => a.creationOrder - b.creationOrder)]
}

/** `name TYPE DEFAULT … NOT NULL`; `DDLCompiler.get_column_specification`. */
export function columnSpecification(column: Column, compiler: DdlCompiler): string {
  const identity = column.identityOptions && compiler.rules.identityColumns
  const parts = [
    compiler.formatColumn(column),
    compiler.type(column.type),
    defaultText(column, compiler),
    computedText(column, compiler),
    identity ? identityText(column, compiler) : '',
    column.nullable || identity ? '' : 'NOT NULL',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** `DEFAULT …` or nothing. */
export function defaultText(column: Column, compiler: DdlCompiler): string {
  const value = defaultValue(column, compiler)
  return value === null ? '' : `DEFAULT ${value}`
}

/** The text of a server default, or null; `get_column_default_string`. */
export function defaultValue(column: Column, compiler: DdlCompiler): string | null {
  const arg = column.serverDefault?.arg ?? null
  if (arg === null || column.computed || column.identityOptions) return null
  return typeof arg === 'string' ? compiler.literal(arg) : compiler.expression(arg)
}

/** `GENERATED ALWAYS AS (…)` or nothing. */
export function computedText(column: Column, compiler: DdlCompiler): string {
  if (!column.computed) return ''
  const { persisted } = column.computed.options
  const storage = persisted === undefined ? '' : persisted ? ' STORED' : ' VIRTUAL'
  return `GENERATED ALWAYS AS (${compiler.expression(column.computed.sqltext)})${storage}`
}

function identityText(column: Column, _compiler: DdlCompiler): string {
  const options = column.identityOptions?.options ?? {}
  const always = options.always ? 'ALWAYS' : 'BY DEFAULT'
  const details = sequenceOptions(options)
  return `GENERATED ${always} AS IDENTITY${details === '' ? '' : ` (${details})`}`
}

/** A constraint inside of CREATE TABLE or after ADD; null: nothing to write. */
export function constraintText(constraint: Constraint, compiler: DdlCompiler): string | null {
  if (
    constraint instanceof CheckConstraint &&
    constraint.appliesTo &&
    !constraint.appliesTo(compiler.dialect)
  )
    return null
  const own = constraint.text(compiler)
  if (own !== null) return own
  const clauses = compiler.rules.constraintClauses(constraint, compiler)
  const body = constraintBody(constraint, clauses, compiler)
  if (body === null) return null
  const name = compiler.formatConstraint(constraint)
  const end = `${constraintEnd(constraint)}${clauses.end ?? ''}`
  return `${name === null ? '' : `CONSTRAINT ${name} `}${body}${end}`
}

function constraintBody(
  constraint: Constraint,
  { beforeColumns = '', afterColumns = '' }: ConstraintClauses,
  compiler: DdlCompiler,
): string | null {
  if (constraint instanceof CheckConstraint)
    return `CHECK (${compiler.expression(constraint.sqltext)})`
  const ordered =
    constraint instanceof PrimaryKeyConstraint ? countingFirst(constraint) : constraint.columns
  const columns = ordered.map((column) => compiler.formatColumn(column)).join(', ')
  if (columns === '') return null
  if (constraint instanceof PrimaryKeyConstraint) return `PRIMARY KEY (${columns})${afterColumns}`
  if (constraint instanceof UniqueConstraint)
    return `UNIQUE${beforeColumns} (${columns})${afterColumns}`
  return constraint instanceof ForeignKeyConstraint
    ? foreignKeyText(constraint, columns, compiler)
    : null
}

/** The column that counts up comes first: MySQL insists on it. */
function countingFirst(key: PrimaryKeyConstraint): readonly Column[] {
  const first = key.table.autoincrementColumn
  return first === null ? key.columns : [first, ...key.columns.filter((each) => each !== first)]
}

function foreignKeyText(
  constraint: ForeignKeyConstraint,
  columns: string,
  compiler: DdlCompiler,
): string {
  const { match, ondelete, onupdate } = constraint.foreignKeyOptions
  const referred = constraint.elements
    .map((element) => compiler.formatColumn(element.column))
    .join(', ')
  const table = compiler.formatTable(
    constraint.referredTable,
    compiler.rules.schemaInReferences(constraint),
  )
  return (
    `FOREIGN KEY(${columns}) REFERENCES ${table} (${referred})` +
    (match ? ` MATCH ${match}` : '') +
    (ondelete ? ` ON DELETE ${action(ondelete)}` : '') +
    (onupdate ? ` ON UPDATE ${action(onupdate)}` : '')
  )
}

const ACTIONS = /^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)(?:\s*\([^)]*\))?$/i

function action(phrase: string): string {
  if (ACTIONS.test(phrase)) return phrase
  throw new CompileError(
    `Unexpected SQL phrase: '${phrase}' (matching against '${ACTIONS.source}')`,
  )
}

/** `DEFERRABLE INITIALLY …` or nothing. */
export function constraintEnd(constraint: Constraint): string {
  const options =
    constraint instanceof ForeignKeyConstraint ? constraint.foreignKeyOptions : constraint.options
  const deferrable =
    options.deferrable === undefined ? '' : options.deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE'
  return deferrable + (options.initially ? ` INITIALLY ${options.initially}` : '')
}
