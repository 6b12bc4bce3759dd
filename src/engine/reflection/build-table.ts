/** Makes a `Table` of what the catalog says. Does no I/O; `reflect.ts` reads and decides which tables. */
import { column, type Column, type ColumnOptions } from '../../schema/column.js'
import {
  checkConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  uniqueConstraint,
  type Constraint,
} from '../../schema/constraints.js'
import { Computed, Identity, type SequenceOptions } from '../../schema/defaults.js'
import type { ForeignKeyOptions } from '../../schema/foreign-key.js'
import type { MetaData } from '../../schema/metadata.js'
import { Index, type IndexOptions } from '../../schema/table-index.js'
import { Table } from '../../schema/table.js'
import { text } from '../../sql/elements/literals.js'
import { warn } from '../../util/warnings.js'
import type {
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIdentity,
  ReflectedIndex,
} from './introspection.js'
import type { TableFacts } from './table-facts.js'

export function buildTable(
  metadata: MetaData,
  facts: TableFacts,
  options: FillOptions & { readonly extendExisting: boolean; readonly autoloadReplace?: boolean },
): Table {
  const { name, schema } = facts.name
  const { extendExisting } = options
  const table = new Table(name, metadata, [], { schema, extendExisting }) as unknown as Table
  const excludeColumns =
    options.autoloadReplace === false ? table.tableColumns.map(({ name }) => name) : []
  fillTable(table, facts, { ...options, excludeColumns })
  return table
}

/** Which of the columns the catalog knows a table gets. */
export interface FillOptions {
  /** Only these; default: all. */
  readonly includeColumns?: readonly string[]
  /** Not these. */
  readonly excludeColumns?: readonly string[]
  /** What listeners of `columnReflect` are told where the columns come from. */
  readonly source: unknown
}

/** What the catalog says about a column, and what listeners may add: a key, `info`. */
type MutableColumn = { -readonly [K in keyof ReflectedColumn]: ReflectedColumn[K] } & {
  key?: string
  info?: Readonly<Record<string, unknown>>
}

/** Listeners of the MetaData and of the table may change what is taken over. */
function heard(table: Table, source: unknown, reflected: ReflectedColumn): MutableColumn {
  const own = [table.metadata.events, table.events].filter((each) => each.has('columnReflect'))
  if (own.length === 0) return reflected
  const column: MutableColumn = { ...reflected }
  for (const events of own) events.emit('columnReflect', source, table, column)
  return column
}

/** Adds what the catalog says to a table; what needs a column that is left out is left out as well. */
export function fillTable(table: Table, facts: TableFacts, options: FillOptions): void {
  const { includeColumns, excludeColumns = [], source } = options
  const heardOf = facts.columns.map((each) => [each.name, heard(table, source, each)] as const)
  const wanted = heardOf.filter(
    ([, { name }]) => (includeColumns?.includes(name) ?? true) && !excludeColumns.includes(name),
  )
  const known = new Set([...wanted.map(([name]) => name), ...excludeColumns])
  const isComplete = (names: readonly (string | null)[]): boolean =>
    names.every((name) => name === null || known.has(name))
  for (const [name, column] of wanted) {
    const primaryKey = facts.primaryKey.constrainedColumns.includes(name)
    table.addColumn(columnOf(column, primaryKey), '', true)
  }
  table.comment ??= facts.comment.text
  const complete = {
    ...facts,
    primaryKey: {
      ...facts.primaryKey,
      constrainedColumns: facts.primaryKey.constrainedColumns.filter((name) => known.has(name)),
    },
    foreignKeys: facts.foreignKeys.filter(
      (key) =>
        isComplete(key.constrainedColumns) &&
        // SQLite keeps the key of a table that is not there; nobody knows which columns it meant.
        key.referredColumns.length > 0 &&
        !key.constrainedColumns.some((each) => excludeColumns.includes(each)) &&
        isDistinct(facts.name.name, key),
    ),
    uniques: facts.uniques.filter((unique) => isComplete(unique.columnNames)),
    indexes: facts.indexes.filter((index) => isComplete(index.columnNames)),
  }
  for (const constraint of constraintsOf(complete)) table.appendConstraint(constraint)
  for (const index of indexesOf(complete)) table.appendIndex(index)
}

/** A column refers to one other column in each key. */
function isDistinct(table: string, { name, constrainedColumns }: ReflectedForeignKey): boolean {
  if (new Set(constrainedColumns).size === constrainedColumns.length) return true
  warn(
    `On reflected table ${table}, skipping reflection of foreign key constraint ${name}; duplicate source columns ` +
      `within name(s) ${constrainedColumns.join(', ')} are not supported`,
  )
  return false
}

function columnOf(reflected: MutableColumn, primaryKey: boolean): Column {
  const options: ColumnOptions = {
    ...(primaryKey ? { primaryKey } : {}),
    ...(reflected.key === undefined ? {} : { key: reflected.key }),
    ...(reflected.info === undefined ? {} : { info: reflected.info }),
    nullable: reflected.nullable,
    ...(reflected.default === null ? {} : { serverDefault: text(reflected.default) }),
    ...(reflected.autoincrement === undefined ? {} : { autoincrement: reflected.autoincrement }),
    ...(reflected.comment == null ? {} : { comment: reflected.comment }),
    ...(reflected.computed === undefined
      ? {}
      : {
          computed: new Computed(reflected.computed.sqltext, {
            persisted: reflected.computed.persisted,
          }),
        }),
    ...(reflected.identity === undefined ? {} : { identity: identityOf(reflected.identity) }),
  }
  return column(reflected.name, reflected.type, options) as Column
}

function identityOf(identity: ReflectedIdentity): Identity {
  const numbers = Object.entries(identity).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ])
  return new Identity(Object.fromEntries(numbers) as SequenceOptions)
}

function constraintsOf(facts: TableFacts): Constraint[] {
  const { primaryKey, foreignKeys, uniques, checks } = facts
  const key =
    primaryKey.constrainedColumns.length === 0
      ? []
      : [new PrimaryKeyConstraint(primaryKey.constrainedColumns, { name: primaryKey.name })]
  return [
    ...key,
    ...foreignKeys.map(foreignKeyOf),
    ...uniques
      .filter((unique) => unique.duplicatesIndex === undefined)
      .map(({ name, columnNames }) => uniqueConstraint(...columnNames, { name })),
    ...checks.map(({ name, sqltext }) => checkConstraint(sqltext, { name })),
  ]
}

function foreignKeyOf(key: ReflectedForeignKey): ForeignKeyConstraint {
  const prefix = key.referredSchema === null ? '' : `${key.referredSchema}.`
  const targets = key.referredColumns.map((name) => `${prefix}${key.referredTable}.${name}`)
  const options: ForeignKeyOptions = {
    ...key.options,
    ...(key.name === null ? {} : { name: key.name }),
  }
  return new ForeignKeyConstraint(key.constrainedColumns, targets, options)
}

/** An index that a constraint has made comes with the constraint. */
function indexesOf(facts: TableFacts): Index[] {
  return facts.indexes.filter((index) => index.duplicatesConstraint === undefined).map(indexOf)
}

function indexOf(reflected: ReflectedIndex): Index {
  const members = reflected.columnNames.map(
    (name, at) => name ?? text(reflected.expressions?.[at] ?? ''),
  )
  // What a database has of its own is told to no other.
  const options: IndexOptions = { unique: reflected.unique, ...reflected.dialectOptions }
  return new Index(reflected.name, members, options)
}
