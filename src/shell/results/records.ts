/** A result as columns and rows of plain values, for export. Objects give what is loaded; nothing is loaded for it. */
import { Row, RowMapping } from '../../engine/row.js'
import type { Mapper } from '../../orm/mapping/mapper.js'
import { instanceState } from '../../orm/state/state-of.js'
import { isEntity } from '../format/entity.js'

export interface Records {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** The table the rows are of, where that is known. */
  readonly table: string | null
}

/** Null for what has no rows. */
export function recordsOf(value: unknown): Records | null {
  if (isEntity(value)) return entityRecords([value])
  if (value instanceof Row || value instanceof RowMapping) return recordsOf([value])
  const list =
    value instanceof Set || Array.isArray(value) ? [...(value as Iterable<unknown>)] : null
  if (list === null || list.length === 0)
    return list ? { columns: [], rows: [], table: null } : null
  if (list.every(isEntity)) return entityRecords(list)
  if (list.every((row) => row instanceof Row)) return rowRecords(list)
  return list.every(isPlain) ? plainRecords(list) : scalarRecords(list)
}

function entityRecords(entities: readonly object[]): Records {
  const mappers = entities.map((entity) => instanceState(entity).mapper)
  const { rowOf, ...header } = entityColumns(mappers)
  return { ...header, rows: entities.map(rowOf) }
}

export interface EntityColumns extends Omit<Records, 'rows'> {
  /** What an object has in these columns, as far as it is loaded. */
  rowOf(entity: object): readonly unknown[]
}

/** The columns of objects of these classes. */
export function entityColumns(mappers: readonly Mapper[]): EntityColumns {
  const attributes = new Map(
    mappers.flatMap(({ columnAttrs }) => columnAttrs.map((it) => [it.key, it] as const)),
  )
  const keys = [...attributes.keys()]
  return {
    columns: keys.map((key) => String(attributes.get(key)?.columns[0]?.key ?? key)),
    table: mappers[0]?.localTable.describe() ?? null,
    rowOf: (entity) => {
      const state = instanceState(entity)
      return keys.map((key) => (state.mapper.hasProperty(key) ? (state.value(key) ?? null) : null))
    },
  }
}

/** A row of one object is that object. */
function rowRecords(rows: readonly Row[]): Records {
  const singles = rows.map((row) => [...row]).filter((row) => row.length === 1 && isEntity(row[0]))
  if (singles.length === rows.length)
    return entityRecords(singles.map(([entity]) => entity as object))
  return { columns: rows[0]?.keys() ?? [], rows: rows.map((row) => [...row]), table: null }
}

type Plain = Readonly<Record<string, unknown>>

function isPlain(value: unknown): value is Plain {
  if (value instanceof RowMapping) return true
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function plainRecords(list: readonly Plain[]): Records {
  const columns = [...new Set(list.flatMap((record) => Object.keys(record)))]
  const rows = list.map((record) => columns.map((column) => record[column] ?? null))
  return { columns, rows, table: null }
}

function scalarRecords(list: readonly unknown[]): Records {
  return { columns: ['value'], rows: list.map((value) => [value]), table: null }
}
