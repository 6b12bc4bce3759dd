/** Turns one database or attribute value into a table cell. Never reads an attribute, so it never loads anything. */
import type { Cell } from './output.js'

/** Longest text a cell shows before it is cut. */
export const CELL_LIMIT = 200

export function toCell(value: unknown): Cell {
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
      return objectCell(value)
    default:
      return { text: cut(oneLine(String(value))), type: 'text' }
  }
}

function objectCell(value: object): Cell {
  if (value instanceof Date) return { text: dateText(value), type: 'date' }
  if (value instanceof Error)
    return { text: cut(oneLine(`${value.name}: ${value.message}`)), type: 'text' }
  if (value instanceof Uint8Array) return { text: `‹${byteSize(value.length)}›`, type: 'binary' }
  return { text: cut(oneLine(jsonText(value))), type: 'json' }
}

function dateText(value: Date): string {
  return Number.isNaN(value.getTime())
    ? 'Invalid Date'
    : value
        .toISOString()
        .replace('T', ' ')
        .replace(/(\.000)?Z$/, '')
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
  if (bytes < 1024) return `${bytes} bytes`
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
