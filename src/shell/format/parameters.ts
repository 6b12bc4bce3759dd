/** Prints bound parameters on one line, shortened as the echo log does: a value, a set, a list of sets. */

import { UnknownValue } from '../../engine/execution/rehearsal.js'
import { byteSize } from './cell.js'

const VALUE_LIMIT = 60
const SETS_SHOWN = 3

export function parameterText(parameters: readonly unknown[], many: boolean): string {
  if (!many) return setText(parameters)
  const sets = parameters.filter((set): set is readonly unknown[] => Array.isArray(set))
  const shown = sets.slice(0, SETS_SHOWN).map(setText)
  const more = sets.length > SETS_SHOWN ? `, … ${sets.length} sets` : ''
  return `[${shown.join(', ')}${more}]`
}

function setText(parameters: readonly unknown[]): string {
  return `(${parameters.map(valueText).join(', ')})`
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return `'${shorten(value)}'`
  if (value instanceof Uint8Array) return `‹${byteSize(value.length)}›`
  if (value instanceof UnknownValue) return String(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null) return shorten(JSON.stringify(value))
  return String(value)
}

function shorten(text: string): string {
  return text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT - 1)}…` : text
}
