/**
 * Chooses how a cell's value is shown: entities and rows as tables, statements as SQL, everything else inspected.
 * Reads loaded values only: showing a result never emits SQL.
 */
import { inspect, types } from 'node:util'
import { Row, RowMapping } from '../../engine/row.js'
import { cleanStacks } from '../kernel/stack.js'
import { columnAlign } from './column-align.js'
import { describe } from './describe.js'
import { toCell } from './cell.js'
import { entityBlock, entityTable, hasNoZone, isEntity, valueCell } from './entity.js'
import { withCosts } from './load-cost.js'
import type { Cell, Output, TableBlock, TableColumn } from './output.js'
import { statementSql } from './statement.js'

/** Rows of a table shown before it says how many more there are, unless somebody wants another number. */
export const ROW_LIMIT = 50

export interface ValueFormatOptions {
  readonly rows?: number
  readonly layout?: TableBlock['layout']
  readonly colors: boolean
  readonly columns: number
  /** False where `_` is not the value, so that nobody is told to go on with it. */
  readonly isLastValue?: boolean
}

export function formatValue(value: unknown, options: ValueFormatOptions): readonly Output[] {
  if (value === undefined) return []
  // Asking one what it is would run its code.
  if (types.isProxy(value)) return [{ kind: 'value', text: inspectText(value, options) }]
  if (isEntity(value)) return [withCosts(value, entityBlock(value))]
  const table = tableOf(value, options.rows ?? ROW_LIMIT)
  if (table) {
    const source = Array.isArray(value) ? { source: '_' } : { source: '[..._]' }
    const layout = options.layout === undefined ? {} : { layout: options.layout }
    return [{ ...table, ...layout, ...(options.isLastValue === false ? {} : source) }]
  }
  const sql = statementSql(value)
  if (sql) return [sql]
  return [{ kind: 'value', text: describe(value) ?? inspectText(value, options) }]
}

function tableOf(value: unknown, limit: number): TableBlock | null {
  if (value instanceof Row) return rowTable([value], limit)
  if (value instanceof RowMapping) return recordTable([value], limit)
  if (Array.isArray(value)) return listTable(value, limit)
  return value instanceof Set ? entitiesTable([...value], limit) : null
}

function listTable(values: readonly unknown[], limit: number): TableBlock | null {
  if (values.length === 0) return null
  if (values.every((value) => value instanceof Row)) return rowTable(values, limit)
  return values.every(isRecord) ? recordTable(values, limit) : entitiesTable(values, limit)
}

function entitiesTable(values: readonly unknown[], limit: number): TableBlock | null {
  return values.length > 0 && values.every(isEntity) ? entityTable(values, limit) : null
}

function rowTable(rows: readonly Row[], limit: number): TableBlock {
  const columns = rows[0]?.metadata.columns ?? []
  const isLocal = columns.map(({ objects = [] }) => objects.some(hasNoZone))
  const cells = rows
    .slice(0, limit)
    .map((row) =>
      [...row].map((value, at) =>
        value instanceof Date ? toCell(value, { isLocal: isLocal[at] === true }) : valueCell(value),
      ),
    )
  return table({ titles: rows[0]?.keys() ?? [], cells, total: rows.length })
}

function recordTable(
  records: readonly Readonly<Record<string, unknown>>[],
  limit: number,
): TableBlock {
  const shown = records.slice(0, limit)
  const titles = [...new Set(shown.flatMap((record) => Object.keys(record)))]
  const cells = shown.map((record) => titles.map((title) => recordCell(record, title)))
  return table({ titles, cells, total: records.length })
}

/** A key that a record does not have is blank: it is not NULL. */
function recordCell(record: Readonly<Record<string, unknown>>, title: string): Cell {
  return title in record ? valueCell(record[title]) : { text: '' }
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value instanceof RowMapping) return true
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.keys(value).length > 0
}

function inspectText(value: unknown, { colors, columns }: ValueFormatOptions): string {
  const text = inspect(value, {
    colors,
    breakLength: Math.max(40, columns - 1),
    depth: 3,
    maxArrayLength: 100,
    maxStringLength: 4000,
  })
  return withoutAsyncHooks(cleanStacks(text))
}

const ASYNC_HOOKS =
  /,?\s*\[(?:\x1b\[\d+m)?Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)(?:\x1b\[\d+m)?\]: \S+/g

/** Node hangs numbers on promises while their context is followed; they are nobody's business. */
function withoutAsyncHooks(text: string): string {
  const cleaned = text.replace(ASYNC_HOOKS, '')
  return cleaned === text ? text : cleaned.replace(/\{\n\s*([^\n]*)\n\s*\}/g, '{ $1 }')
}
