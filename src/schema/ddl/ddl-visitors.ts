/** The text of each DDL statement as the SQL standard has it. */
import { constraintText, createColumnText, createTableText } from './create-table-text.js'
import type { Constraint } from '../constraints.js'
import type { DdlCompiler } from '../ddl-compiler.js'
import type * as ddl from '../ddl-elements.js'
import type { Table } from '../table.js'
import { sequenceOptions } from './sequence-text.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { text } from '../../sql/elements/literals.js'
import { CompileError } from '../../sql/errors.js'

/** What each kind of statement carries. */
export interface DdlKinds {
  createTable: ddl.CreateTable
  createColumn: ddl.CreateColumn
  dropTable: ddl.DropTable
  createIndex: ddl.CreateIndex
  dropIndex: ddl.DropIndex
  addConstraint: ddl.AddConstraint
  dropConstraint: ddl.DropConstraint
  createSequence: ddl.CreateSequence
  dropSequence: ddl.DropSequence
  createSchema: ddl.CreateSchema
  dropSchema: ddl.DropSchema
  createEnumType: ddl.CreateEnumType
  dropEnumType: ddl.DropEnumType
  createDomainType: ddl.CreateDomainType
  dropDomainType: ddl.DropDomainType
  setTableComment: ddl.SetTableComment
  dropTableComment: ddl.DropTableComment
  setColumnComment: ddl.SetColumnComment
  dropColumnComment: ddl.DropColumnComment
  setConstraintComment: ddl.SetConstraintComment
  dropConstraintComment: ddl.DropConstraintComment
  text: ddl.DdlText
}

/** Writes one kind of statement. */
export type DdlVisitor<K extends ddl.DdlKind> = (
  element: DdlKinds[K],
  compiler: DdlCompiler,
) => string

/** One entry for each kind. */
export type DdlVisitors = { readonly [K in ddl.DdlKind]: DdlVisitor<K> }

const ifExists = (options: { readonly ifExists?: boolean }): string =>
  options.ifExists ? 'IF EXISTS ' : ''
const ifNotExists = (options: { readonly ifNotExists?: boolean }): string =>
  options.ifNotExists ? 'IF NOT EXISTS ' : ''

export const ddlVisitors: DdlVisitors = {
  createTable: createTableText,
  createColumn: createColumnText,
  dropTable: ({ table, options }, c) => `\nDROP TABLE ${ifExists(options)}${c.formatTable(table)}`,
  createIndex,
  dropIndex: ({ index, options }, c) =>
    `\nDROP INDEX ${ifExists(options)}${c.formatIndex(index, true)}`,
  addConstraint: ({ constraint }, c) =>
    `ALTER TABLE ${c.formatTable(constraint.table)} ADD ${constraintText(constraint, c) ?? ''}`,
  dropConstraint,
  createSequence: (element, c) => createSequenceText(element, c),
  dropSequence: ({ sequence, options }, c) =>
    `DROP SEQUENCE ${ifExists(options)}${sequenceName(sequence, c)}`,
  createSchema: ({ name, options }, c) => `CREATE SCHEMA ${ifNotExists(options)}${c.quote(name)}`,
  dropSchema: ({ name, options }, c) =>
    `DROP SCHEMA ${ifExists(options)}${c.quote(name)}${options.cascade ? ' CASCADE' : ''}`,
  createEnumType: ({ type }, c) =>
    `CREATE TYPE ${c.type(type)} AS ENUM (${type.enums.map((value) => c.literal(value)).join(', ')})`,
  dropEnumType: ({ type }, c) => `DROP TYPE ${c.type(type)}`,
  createDomainType,
  dropDomainType: ({ type }, c) => `DROP DOMAIN ${c.type(type)}`,
  setTableComment: ({ table }, c) =>
    `COMMENT ON TABLE ${c.formatTable(table)} IS ${table.comment === null ? 'NULL' : c.literal(table.comment)}`,
  dropTableComment: ({ table }, c) => `COMMENT ON TABLE ${c.formatTable(table)} IS NULL`,
  setColumnComment: ({ column }, c) =>
    `COMMENT ON COLUMN ${c.formatTable(column.table as never)}.${c.formatColumn(column)} IS ` +
    (column.comment === null ? 'NULL' : c.literal(column.comment)),
  dropColumnComment: ({ column }, c) =>
    // SQLAlchemy leaves the schema out here, and only here.
    `COMMENT ON COLUMN ${c.formatTable(column.table as never, false)}.${c.formatColumn(column)} IS NULL`,
  setConstraintComment: ({ constraint }, c) => constraintComment(constraint, constraint.comment, c),
  dropConstraintComment: ({ constraint }, c) => constraintComment(constraint, null, c),
  text: ddlText,
}

function createIndex({ index, options }: ddl.CreateIndex, compiler: DdlCompiler): string {
  const unique = index.unique ? 'UNIQUE ' : ''
  const members = index.expressions.map((each) => compiler.expression(each.selfGroup())).join(', ')
  const name = compiler.formatIndex(index)
  return `CREATE ${unique}INDEX ${ifNotExists(options)}${name} ON ${compiler.formatTable(index.table)} (${members})`
}

function createDomainType({ type }: ddl.CreateDomainType, compiler: DdlCompiler): string {
  const { collation, constraintName, notNull, check } = type.options
  const fallback = type.options.default
  const written = (value: string | ClauseElement): string =>
    compiler.expression(typeof value === 'string' ? text(value) : value)
  const parts = [
    `CREATE DOMAIN ${compiler.type(type)} AS ${compiler.type(type.dataType)}`,
    collation === undefined ? '' : `COLLATE ${compiler.quote(collation)}`,
    fallback === undefined
      ? ''
      : `DEFAULT ${typeof fallback === 'string' ? compiler.literal(fallback) : written(fallback)}`,
    constraintName === undefined ? '' : `CONSTRAINT ${compiler.quote(constraintName)}`,
    notNull ? 'NOT NULL' : '',
    check === undefined ? '' : `CHECK (${written(check)})`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function dropConstraint(
  { constraint, options }: ddl.DropConstraint,
  compiler: DdlCompiler,
): string {
  const name = compiler.formatConstraint(constraint)
  if (name === null) {
    throw new CompileError(
      `Can't emit DROP CONSTRAINT for constraint on table '${constraint.table.name}'; it has no name`,
    )
  }
  const cascade = options.cascade ? ' CASCADE' : ''
  return `ALTER TABLE ${compiler.formatTable(constraint.table)} DROP CONSTRAINT ${ifExists(options)}${name}${cascade}`
}

function constraintComment(
  constraint: Constraint,
  comment: string | null,
  compiler: DdlCompiler,
): string {
  const name = compiler.formatConstraint(constraint) ?? ''
  const value = comment === null ? 'NULL' : compiler.literal(comment)
  return `COMMENT ON CONSTRAINT ${name} ON ${compiler.formatTable(constraint.table)} IS ${value}`
}

/** `visit_create_sequence`; `type` is what a database writes behind the name. */
export function createSequenceText(
  { sequence, options }: ddl.CreateSequence,
  c: DdlCompiler,
  type = '',
): string {
  const details = prefixed(sequenceOptions(sequence.options))
  return `CREATE SEQUENCE ${ifNotExists(options)}${sequenceName(sequence, c)}${type}${details}`
}

function sequenceName(
  sequence: { readonly name: string; readonly schema: string | null },
  compiler: DdlCompiler,
): string {
  return compiler.inSchema(compiler.quote(sequence.name), sequence.schema)
}

function prefixed(text: string): string {
  return text === '' ? '' : ` ${text}`
}

/** `%(table)s` and so on, from the target and the user's own values; `DDLCompiler.visit_ddl`. */
function ddlText({ statement, target, options }: ddl.DdlText, compiler: DdlCompiler): string {
  const context: Record<string, unknown> = { ...namesOf(target, compiler), ...options.context }
  return statement.replace(/%%|%\((\w+)\)s/g, (all, name: string | undefined) => {
    if (name === undefined) return '%'
    if (!(name in context)) throw new CompileError(`DDL text has no value for ${all}`)
    return String(context[name])
  })
}

function namesOf(target: unknown, compiler: DdlCompiler): Readonly<Record<string, string>> {
  if (typeof target !== 'object' || target === null || !('fullname' in target)) return {}
  const table = target as Table
  return {
    table: compiler.formatTable(table, false),
    schema: table.schema === null ? '' : compiler.quote(table.schema),
    fullname: compiler.formatTable(table),
  }
}
