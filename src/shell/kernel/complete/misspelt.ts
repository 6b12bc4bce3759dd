/**
 * Says which name was probably meant where a member that does not exist was read, called or set: V8's own messages
 * speak of `undefined`. Reads names only; evaluates nothing.
 */
import { nearest } from '../../../util/nearest.js'
import { readCursor } from './cursor.js'
import { offsetAt } from '../positions.js'
import { firstUserPlace } from '../stack.js'

/** The names an expression's value has, and the model it is of; null where the expression is unknown. */
export interface MemberNames {
  readonly model: string | null
  readonly names: ReadonlySet<string>
}

export type NamesOf = (expression: string, before: string) => MemberNames | null

interface Member {
  readonly receiver: string
  readonly name: string
}

const READ_OF_UNDEFINED = /^Cannot read properties of undefined/
const NOT_A_FUNCTION = /is not a function$/

/** A hint for an error that reading or calling a missing member threw; null where it was something else. */
export function misspeltInError(
  error: unknown,
  { code, file }: { readonly code: string; readonly file: string },
  namesOf: NamesOf,
): string | null {
  if (!(error instanceof TypeError)) return null
  const place = firstUserPlace(error.stack ?? '')
  if (place?.file !== file) return null
  const member = memberAt(error.message, code, offsetAt(code, place))
  return member && correction(member, namesOf)
}

/** A remark on an input that reads or sets a member no mapped object has: nothing fails, and nothing happens. */
export function misspeltInInput(code: string, namesOf: NamesOf): string | null {
  const [, target] = /^([^=]*[\w$])\s*=(?![=>])/.exec(code) ?? []
  const member = memberBefore((target ?? code).trim().replace(/;$/, ''))
  if (!member || namesOf(member.receiver, code)?.model == null) return null
  const text = correction(member, namesOf)
  return text !== null && target !== undefined ? `${text}; nothing of this will be stored` : text
}

/** V8 points at the name that was read of `undefined`, or at the one that was called. */
function memberAt(message: string, code: string, offset: number): Member | null {
  const before = code.slice(0, offset)
  if (READ_OF_UNDEFINED.test(message)) return memberBefore(before.replace(/\s*\??\.\s*$/, ''))
  if (!NOT_A_FUNCTION.test(message)) return null
  const [name = ''] = /^[\w$]+/.exec(code.slice(offset)) ?? []
  return memberBefore(before + name)
}

function memberBefore(text: string): Member | null {
  const cursor = readCursor(text)
  return cursor.kind === 'member' && cursor.prefix !== ''
    ? { receiver: cursor.receiver, name: cursor.prefix }
    : null
}

function correction({ receiver, name }: Member, namesOf: NamesOf): string | null {
  const known = namesOf(receiver, receiver)
  if (!known || known.names.has(name)) return null
  const near = nearest(name, known.names)
  if (near === null && known.model === null) return null
  const owner = known.model ?? receiver
  return `${owner} has no ${name}: ${near === null ? `.model ${owner} lists what it has` : `did you mean ${near}?`}`
}
