/** How MySQL spells DDL where it differs from the standard. */
import type { Column } from '../../schema/column.js'
import { computedText, defaultText } from '../../schema/ddl/create-table-text.js'
import {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type Constraint,
} from '../../schema/constraints.js'
import { registerDialectArguments } from '../../schema/ddl/dialect-arguments.js'
import type { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { ConstraintClauses, DdlRules } from '../../schema/ddl-dialect.js'
import type {
  CreateIndex,
  DropConstraint,
  DropIndex,
  DropTableComment,
  SetColumnComment,
  SetTableComment,
} from '../../schema/ddl-elements.js'
import type { Table } from '../../schema/table.js'
import type { Index } from '../../schema/table-index.js'
import { BinaryExpression } from '../../sql/elements/binary.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { FunctionElement } from '../../sql/elements/functions.js'
import { UnaryExpression } from '../../sql/elements/unary.js'
import { ops } from '../../sql/operators.js'
import { dialectOption, optionsOf } from '../../sql/dialect-options.js'
import { CompileError } from '../../sql/errors.js'

export const mysqlDdl: Partial<DdlRules> = {
  identityColumns: false,
  columnSpecification,
  postCreateTable,
  constraintClauses,
  overrides: {
    createIndex,
    dropConstraint,
    dropIndex,
    setTableComment,
    dropTableComment,
    setColumnComment,
  },
  maxIndexNameLength: 64,
  maxConstraintNameLength: 64,
}

registerDialectArguments('mysql', {
  table: ['*'],
  index: ['using', 'length', 'prefix', 'with_parser'],
  primaryKey: ['using'],
})

function columnSpecification(column: Column, compiler: DdlCompiler): string {
  const isTimestamp = column.type.visitName === 'timestamp'
  const counts =
    column.table?.autoincrementColumn === column &&
    (!column.serverDefault || column.identityOptions !== null)
  const parts = [
    compiler.formatColumn(column),
    compiler.type(column.type),
    computedText(column, compiler),
    column.nullable ? (isTimestamp ? 'NULL' : '') : 'NOT NULL',
    column.comment === null ? '' : `COMMENT ${compiler.literal(column.comment)}`,
    counts ? 'AUTO_INCREMENT' : defaultText(column, compiler),
  ]
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .replace('NULL NULL', 'NULL')
}

/** Partitions come last, in this order, and a collation after the character set. */
const TABLE_OPTIONS_LAST = [
  'COLLATE',
  'PARTITION_BY',
  'PARTITIONS',
  'SUBPARTITION_BY',
  'SUBPARTITIONS',
]
const TEXT_OPTIONS = new Set(['COMMENT', 'PASSWORD', 'CONNECTION'])
const OPTIONS_OF_WORDS = new Set([
  'DATA_DIRECTORY',
  'INDEX_DIRECTORY',
  'DEFAULT_CHARACTER_SET',
  'CHARACTER_SET',
  'DEFAULT_CHARSET',
  'DEFAULT_COLLATE',
])
const OPTIONS_WITHOUT_SIGN = new Set(['TABLESPACE', 'DEFAULT_CHARACTER_SET', 'CHARACTER_SET'])

/** `ENGINE=InnoDB COMMENT='…'`; `MySQLDDLCompiler.post_create_table`. */
function postCreateTable(table: Table, compiler: DdlCompiler): string {
  const given = optionsOf(table.options, 'mysql').map(
    ([name, value]) => [name.toUpperCase(), value] as const,
  )
  const all = table.comment === null ? given : [...given, ['COMMENT', table.comment] as const]
  const rank = ([name]: readonly [string, unknown]): number => TABLE_OPTIONS_LAST.indexOf(name)
  return all
    .sort((left, right) => rank(left) - rank(right))
    .map(([name, value]) => tableOption(name, value, compiler))
    .join(' ')
}

function tableOption(name: string, value: unknown, compiler: DdlCompiler): string {
  const text = TEXT_OPTIONS.has(name) ? compiler.literal(String(value)) : String(value)
  const isPartition = name.includes('PARTITION')
  const words = isPartition || OPTIONS_OF_WORDS.has(name) ? name.replaceAll('_', ' ') : name
  return `${words}${isPartition || OPTIONS_WITHOUT_SIGN.has(name) ? ' ' : '='}${text}`
}

/** ` USING btree` or nothing. */
function using(options: object, compiler: DdlCompiler): string {
  const method = dialectOption(options, 'mysql', 'using')
  return typeof method === 'string' ? ` USING ${compiler.quote(method)}` : ''
}

function constraintClauses(constraint: Constraint, compiler: DdlCompiler): ConstraintClauses {
  if (constraint instanceof ForeignKeyConstraint && constraint.foreignKeyOptions.match) {
    throw new CompileError(
      "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE clauses to be ignored.",
    )
  }
  return { end: using(constraint.dialectKeywords, compiler) }
}

function createIndex({ index, options }: CreateIndex, compiler: DdlCompiler): string {
  const option = (name: string) => dialectOption(index.options, 'mysql', name)
  const prefix = option('prefix')
  const words = [
    index.unique ? 'UNIQUE ' : '',
    typeof prefix === 'string' ? `${prefix} ` : '',
    'INDEX ',
    options.ifNotExists ? 'IF NOT EXISTS ' : '',
  ]
  const parser = option('with_parser')
  const tail = `${typeof parser === 'string' ? ` WITH PARSER ${parser}` : ''}${using(index.options, compiler)}`
  const table = compiler.formatTable(index.table)
  return `CREATE ${words.join('')}${compiler.formatIndex(index)} ON ${table} (${members(index, compiler)})${tail}`
}

/** Each with the length of its prefix: one for all, or by column. */
function members(index: Index, compiler: DdlCompiler): string {
  const length = dialectOption(index.options, 'mysql', 'length')
  const lengthOf = (member: ClauseElement): unknown =>
    typeof length === 'object' && length !== null && 'key' in member
      ? (length as Readonly<Record<string, unknown>>)[String(member.key)]
      : length
  return index.expressions
    .map((member) => {
      const text = compiler.expression(member)
      const size = lengthOf(member)
      return `${isGrouped(member) ? `(${text})` : text}${typeof size === 'number' ? `(${String(size)})` : ''}`
    })
    .join(', ')
}

/** MySQL wants parentheses around expressions that are neither columns nor their order. */
function isGrouped(member: ClauseElement): boolean {
  if (member instanceof UnaryExpression)
    return member.modifier !== ops.asc && member.modifier !== ops.desc
  return member instanceof BinaryExpression || member instanceof FunctionElement
}

function dropIndex({ index, options }: DropIndex, compiler: DdlCompiler): string {
  return `\nDROP INDEX ${options.ifExists ? 'IF EXISTS ' : ''}${compiler.formatIndex(index)} ON ${compiler.formatTable(index.table)}`
}

function dropConstraint({ constraint }: DropConstraint, compiler: DdlCompiler): string {
  const table = compiler.formatTable(constraint.table)
  if (constraint instanceof PrimaryKeyConstraint) return `ALTER TABLE ${table} DROP PRIMARY KEY `
  const name = compiler.formatConstraint(constraint)
  if (name === null)
    throw new CompileError(
      `Can't emit DROP CONSTRAINT for constraint on table '${constraint.table.name}'; it has no name`,
    )
  const word =
    constraint instanceof ForeignKeyConstraint
      ? 'FOREIGN KEY'
      : constraint instanceof UniqueConstraint
        ? 'INDEX'
        : constraint instanceof CheckConstraint
          ? 'CHECK'
          : 'CONSTRAINT'
  return `ALTER TABLE ${table} DROP ${word} ${name}`
}

function setTableComment({ table }: SetTableComment, compiler: DdlCompiler): string {
  return `ALTER TABLE ${compiler.formatTable(table)} COMMENT ${compiler.literal(table.comment)}`
}

function dropTableComment({ table }: DropTableComment, compiler: DdlCompiler): string {
  return `ALTER TABLE ${compiler.formatTable(table)} COMMENT ''`
}

/** A comment is part of the column: the whole column is said again. */
function setColumnComment({ column }: SetColumnComment, compiler: DdlCompiler): string {
  const table = compiler.formatTable(column.table as Table)
  return `ALTER TABLE ${table} CHANGE ${compiler.formatColumn(column)} ${columnSpecification(column, compiler)}`
}
