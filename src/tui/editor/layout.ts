/**
 * Lays the text out in terminal rows: hard-wraps at the given width by grapheme, and relates offsets to places.
 * Pure; used by the painter, by vertical movement and for placing the real cursor.
 */
import { displayWidth, graphemes, previousBoundary } from '../../shell/format/width.js'

const TAB = '  '

export interface Row {
  readonly from: number
  readonly to: number
  /** Whether the row starts a line of the text, rather than continuing a wrapped one. */
  readonly startsLine: boolean
}

export interface Place {
  readonly row: number
  readonly column: number
}

export function layoutRows(text: string, width: number): readonly Row[] {
  const rows: Row[] = []
  let from = 0
  for (const line of text.split('\n')) {
    wrapLine(line, from, Math.max(2, width), rows)
    from += line.length + 1
  }
  return rows
}

function wrapLine(line: string, offset: number, width: number, rows: Row[]): void {
  let from = offset
  let at = offset
  let used = 0
  let startsLine = true
  if (shownWidth(line) >= width) {
    for (const grapheme of graphemes(line)) {
      const columns = shownWidth(grapheme)
      if (used + columns > width) {
        rows.push({ from, to: at, startsLine })
        from = at
        used = 0
        startsLine = false
      }
      at += grapheme.length
      used += columns
    }
  }
  rows.push({ from, to: offset + line.length, startsLine })
}

/** How text appears inside the editor: tabs as spaces, control characters as pictures. */
export function shown(text: string): string {
  return text
    .replace(/\t/g, TAB)

    .replace(/[\x00-\x1f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))

    .replace(/\x7f/g, '␡')
}

function shownWidth(text: string): number {
  return displayWidth(shown(text))
}

/** The row and column at which the grapheme at `offset` is shown. */
export function placeOf(text: string, rows: readonly Row[], offset: number): Place {
  let row = 0
  for (const [index, candidate] of rows.entries()) if (candidate.from <= offset) row = index
  const from = rows[row]?.from ?? 0
  return { row, column: shownWidth(text.slice(from, offset)) }
}

/** The offset shown at a place, or the nearest one on that row. */
export function offsetAt(text: string, rows: readonly Row[], place: Place): number {
  const row = rows[place.row]
  if (!row) return text.length
  let offset = row.from
  let column = 0
  for (const grapheme of graphemes(text.slice(row.from, row.to))) {
    const width = shownWidth(grapheme)
    if (column + width > place.column) break
    column += width
    offset += grapheme.length
  }
  const wrapped = rows[place.row + 1]?.startsLine === false
  return wrapped && offset === row.to ? previousBoundary(text, row.to) : offset
}
