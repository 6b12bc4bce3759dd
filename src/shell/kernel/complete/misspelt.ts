/**
 * Says which name was probably meant where a member that does not exist was read, called or set: V8's own messages
 * speak of `undefined`. Reads names only; evaluates nothing.
 */
import { nearest } from '../../../util/nearest.js'
import { readCursor } from './cursor.js'
import { tokenize } from './tokens.js'
import { offsetAt } from '../positions.js'
import { firstUserPlace } from '../stack.js'

/** The names an expression's value has, and the model it is of; null where the expression is unknown. */
export interface MemberNames {
  readonly model: string | null
  readonly names: ReadonlySet<string>
}

/** What there is to be meant; the completer knows it. */
export interface KnownNames {
  memberNames(expression: string, before: string): MemberNames | null
  modelNames(): readonly string[]
  scopeNames(): readonly string[]
}

interface Member {
  readonly receiver: string
  readonly name: string
}

const READ_OF_UNDEFINED = /^Cannot read properties of undefined/
const NOT_A_FUNCTION = /is not a function$/
const NOT_DEFINED = /^([\w$]+) is not defined$/
const NO_KEYWORD = /^'([^']+)' is an invalid keyword argument for (\w+)$/

/** A hint for an error that a name that does not exist has thrown; null where it was something else. */
export function misspeltInError(
  error: unknown,
  { code, file }: { readonly code: string; readonly file: string },
  known: KnownNames,
): string | null {
  if (error instanceof ReferenceError) return meant(NOT_DEFINED.exec(error.message)?.[1], known)
  if (!(error instanceof TypeError)) return null
  const [, keyword, model = ''] = NO_KEYWORD.exec(error.message) ?? []
  if (keyword !== undefined) return correction({ receiver: `new ${model}()`, name: keyword }, known)
  const place = firstUserPlace(error.stack ?? '')
  if (place?.file !== file) return null
  const member = memberAt(error.message, code, offsetAt(code, place))
  return member && correction(member, known)
}

function meant(name: string | undefined, known: KnownNames): string | null {
  if (name === undefined) return null
  const near = nearest(name, [...known.modelNames(), ...known.scopeNames()])
  return near === null ? null : `did you mean ${near}?`
}

/** A remark on an input that reads or sets a member no mapped object has: nothing fails, and nothing happens. */
export function misspeltInInput(code: string, known: KnownNames): readonly string[] {
  const [, target] = /^([^=]*[\w$])\s*=(?![=>])/.exec(code) ?? []
  const member = memberBefore((target ?? code).trim().replace(/;$/, ''))
  if (!member || known.memberNames(member.receiver, code)?.model == null) return []
  const text = correction(member, known)
  if (text === null) return []
  return [target === undefined ? text : `${text}; nothing of this will be stored`]
}

/** Attributes that a model does not have read as undefined, and make a condition that is never true. */
export function misspeltOfModels(code: string, known: KnownNames): readonly string[] {
  const members = membersOfNames(code)
  // Asked last: to name the models is to configure them.
  if (members.length === 0) return []
  const models = new Set(known.modelNames())
  return members.flatMap((member) => {
    const text = models.has(member.receiver) ? correction(member, known) : null
    return text === null ? [] : [text]
  })
}

/** `Name.member` wherever it is read. */
function membersOfNames(code: string): readonly Member[] {
  const tokens = tokenize(code)
  return tokens.flatMap(({ value: receiver, type }, at) => {
    const [dot, name, next] = tokens.slice(at + 1, at + 4)
    const isName = type === 'IdentifierName' && tokens[at - 1]?.value !== '.'
    const isMember = dot?.value === '.' && name?.type === 'IdentifierName' && next?.value !== '='
    return isName && isMember ? [{ receiver, name: name.value }] : []
  })
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

function correction({ receiver, name }: Member, known: KnownNames): string | null {
  const members = known.memberNames(receiver, receiver)
  if (!members || members.names.has(name)) return null
  const near = nearest(name, members.names)
  if (near === null && members.model === null) return null
  const owner = members.model ?? compact(receiver)
  return `${owner} has no ${name}: ${near === null ? `.model ${owner} lists what it has` : `did you mean ${near}?`}`
}

/** Tokens side by side as they would be typed. */
function compact(receiver: string): string {
  return receiver.replace(/\s*([.()[\]])\s*/g, '$1').replace(/\s*,/g, ',')
}
