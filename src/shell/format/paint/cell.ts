/**
 * Paints the text of a table cell or attribute by its type: NULL apart from the word, what is not loaded apart
 * from values.
 */
import type { Cell } from '../output.js'
import { oneLine } from '../sanitize.js'
import type { Paint, Theme } from '../theme.js'

export function cellText(cell: Cell): string {
  return oneLine(cell.text)
}

export function cellPaint(cell: Cell, theme: Theme): Paint {
  const paints: Partial<Record<NonNullable<Cell['type']>, Paint>> = {
    null: theme.nothing,
    unloaded: theme.nothing,
    number: theme.number,
    boolean: theme.keyword,
    key: theme.accent,
  }
  return paints[cell.type ?? 'text'] ?? theme.tone.normal
}
