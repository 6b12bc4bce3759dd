/**
 * Chooses how a cell's value is shown: entities and rows as tables, statements as SQL, everything else inspected.
 * Reads loaded values only: showing a result never emits SQL.
 */
import { inspect } from 'node:util'
import { Row } from '../../engine/row.js'
import { isEntity } from './entity.js'
import { entityBlock, entityTable } from './entity.js'
import { toCell } from './cell.js'
import { columnAlign } from './column-align.js'
import type { Output, TableBlock, TableColumn } from './output.js'
import { statementSql } from './statement.js'

/** Rows of a table shown before it says how many more there are. */
export const ROW_LIMIT = 50

export interface ValueFormatOptions {
  readonly colors: boolean
  readonly columns: number
  readonly rowLimit?: number
}

export function formatValue(value: unknown, options: ValueFormatOptions): readonly Output[] {
  if (value === undefined) return []
  const limit = options.rowLimit ?? ROW_LIMIT
  if (isEntity(value)) return [entityBlock(value)]
  if (value instanceof Row) return [rowTable([value], limit)]
  const table = Array.isArray(value) ? listTable(value, limit) : null
  if (table) return [table]
  const sql = statementSql(value)
  if (sql) return [sql]
  return [{ kind: 'value', text: inspectText(value, options) }]
}

function listTable(values: readonly unknown[], limit: number): TableBlock | null {
  const [first] = values
  if (first === undefined) return null
  if (values.every(isEntity)) return entityTable(values, limit)
  if (values.every((value) => value instanceof Row)) return rowTable(values, limit)
  return values.every(isPlainRecord) ? recordTable(values, limit) : null
}

function rowTable(rows: readonly Row[], limit: number): TableBlock {
  const keys = rows[0]?.keys() ?? []
  const cells = rows.slice(0, limit).map((row) => [...row].map(rowCell))
  return table({ titles: keys, cells, total: rows.length })
}

/** An entity inside a row is named, not spread. */
function rowCell(value: unknown) {
  return isEntity(value) ? { text: entityBlock(value).title, type: 'key' as const } : toCell(value)
}

function recordTable(
  records: readonly Readonly<Record<string, unknown>>[],
  limit: number,
): TableBlock {
  const titles = [...new Set(records.slice(0, limit).flatMap((record) => Object.keys(record)))]
  const cells = records
    .slice(0, limit)
    .map((record) => titles.map((title) => toCell(record[title])))
  return table({ titles, cells, total: records.length })
}

interface TableParts {
  readonly titles: readonly string[]
  readonly cells: TableBlock['rows']
  readonly total: number
}

function table({ titles, cells, total }: TableParts): TableBlock {
  const columns = titles.map((title, index): TableColumn => ({
    title,
    align: columnAlign(cells, index),
  }))
  return { kind: 'table', columns, rows: cells, ...(total > cells.length ? { total } : {}) }
}

function isPlainRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.keys(value).length > 0
}

function inspectText(value: unknown, { colors, columns }: ValueFormatOptions): string {
  return inspect(value, {
    colors,
    breakLength: Math.max(40, columns - 1),
    depth: 3,
    maxArrayLength: 100,
    maxStringLength: 4000,
  })
}
