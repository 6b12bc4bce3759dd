/** `.schema`: tables of the database as the database itself tells them, models or not. */
import type { Inspector } from '../../../engine/inspector.js'
import { inspect } from '../../../orm/inspect.js'
import { typeText } from '../../../sql/compiler/type-names.js'
import { nearest } from '../../../util/nearest.js'
import type { Cell, Output, TableBlock } from '../../format/output.js'
import type { ModelRegistry } from '../../models.js'
import { UsageError, type Command } from '../command.js'
import { lookAt } from './look.js'

export const schema: Command = {
  name: '.schema',
  aliases: ['.tables', '\\d', '\\dt', '\\d+'],
  topic: 'looking around',
  usage: '[table]',
  summary: 'The tables of the database, or one of them',
  completes: 'table',
  detail: 'Asks the database, not the models: what the open transaction has made is among it.',
  examples: ['.schema', '.schema posts', '\\d posts'],
  run: (argument, context) =>
    context.log.mute(() =>
      lookAt(context, (connection) => show(argument, inspect(connection), context.models)),
    ),
}

export const schemas: Command = {
  name: '.schemas',
  aliases: ['\\dn'],
  topic: 'looking around',
  summary: 'The schemas of the database',
  examples: ['.schemas'],
  run: (_argument, context) =>
    context.log.mute(() => lookAt(context, (connection) => schemaList(inspect(connection)))),
}

function schemaList(inspector: Inspector): readonly Output[] {
  const { defaultSchemaName } = inspector
  const rows = inspector
    .getSchemaNames()
    .map((name): readonly Cell[] => [
      { text: name },
      { text: name === defaultSchemaName ? 'default' : '' },
    ])
  const columns = ['schema', ''].map((title) => ({ title, align: 'left' as const }))
  return [{ kind: 'table', columns, rows, footer: '' }]
}

function show(argument: string, inspector: Inspector, models: ModelRegistry): readonly Output[] {
  if (argument === '') return [tableList(inspector)]
  return describeTable(inspector, resolveTable(inspector, argument, models))
}

function tableList(inspector: Inspector): TableBlock {
  const tables = inspector.getTableNames().map((name) => row(name, 'table', inspector))
  const views = inspector.getViewNames().map((name) => row(name, 'view', inspector))
  return {
    kind: 'table',
    columns: [
      { title: 'name', align: 'left' },
      { title: 'kind', align: 'left' },
      { title: 'columns', align: 'left', wrap: true },
    ],
    rows: [...tables, ...views],
  }
}

function row(name: string, kind: string, inspector: Inspector): readonly Cell[] {
  const columns = inspector.getColumns(name).map((column) => column.name)
  return [{ text: name }, { text: kind }, { text: columns.join(', ') }]
}

/** A model's name stands for its table. */
function resolveTable(inspector: Inspector, name: string, models: ModelRegistry): string {
  const names = [...inspector.getTableNames(), ...inspector.getViewNames()]
  if (names.includes(name)) return name
  if (models.find(name)) return models.mapper(name).localTable.describe()
  const near = nearest(name, [...names, ...models.names])
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
  const extras = [...constraintLines(inspector, table), ...indexLines(inspector, table)]
  const details: Output[] = extras.length > 0 ? [{ kind: 'text', text: extras.join('\n') }] : []
  return [{ kind: 'table', title: table, columns, rows, footer: '' }, ...details]
}

function constraintLines(inspector: Inspector, table: string): string[] {
  const foreignKeys = inspector
    .getForeignKeys(table)
    .map(
      (key) =>
        `foreign key (${key.constrainedColumns.join(', ')}) → ${key.referredTable} (${key.referredColumns.join(', ')})`,
    )
  const unique = inspector
    .getUniqueConstraints(table)
    .map((constraint) => `unique (${constraint.columnNames.join(', ')})`)
  const checks = inspector.getCheckConstraints(table).map(({ sqltext }) => `check (${sqltext})`)
  return [...foreignKeys, ...unique, ...checks]
}

function indexLines(inspector: Inspector, table: string): string[] {
  return inspector
    .getIndexes(table)
    .filter((index) => index.duplicatesConstraint === undefined)
    .map(
      (index) =>
        `${index.unique ? 'unique index' : 'index'} ${index.name} (${index.columnNames.join(', ')})`,
    )
}
