/** How MySQL spells DDL where it differs from the standard. */
import type { Column } from '../../schema/column.js'
import { computedText, defaultText } from '../../schema/ddl/create-table-text.js'
import {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from '../../schema/constraints.js'
import type { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { DdlRules } from '../../schema/ddl-dialect.js'
import type { DropConstraint, DropIndex } from '../../schema/ddl-elements.js'
import type { Table } from '../../schema/table.js'
import { optionsOf } from '../../sql/dialect-options.js'
import { CompileError } from '../../sql/errors.js'

export const mysqlDdl: Partial<DdlRules> = {
  identityColumns: false,
  columnSpecification,
  postCreateTable,
  overrides: { dropConstraint, dropIndex },
  maxIndexNameLength: 64,
  maxConstraintNameLength: 64,
}

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

function postCreateTable(table: Table, compiler: DdlCompiler): string {
  const options = optionsOf(table.options.dialectOptions, 'mysql').map(
    ([name, value]) => `${name.toUpperCase().replaceAll('_', ' ')}=${String(value)}`,
  )
  if (table.comment !== null) options.push(`COMMENT=${compiler.literal(table.comment)}`)
  return options.join(' ')
}

function dropIndex({ index }: DropIndex, compiler: DdlCompiler): string {
  return `\nDROP INDEX ${compiler.formatIndex(index)} ON ${compiler.formatTable(index.table)}`
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
