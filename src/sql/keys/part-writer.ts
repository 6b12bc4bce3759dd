/**
 * Writes the parts of an element into a key: one function for each kind of element, generated from its `internals`.
 * Parts that are not there leave no token, those that are begin with their number; a mark ends the list.
 */
import type { ClauseElement } from '../elements/clause-element.js'
import type { Internals, Part, PartRole } from '../internals.js'
import type { KeyToken } from './key-tree.js'

/** Adds one part: its number in the kind, and its value. */
export type WritePart<B> = (builder: B, index: number, value: never) => void
export type WriteParts<B> = (element: ClauseElement, builder: B) => void

const END = ')'

/** The function for a kind; `roles` says how a part of each role is added. */
export function partWriter<B extends { token(token: KeyToken): void }>(
  parts: Internals,
  roles: Readonly<Record<PartRole, WritePart<B>>>,
): WriteParts<B> {
  const known = parts.keyWriter as WriteParts<B> | null
  if (known !== null) return known
  const made = generated(parts, roles) ?? interpreted(parts, roles)
  parts.keyWriter = made
  return made
}

/** Roles whose parts are always there, and begin with no number. */
const FIXED: ReadonlySet<PartRole> = new Set(['operator', 'type'])

const hasEnd = (parts: readonly Part[]): boolean => parts.some(([, role]) => !FIXED.has(role))

/** Fields that are read by name are read several times as fast as those of a list of names. */
function generated<B>(
  parts: readonly Part[],
  roles: Readonly<Record<PartRole, WritePart<B>>>,
): WriteParts<B> | null {
  const calls = parts.map(
    ([field, role], index) => `write_${role}(builder, ${index}, element[${JSON.stringify(field)}])`,
  )
  if (hasEnd(parts)) calls.push(`builder.token(${JSON.stringify(END)})`)
  const own = [...new Set(parts.map(([, role]) => role))]
  const body = `return (element, builder) => {\n${calls.join('\n')}\n}`
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- text of our own making; the list is the fallback
    const make = new Function(...own.map((role) => `write_${role}`), body) as (
      ...writers: unknown[]
    ) => WriteParts<B>
    return make(...own.map((role) => roles[role]))
  } catch {
    return null
  }
}

function interpreted<B extends { token(token: KeyToken): void }>(
  parts: readonly Part[],
  roles: Readonly<Record<PartRole, WritePart<B>>>,
): WriteParts<B> {
  const ends = hasEnd(parts)
  return (element, builder) => {
    const fields = element as unknown as Readonly<Record<string, never>>
    parts.forEach(([field, role], index) => roles[role](builder, index, fields[field] as never))
    if (ends) builder.token(END)
  }
}
