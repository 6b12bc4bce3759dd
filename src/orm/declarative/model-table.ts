/**
 * The table of a model, made from the columns among its attributes.
 */
import { ArgumentError } from '../../errors.js'
import { Column } from '../../schema/column.js'
import { Constraint } from '../../schema/constraints.js'
import type { MetaData } from '../../schema/metadata.js'
import { Index } from '../../schema/table-index.js'
import { Table } from '../../schema/table.js'
import type { FromClause } from '../mapping/sql-types.js'
import { DeclaredColumn } from './column-declarations.js'
import type { ModelOptions } from './model-options.js'
import type { Attributes } from './types.js'

/** A table whose constraints may name columns by attribute. */
class ModelTable extends Table {
  readonly attributeNames = new Map<string, string>()

  override columnByReference(reference: string): Column | null {
    // Undefined while the base constructor runs.
    const name = (this.attributeNames as Map<string, string> | undefined)?.get(reference)
    return super.columnByReference(name ?? reference)
  }
}

interface TableRequest {
  readonly name: string
  readonly metadata: MetaData
  readonly attributes: Attributes
  readonly options: ModelOptions
}

interface MadeTable {
  readonly table: Table
  /** The attributes with the columns that are now part of the table. */
  readonly attributes: Attributes
}

/** @internal */
export function createTable({ name, metadata, attributes, options }: TableRequest): MadeTable {
  const own = ownColumns(attributes)
  const { constraints = [], mapper: _mapper, ...tableOptions } = options
  const columns = columnsOf(own).map(([, column]) => column)
  const table = new ModelTable(name, metadata, columns, tableOptions)
  for (const [key, column] of columnsOf(own)) table.attributeNames.set(key, column.name)
  for (const item of constraints) append(table, item)
  return { table, attributes: own }
}

/** Adds the columns of a single-table subclass to the table it shares. @internal */
export function addColumns(table: FromClause, attributes: Attributes): Attributes {
  const own = ownColumns(attributes)
  const columns = columnsOf(own)
  if (columns.length > 0 && !(table instanceof Table)) {
    throw new ArgumentError("Can't add columns to a class that is not mapped to a Table")
  }
  for (const [, column] of columns)
    if (column.table !== table && existing(table, column) === null)
      (table as Table).appendColumn(column)
  return mapColumns(own, (column) => existing(table, column) ?? column)
}

/** The column in the table that a declaration is content with. */
function existing(table: FromClause, column: Column): Column | null {
  if (!column.options.useExistingColumn || column.table === table) return null
  return ([...table.columns] as Column[]).find(({ name }) => name === column.name) ?? null
}

/** Columns get their names; those that belong to a table already (mixins) are copied. */
function ownColumns(attributes: Attributes): Attributes {
  return mapColumns(attributes, (column, key) => freeColumn(key, column))
}

function mapColumns(
  attributes: Attributes,
  change: (column: Column, key: string) => Column,
): Attributes {
  const entries = Object.entries(attributes).map(([key, value]) => {
    if (value instanceof Column) return [key, change(value, key)] as const
    if (!(value instanceof DeclaredColumn)) return [key, value] as const
    return [key, new DeclaredColumn(change(value.column as Column, key), value.options)] as const
  })
  return Object.fromEntries(entries)
}

function freeColumn(key: string, column: Column): Column {
  return (column.table === null ? column : column.copy()).named(key)
}

function columnsOf(attributes: Attributes): readonly (readonly [string, Column])[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const column = value instanceof DeclaredColumn ? value.column : value
    return column instanceof Column ? [[key, column] as const] : []
  })
}

function append(table: Table, item: unknown): void {
  if (item instanceof Index) table.appendIndex(item)
  else if (item instanceof Constraint) table.appendConstraint(item)
  else throw new ArgumentError('`constraints` takes constraints and indexes only')
}

/** A model over a table that exists already: its columns are mapped under the names given. @internal */
export function useTable(table: Table, attributes: Attributes): MadeTable {
  const free = columnsOf(attributes).filter(([, column]) => column.table === null)
  if (free.length > 0) {
    throw new ArgumentError(
      `Can't add additional column '${free[0]?.[0] ?? ''}' when specifying __table__`,
    )
  }
  return { table, attributes }
}
