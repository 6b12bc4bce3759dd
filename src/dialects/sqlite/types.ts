/** How values of each type travel to and from SQLite, and what types are called there. */
import { bindDateTime, formatDate, formatTime } from '../../sql/types/date-time.js'
import { jsonPathAdapters } from '../../sql/types/json-path.js'
import type { Numeric } from '../../sql/types/numeric.js'
import type { Processor, TypeAdapter } from '../../sql/types/type-engine.js'
import { standardTypes } from '../../sql/compiler/type-names.js'
import { strictBoolean } from '../../sql/types/structured.js'
import { quoteLiteral } from '../../sql/types/text.js'

export const sqliteTypes = standardTypes

const truth: Processor = (value) => {
  const known = strictBoolean(value)
  return known === null ? null : Number(known)
}
const toBoolean: Processor = (value) => (value === null ? null : Boolean(value))
const toNumber: Processor = (value) => {
  if (typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  // What is no number is compared as the text it is.
  return Number.isNaN(number) ? value : number
}

const sixDigits: TypeAdapter = {
  bind: () => bindDateTime,
  literal: () => (value) => quoteLiteral(bindDateTime(value)),
}

export const sqliteTypeAdapters: Readonly<Record<string, TypeAdapter>> = {
  boolean: {
    bind: () => truth,
    result: () => toBoolean,
    literal: () => (value) => (strictBoolean(value) ? '1' : '0'),
  },
  numeric: { bind: () => toNumber },
  decimal: { bind: () => toNumber },
  float: { bind: () => toNumber, result: floatResult },
  double: { bind: () => toNumber, result: floatResult },
  real: { bind: () => toNumber, result: floatResult },
  dateTime: sixDigits,
  timestamp: sixDigits,
  date: { bind: () => formatDate },
  time: { bind: () => sqliteTime, literal: () => (value) => quoteLiteral(sqliteTime(value)) },
  ...jsonPathAdapters,
}

/** Floats come as they are, unless they are asked for as decimals. */
function floatResult(type: unknown): Processor | null {
  const numeric = type as Numeric
  return numeric.asdecimal
    ? (value) => (typeof value === 'number' ? value.toFixed(numeric.returnScale) : value)
    : null
}

/** With six digits of a second, as SQLAlchemy writes it. */
function sqliteTime(value: unknown): unknown {
  const text = formatTime(value)
  if (typeof text !== 'string') return text
  const [whole = '', fraction = ''] = text.split('.')
  const full = /^\d{2}:\d{2}$/.test(whole) ? `${whole}:00` : whole
  return `${full}.${fraction.padEnd(6, '0').slice(0, 6)}`
}
