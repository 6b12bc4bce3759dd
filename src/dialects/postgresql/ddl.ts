/** How PostgreSQL spells DDL where it differs from the standard. */
import { dialectOption } from '../../sql/dialect-options.js'
import type { Column } from '../../schema/column.js'
import type { Constraint } from '../../schema/constraints.js'
import {
  columnSpecification as standardColumn,
  defaultText,
} from '../../schema/ddl/create-table-text.js'
import { registerDialectArguments } from '../../schema/ddl/dialect-arguments.js'
import type { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { ConstraintClauses, DdlRules } from '../../schema/ddl-dialect.js'
import type { CreateIndex, CreateSequence, DropIndex } from '../../schema/ddl-elements.js'
import { createSequenceText } from '../../schema/ddl/ddl-visitors.js'
import { sequenceOptions } from '../../schema/ddl/sequence-text.js'
import type { Table } from '../../schema/table.js'
import type { Index } from '../../schema/table-index.js'
import { asElement } from '../../sql/elements/coercions.js'
import { ColumnClause } from '../../sql/elements/column-clause.js'
import { text } from '../../sql/elements/literals.js'
import { CompileError } from '../../sql/errors.js'
import { toInstance } from '../../sql/types/type-engine.js'

export const postgresqlDdl: Partial<DdlRules> = {
  columnSpecification,
  constraintClauses,
  postCreateTable,
  overrides: { createIndex, dropIndex, createSequence },
  commentStatements: true,
  enumTypes: true,
  maxIndexNameLength: 63,
  maxConstraintNameLength: 63,
}

registerDialectArguments('postgresql', {
  table: ['tablespace', 'partition_by', 'with_oids', 'with', 'on_commit', 'inherits', 'using'],
  index: [
    'using',
    'include',
    'where',
    'ops',
    'concurrently',
    'with',
    'tablespace',
    'nulls_not_distinct',
  ],
  primaryKey: ['include'],
  unique: ['include', 'nulls_not_distinct'],
  check: ['not_valid'],
  foreignKey: ['not_valid'],
})

function columnSpecification(column: Column, compiler: DdlCompiler): string {
  if (column.identityOptions) return identityColumn(column, compiler)
  const serial = serialType(column)
  if (serial)
    return [compiler.formatColumn(column), serial, column.nullable ? '' : 'NOT NULL']
      .filter(Boolean)
      .join(' ')
  return column.computed ? computedColumn(column, compiler) : standardColumn(column, compiler)
}

/** A key that counts up by itself is a SERIAL. */
function serialType(column: Column): string | null {
  if (!column.primaryKey || column.table?.autoincrementColumn !== column || column.default)
    return null
  const { visitName } = column.type
  return visitName === 'bigInteger'
    ? 'BIGSERIAL'
    : visitName === 'smallInteger'
      ? 'SMALLSERIAL'
      : 'SERIAL'
}

function identityColumn(column: Column, compiler: DdlCompiler): string {
  const options = column.identityOptions?.options ?? {}
  const details = sequenceOptions(options)
  const identity = `GENERATED ${options.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${details === '' ? '' : ` (${details})`}`
  const parts = [
    compiler.formatColumn(column),
    compiler.type(column.type),
    defaultText(column, compiler),
    identity,
  ]
  return [...parts, column.nullable ? 'NULL' : ''].filter(Boolean).join(' ')
}

function computedColumn(column: Column, compiler: DdlCompiler): string {
  if (column.computed?.options.persisted === false) {
    throw new CompileError(
      "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True " +
        'for PostgreSQL support.',
    )
  }
  const expression = column.computed ? compiler.expression(column.computed.sqltext) : ''
  const parts = [
    compiler.formatColumn(column),
    compiler.type(column.type),
    `GENERATED ALWAYS AS (${expression}) STORED`,
  ]
  return [...parts, column.nullable ? '' : 'NOT NULL'].filter(Boolean).join(' ')
}

/** `NULLS NOT DISTINCT`, `INCLUDE (…)`, `NOT VALID`. */
function constraintClauses(constraint: Constraint, compiler: DdlCompiler): ConstraintClauses {
  const option = (name: string) => dialectOption(constraint.dialectKeywords, 'postgresql', name)
  return {
    beforeColumns: nullsDistinct(option('nulls_not_distinct')),
    afterColumns: include(constraint.table, option('include'), compiler),
    end: option('not_valid') === true ? ' NOT VALID' : '',
  }
}

function nullsDistinct(option: unknown): string {
  return option === true ? ' NULLS NOT DISTINCT' : option === false ? ' NULLS DISTINCT' : ''
}

function include(table: Table, option: unknown, compiler: DdlCompiler): string {
  const columns = (option ?? []) as readonly (string | Column)[]
  if (columns.length === 0) return ''
  const names = columns.map((each) => {
    const column = typeof each === 'string' ? table.columnByReference(each) : each
    return compiler.quote(column?.name ?? String(each))
  })
  return ` INCLUDE (${names.join(', ')})`
}

function postCreateTable(table: Table, compiler: DdlCompiler): string {
  const option = (name: string): string => {
    const value = table.dialectOption('postgresql', name)
    return value === undefined || value === null ? '' : String(value)
  }
  const oids = table.dialectOption('postgresql', 'with_oids')
  const commit = option('on_commit').replaceAll('_', ' ').toUpperCase()
  const parts = [
    inherits(table, compiler),
    option('partition_by') && `\n PARTITION BY ${option('partition_by')}`,
    option('using') && `\n USING ${option('using')}`,
    oids === undefined || oids === null ? '' : `\n WITH${oids === false ? 'OUT' : ''} OIDS`,
    commit && `\n ON COMMIT ${commit}`,
    option('tablespace') && `\n TABLESPACE ${compiler.quote(option('tablespace'))}`,
  ]
  return parts.join('')
}

function inherits(table: Table, compiler: DdlCompiler): string {
  const parents = table.dialectOption('postgresql', 'inherits')
  if (parents === undefined || parents === null) return ''
  const names = (Array.isArray(parents) ? parents : [parents]).map((name) =>
    compiler.quote(String(name)),
  )
  return `\n INHERITS ( ${names.join(', ')} )`
}

function indexOption(index: Index, name: string): unknown {
  return dialectOption(index.options, 'postgresql', name)
}

function createIndex({ index, options }: CreateIndex, compiler: DdlCompiler): string {
  const words = [
    index.unique ? 'UNIQUE ' : '',
    'INDEX ',
    indexOption(index, 'concurrently') ? 'CONCURRENTLY ' : '',
    options.ifNotExists ? 'IF NOT EXISTS ' : '',
  ]
  const using = index.options.using ?? indexOption(index, 'using')
  const method = typeof using === 'string' ? `USING ${using.toLowerCase()} ` : ''
  const table = compiler.formatTable(index.table)
  return `CREATE ${words.join('')}${compiler.formatIndex(index)} ON ${table} ${method}(${members(index, compiler)})${indexTail(index, compiler)}`
}

function members(index: Index, compiler: DdlCompiler): string {
  const operators = (indexOption(index, 'ops') ?? {}) as Readonly<Record<string, string>>
  return index.expressions
    .map((each) => {
      const expression = compiler.expression(each instanceof ColumnClause ? each : each.selfGroup())
      const operator = 'key' in each ? operators[String(each.key)] : undefined
      return operator === undefined ? expression : `${expression} ${operator}`
    })
    .join(', ')
}

function indexTail(index: Index, compiler: DdlCompiler): string {
  const parameters = (indexOption(index, 'with') ?? {}) as Readonly<Record<string, unknown>>
  const settings = Object.entries(parameters).map(([name, value]) => `${name} = ${String(value)}`)
  const where = index.options.where ?? indexOption(index, 'where')
  const condition =
    where === undefined || where === null ? null : (asElement(where) ?? text(String(where)))
  const space = indexOption(index, 'tablespace')
  return [
    include(index.table, index.options.include ?? indexOption(index, 'include'), compiler),
    nullsDistinct(indexOption(index, 'nulls_not_distinct')),
    settings.length > 0 ? ` WITH (${settings.join(', ')})` : '',
    typeof space === 'string' ? ` TABLESPACE ${compiler.quote(space)}` : '',
    condition ? ` WHERE ${compiler.expression(condition)}` : '',
  ].join('')
}

/** With the type of its values, which the standard does not have. */
function createSequence(element: CreateSequence, compiler: DdlCompiler): string {
  const { dataType } = element.sequence.options
  const type = dataType === undefined ? '' : ` AS ${compiler.type(toInstance(dataType))}`
  return createSequenceText(element, compiler, type)
}

function dropIndex({ index, options }: DropIndex, compiler: DdlCompiler): string {
  const concurrently = indexOption(index, 'concurrently') ? 'CONCURRENTLY ' : ''
  return `\nDROP INDEX ${concurrently}${options.ifExists ? 'IF EXISTS ' : ''}${compiler.formatIndex(index, true)}`
}
