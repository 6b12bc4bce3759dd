/** Turns one database or attribute value into a table cell. Never reads an attribute, so it never loads anything. */
import type { Cell } from './output.js'

/** Longest text a cell shows before it is cut. */
export const CELL_LIMIT = 200

export interface CellOptions {
  /** Times are of no zone: of a column without one. */
  readonly isLocal?: boolean
}

export function toCell(value: unknown, { isLocal = false }: CellOptions = {}): Cell {
  if (value === null || value === undefined) return { text: 'NULL', type: 'null' }
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return { text: String(value), type: 'number' }
    case 'boolean':
      return { text: String(value), type: 'boolean' }
    case 'string':
      return { text: cut(oneLine(value)), type: 'text' }
    case 'object':
      return value instanceof Date
        ? { text: dateText(value, isLocal), type: 'date' }
        : objectCell(value)
    default:
      return { text: cut(oneLine(String(value))), type: 'text' }
  }
}

function objectCell(value: object): Cell {
  if (value instanceof Error)
    return { text: cut(oneLine(`${value.name}: ${value.message}`)), type: 'text' }
  if (value instanceof Uint8Array) return { text: `‹${byteSize(value.length)}›`, type: 'binary' }
  return { text: cut(oneLine(jsonText(value))), type: 'json' }
}

/** A moment is told with its zone; where the column has none, neither has what is shown. */
function dateText(value: Date, isLocal: boolean): string {
  if (Number.isNaN(value.getTime())) return 'Invalid Date'
  const text = value
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '')
  return isLocal ? text : `${text}Z`
}

function jsonText(value: object): string {
  try {
    return (
      JSON.stringify(value, (_key, part: unknown) =>
        typeof part === 'bigint' ? `${part}n` : part,
      ) ?? String(value)
    )
  } catch {
    return Object.prototype.toString.call(value)
  }
}

/** `12.3 KB`, for values that are not worth printing. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  const units = ['KB', 'MB', 'GB']
  let size = bytes / 1024
  let unit = 0
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024
  return `${size.toFixed(1)} ${units[unit]}`
}

function oneLine(text: string): string {
  return text
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replace(/[\u0000-\u001f\u007f]/g, '·')
}

function cut(text: string): string {
  return text.length > CELL_LIMIT ? `${text.slice(0, CELL_LIMIT - 1)}…` : text
}
