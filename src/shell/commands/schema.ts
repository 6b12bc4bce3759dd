/** `.schema`: tables of the database as the database itself tells them, models or not. */
import type { Inspector } from '../../engine/inspector.js'
import { inspect } from '../../orm/inspect.js'
import { typeText } from '../../schema/ddl-compiler.js'
import { nearest } from '../../util/nearest.js'
import type { Cell, Output, TableBlock } from '../format/output.js'
import { UsageError, type Command, type ShellContext } from './command.js'

export const schema: Command = {
  name: '.schema',
  aliases: ['.tables', '\\d', '\\dt'],
  usage: '[table]',
  summary: 'List the tables of the database, or describe one: columns, keys, indexes',
  completes: 'table',
  run: (argument, context) => context.log.mute(() => show(argument, context)),
}

function show(argument: string, { engine, models, session }: ShellContext): readonly Output[] {
  // Inside a transaction only its own connection sees what it has done.
  const inspector = inspect(session.inTransaction() ? session.connection() : engine)
  if (argument === '') return [tableList(inspector)]
  const tableOfModel = (name: string) =>
    models.find(name) ? models.mapper(name).localTable.describe() : null
  return describeTable(inspector, resolveTable(inspector, argument, tableOfModel))
}

function tableList(inspector: Inspector): TableBlock {
  const tables = inspector.getTableNames().map((name) => row(name, 'table', inspector))
  const views = inspector.getViewNames().map((name) => row(name, 'view', inspector))
  return {
    kind: 'table',
    columns: [
      { title: 'name', align: 'left' },
      { title: 'kind', align: 'left' },
      { title: 'columns', align: 'left' },
    ],
    rows: [...tables, ...views],
  }
}

function row(name: string, kind: string, inspector: Inspector): readonly Cell[] {
  const columns = inspector.getColumns(name).map((column) => column.name)
  return [{ text: name }, { text: kind }, { text: columns.join(', ') }]
}

/** A model's name stands for its table. */
function resolveTable(
  inspector: Inspector,
  name: string,
  tableOfModel: (name: string) => string | null,
): string {
  const names = [...inspector.getTableNames(), ...inspector.getViewNames()]
  if (names.includes(name)) return name
  const table = tableOfModel(name)
  if (table !== null) return table
  const near = nearest(name, names)
  throw new UsageError(`There is no table named ${name}`, {
    hint: near ? `did you mean ${near}?` : '.schema lists them',
  })
}

function describeTable(inspector: Inspector, table: string): readonly Output[] {
  const primaryKey = new Set(inspector.getPkConstraint(table).constrainedColumns)
  const rows = inspector
    .getColumns(table)
    .map((column): readonly Cell[] => [
      { text: column.name },
      { text: typeText(column.type, inspector.dialect) },
      { text: column.nullable ? 'null' : 'not null' },
      column.default === null ? { text: '' } : { text: column.default },
      { text: primaryKey.has(column.name) ? 'primary key' : '' },
    ])
  const columns = ['column', 'type', 'null', 'default', 'key'].map((title) => ({
    title,
    align: 'left' as const,
  }))
  const extras = [...foreignKeyLines(inspector, table), ...indexLines(inspector, table)]
  const details: Output[] = extras.length > 0 ? [{ kind: 'text', text: extras.join('\n') }] : []
  return [{ kind: 'table', title: table, columns, rows, footer: '' }, ...details]
}

function foreignKeyLines(inspector: Inspector, table: string): string[] {
  return inspector
    .getForeignKeys(table)
    .map(
      (key) =>
        `foreign key (${key.constrainedColumns.join(', ')}) → ${key.referredTable} (${key.referredColumns.join(', ')})`,
    )
}

function indexLines(inspector: Inspector, table: string): string[] {
  return inspector
    .getIndexes(table)
    .map(
      (index) =>
        `${index.unique ? 'unique index' : 'index'} ${index.name} (${index.columnNames.join(', ')})`,
    )
}
