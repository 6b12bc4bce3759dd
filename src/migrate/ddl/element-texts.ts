/** How `ALTER TABLE` is written, by the standard and where databases differ; the `@compiles` functions of `alembic.ddl`. */
import { column } from '../../schema/column.js'
import type { Column } from '../../schema/column.js'
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import { constraintText, defaultValue } from '../../schema/ddl/create-table-text.js'
import { sequenceOptions } from '../../schema/ddl/sequence-text.js'
import type { DdlCompiler } from '../../schema/ddl-compiler.js'
import { Identity, type ServerDefault } from '../../schema/defaults.js'
import { compiles } from '../../sql/compiler/custom.js'
import { CompileError } from '../../sql/errors.js'
import { integer } from '../../sql/types/constructors.js'
import { NotImplementedError } from '../errors.js'
import {
  AddColumn,
  ColumnComment,
  ColumnDefault,
  ColumnName,
  ColumnNullable,
  ColumnType,
  ComputedColumnDefault,
  DropColumn,
  IdentityColumnDefault,
  MySQLChangeColumn,
  MySQLModifyColumn,
  RenameTable,
  type AlterColumn,
  type AlterTable,
  type ColumnSpecification,
} from './elements.js'
import { identityDifference } from './identity-difference.js'

/** `schema.table` in quotes where they need them. */
export function tableText(c: DdlCompiler, name: string, schema: string | null): string {
  const prefix =
    schema === null
      ? ''
      : `${schema
          .split('.')
          .map((part) => c.quote(part))
          .join('.')}.`
  return prefix + c.quote(name)
}

function alterTable(element: AlterTable, c: DdlCompiler): string {
  return `ALTER TABLE ${tableText(c, element.tableName, element.schema)}`
}

function alterColumn(element: AlterColumn, c: DdlCompiler): string {
  return `${alterTable(element, c)} ALTER COLUMN ${c.quote(element.columnName)}`
}

function serverDefaultText(serverDefault: ServerDefault, c: DdlCompiler): string {
  const carrier = column('x', integer(), { serverDefault }) as Column
  const text = defaultValue(carrier, c)
  if (text === null)
    throw new CompileError('This server default cannot be written into ALTER TABLE')
  return text
}

compiles(RenameTable)((element: RenameTable, c: DdlCompiler) => {
  const name = tableText(c, element.newTableName, element.schema)
  return `${alterTable(element, c)} RENAME TO ${name}`
})

compiles(
  RenameTable,
  'sqlite',
  'postgresql',
)(
  (element: RenameTable, c: DdlCompiler) =>
    `${alterTable(element, c)} RENAME TO ${c.quote(element.newTableName)}`,
)

compiles(AddColumn)((element: AddColumn, c: DdlCompiler) => {
  const { column: added, flags } = element
  const exists = flags.ifNotExists ? 'IF NOT EXISTS ' : ''
  const key = flags.inlinePrimaryKey && added.primaryKey ? ' PRIMARY KEY' : ''
  const reference = flags.inlineReferences ? referenceText(added, c) : ''
  const specification = c.rules.columnSpecification(added, c)
  return `${alterTable(element, c)} ADD COLUMN ${exists}${specification}${key}${reference}`
})

/** `REFERENCES …` behind a column, if it has exactly one foreign key of its own. */
function referenceText(added: Column, c: DdlCompiler): string {
  const [key, ...others] = added.foreignKeys
  const constraint: ForeignKeyConstraint | null = key?.constraint ?? null
  if (others.length > 0 || constraint?.elements.length !== 1) return ''
  const text = constraintText(constraint, c) ?? ''
  return ` ${text.slice(text.indexOf('REFERENCES'))}`
}

compiles(DropColumn)((element: DropColumn, c: DdlCompiler) => {
  const exists = element.flags.ifExists ? 'IF EXISTS ' : ''
  return `${alterTable(element, c)} DROP COLUMN ${exists}${c.quote(element.columnName)}`
})

compiles(ColumnNullable)(
  (element: ColumnNullable, c: DdlCompiler) =>
    `${alterColumn(element, c)} ${element.nullable ? 'DROP' : 'SET'} NOT NULL`,
)

compiles(ColumnType)((element: ColumnType, c: DdlCompiler) => {
  const using = element.using === null ? '' : ` USING ${element.using}`
  return `${alterColumn(element, c)} TYPE ${c.type(element.type)}${using}`
})

compiles(ColumnName)(
  (element: ColumnName, c: DdlCompiler) =>
    `${alterTable(element, c)} RENAME ${c.quote(element.columnName)} TO ${c.quote(element.newName)}`,
)

compiles(
  ColumnName,
  'sqlite',
)(
  (element: ColumnName, c: DdlCompiler) =>
    `${alterTable(element, c)} RENAME COLUMN ${c.quote(element.columnName)} TO ${c.quote(element.newName)}`,
)

compiles(ColumnDefault)((element: ColumnDefault, c: DdlCompiler) => {
  const { serverDefault } = element
  const change =
    serverDefault === null ? 'DROP DEFAULT' : `SET DEFAULT ${serverDefaultText(serverDefault, c)}`
  return `${alterColumn(element, c)} ${change}`
})

compiles(ComputedColumnDefault)(() => {
  throw new CompileError(
    'Adding or removing a "computed" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not supported.',
  )
})

compiles(IdentityColumnDefault)(() => {
  throw new CompileError(
    'Adding, removing or modifying an "identity" construct, e.g. GENERATED AS IDENTITY, to or from an existing ' +
      'column is not supported in this dialect.',
  )
})

compiles(
  IdentityColumnDefault,
  'postgresql',
)((element: IdentityColumnDefault, c: DdlCompiler) => {
  const start = alterColumn(element, c)
  const { serverDefault, existing } = element
  if (!(serverDefault instanceof Identity)) return `${start} DROP IDENTITY`
  const { options } = serverDefault
  if (!(existing instanceof Identity)) {
    const details = sequenceOptions(options)
    const always = options.always ? 'ALWAYS' : 'BY DEFAULT'
    return `${start} ADD GENERATED ${always} AS IDENTITY${details === '' ? '' : ` (${details})`}`
  }
  const changes = identityDifference(serverDefault, existing).map((name) =>
    name === 'always'
      ? `SET GENERATED ${options.always ? 'ALWAYS' : 'BY DEFAULT'}`
      : `SET ${sequenceOptions({ [name]: options[name] })}`,
  )
  return [start, ...changes].join(' ')
})

compiles(ColumnComment)((element: ColumnComment, c: DdlCompiler) => {
  const place = `${tableText(c, element.tableName, element.schema)}.${c.quote(element.columnName)}`
  return `COMMENT ON COLUMN ${place} IS ${element.comment === null ? 'NULL' : c.literal(element.comment)}`
})

const wholeColumnsOnly = (): never => {
  throw new NotImplementedError('Individual alter column constructs not supported by MySQL')
}
compiles(ColumnNullable, 'mysql', 'mariadb')(wholeColumnsOnly)
compiles(ColumnName, 'mysql', 'mariadb')(wholeColumnsOnly)
compiles(ColumnType, 'mysql', 'mariadb')(wholeColumnsOnly)

compiles(
  MySQLChangeColumn,
  'mysql',
  'mariadb',
)((element: MySQLChangeColumn, c: DdlCompiler) => {
  const { newName } = element.specification
  const names = `${c.quote(element.columnName)} ${c.quote(newName)}`
  return `${alterTable(element, c)} CHANGE ${names} ${specificationText(element.specification, c)}`
})

compiles(
  MySQLModifyColumn,
  'mysql',
  'mariadb',
)((element: MySQLModifyColumn, c: DdlCompiler) => {
  const specification = specificationText(element.specification, c)
  return `${alterTable(element, c)} MODIFY ${c.quote(element.columnName)} ${specification}`
})

function specificationText(specification: ColumnSpecification, c: DdlCompiler): string {
  const { type, nullable, autoincrement, serverDefault, comment } = specification
  const parts = [
    c.type(type),
    nullable ? 'NULL' : 'NOT NULL',
    autoincrement ? 'AUTO_INCREMENT' : '',
    serverDefault === null ? '' : `DEFAULT ${serverDefaultText(serverDefault, c)}`,
    comment ? `COMMENT ${c.literal(comment)}` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}
