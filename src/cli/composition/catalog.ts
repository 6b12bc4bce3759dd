/** What completion may know about the models, read from their mappers; it never touches the database. */
import type { Mapper } from '../../orm/mapping/mapper.js'
import type { RelationshipProperty } from '../../orm/mapping/relationship.js'
import { Query } from '../../orm/query/query.js'
import { Column } from '../../schema/column.js'
import type { Table } from '../../schema/table.js'
import { ClauseElement } from '../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { EnumType } from '../../sql/types/enum.js'
import type { ColumnInfo, ModelCatalog, ModelInfo } from '../../shell/kernel/contracts.js'
import { shortDocumentation } from '../../shell/documentation/short.js'
import type { ModelRegistry } from '../../shell/models.js'

/** A catalog that follows the registry, so that reloaded models complete at once. */
export function modelCatalog(models: ModelRegistry): ModelCatalog {
  return {
    classes: () => models.mappers.map(modelInfo),
    modelOf: (source) => {
      const mapper = mapperOf(source)
      return mapper && modelInfo(mapper)
    },
    about: shortDocumentation,
    tables: () => [...tablesOf(models).keys()],
    columnsOf: (name) => columnsOf(tablesOf(models).get(name)),
  }
}

/** What a statement or a query is about. */
function mapperOf(source: object): Mapper | undefined {
  const statement = source instanceof Query ? source.statement : source
  const subject = statement instanceof ClauseElement ? statement.propagateAttrs?.subject : null
  const inspected = subject as { readonly mapper?: Mapper } | null | undefined
  return inspected?.mapper
}

function tablesOf(models: ModelRegistry): ReadonlyMap<string, Table> {
  const tables = models.mappers.flatMap((mapper) => mapper.tables)
  return new Map(tables.map((table) => [table.name, table]))
}

function columnsOf(table: Table | undefined): readonly ColumnInfo[] {
  const columns = [...(table?.c ?? [])]
  return columns.map((column) => ({ name: String(column.name), ...columnFacts(column) }))
}

function modelInfo(mapper: Mapper): ModelInfo {
  return {
    name: mapper.className,
    target: mapper.class_,
    columns: mapper.columnAttrs.map(({ key, columns }) => ({
      name: key,
      ...columnFacts(columns[0]),
    })),
    relationships: mapper.relationships.map((relationship) => ({
      name: relationship.key,
      target: relationship.mapper.className,
      collection: relationship.uselist,
      cardinality: cardinality(relationship),
    })),
  }
}

/** What a person asks about a column before using it; an expression has no more than a type. */
function columnFacts(column: ColumnElement | undefined): Omit<ColumnInfo, 'name'> {
  const type = column?.type
  if (!(column instanceof Column)) return { type: typeText(type) }
  const { isPrimaryKey, nullable, foreignKeys } = column
  const notes = [
    isPrimaryKey ? 'primary key' : nullable ? 'nullable' : 'not null',
    ...foreignKeys.map(({ targetFullname }) => `→ ${targetFullname}`),
  ]
  return {
    type: typeText(type),
    notes,
    ...(type instanceof EnumType ? { values: type.enums } : {}),
  }
}

function typeText(type: unknown): string {
  if (type instanceof EnumType) return `enum(${type.enums.map((text) => `'${text}'`).join(', ')})`
  return String(type ?? '').replace(/\(\)$/, '')
}

function cardinality({ direction, uselist }: RelationshipProperty): string {
  if (direction === 'MANYTOMANY') return 'many to many'
  if (direction === 'MANYTOONE') return 'many to one'
  return uselist ? 'one to many' : 'one to one'
}
