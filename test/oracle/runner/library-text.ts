/** How Python prints the library's own objects: tables, columns, types, mappers. */
import { Column, ForeignKey, Mapper, MetaData, Table, TypeDecorator, TypeEngine } from 'orm-shell'

/** `repr(value)` of an object of the library; null for all else. */
export function libraryText(value: object): string | null {
  if (value instanceof MetaData) return 'MetaData()'
  if (value instanceof Mapper) return `<Mapper at 0xADDR; ${value.className}>`
  if (value instanceof ForeignKey) return `ForeignKey('${value.targetFullname}')`
  if (value instanceof Table) return tableText(value)
  if (value instanceof Column) return columnText(value)
  return value instanceof TypeEngine ? typeText(value) : null
}

function tableText(table: Table): string {
  const columns = table.tableColumns.map(columnText)
  const schema = table.schema === null ? 'None' : `'${table.schema}'`
  return `Table('${table.name}', MetaData(), ${columns.join(', ')}, schema=${schema})`
}

function columnText(column: Column): string {
  const parts = [`'${column.name}'`, typeText(column.type)]
  parts.push(column.table ? `table=<${column.table.name}>` : 'table=None')
  if (column.primaryKey) parts.push('primary_key=True')
  if (!column.nullable) parts.push('nullable=False')
  return `Column(${parts.join(', ')})`
}

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  string: ['length'],
  varchar: ['length'],
  char: ['length'],
  unicode: ['length'],
  nvarchar: ['length'],
  nchar: ['length'],
  binary: ['length'],
  varbinary: ['length'],
  largeBinary: ['length'],
  text: ['length'],
  float: ['precision'],
  numeric: ['precision', 'scale'],
  decimal: ['precision', 'scale'],
}

function typeText(of: TypeEngine): string {
  const { className } = of
  const type = of instanceof TypeDecorator ? of.implInstance : of
  const { visitName } = type
  const names = ARGUMENTS[visitName] ?? []
  const given = type.typeArguments()
  const parts = names.flatMap((each, index) => {
    const value = given[index]
    return value === null || value === undefined ? [] : [`${each}=${String(value)}`]
  })
  return `${className}(${parts.join(', ')})`
}
