/** Bound parameters as SQLAlchemy's log and error messages print them: tuples, long values and long lists cut short. */
import { inspect } from 'node:util'

const maxSets = 10
const maxParameters = 100
const maxCharacters = 300

/**
 * One parameter set as `('ed', 1)`, several as `[('ed', 1), ('wendy', 2)]`; `null` is `null`.
 *
 * @example
 * reprParameters(['ed', null], false) // "('ed', null)"
 */
export function reprParameters(parameters: readonly unknown[], many: boolean): string {
  if (!many) return reprSet(parameters)
  const sets = parameters as readonly (readonly unknown[])[]
  if (sets.length <= maxSets) return `[${sets.map(reprSet).join(', ')}]`
  const first = sets.slice(0, maxSets - 2).map(reprSet)
  const last = sets.slice(-2).map(reprSet)
  const note = ` ... displaying ${maxSets} of ${sets.length} total bound parameter sets ... `
  return `[${first.join(', ')} ${note} ${last.join(', ')}]`
}

/** A fetched row as the debug log prints it. */
export function reprRow(row: readonly unknown[]): string {
  return tuple(row.map(reprValue))
}

/** Values in order; by name, where they were not made into such yet. */
function reprSet(set: readonly unknown[]): string {
  if (!Array.isArray(set)) return reprNamed(set)
  if (set.length <= maxParameters) return reprRow(set)
  const half = maxParameters / 2
  const first = set.slice(0, half).map(reprValue).join(', ')
  const last = set.slice(-half).map(reprValue).join(', ')
  return `(${first} ... ${set.length - maxParameters} parameters truncated ... ${last})`
}

function reprNamed(set: object): string {
  const pairs = Object.entries(set).map(([name, value]) => `'${name}': ${reprValue(value)}`)
  return `{${pairs.join(', ')}}`
}

function tuple(items: readonly string[]): string {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`
}

function reprValue(value: unknown): string {
  const text = literal(value)
  if (text.length <= maxCharacters) return text
  const half = maxCharacters / 2
  const note = ` ... (${text.length - maxCharacters} characters truncated) ... `
  return text.slice(0, half) + note + text.slice(-half)
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return reprBytes(value)
  return inspect(value, { breakLength: Infinity, depth: 2 })
}

function reprBytes(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, maxCharacters)).toString('hex')
  return `x'${shown}'${bytes.length > maxCharacters ? `… (${bytes.length} bytes)` : ''}`
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\\n\r\t\0-\x1f\x7f]/g, escapeCharacter)
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark
}

function escapeCharacter(character: string): string {
  const short: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  return short[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
