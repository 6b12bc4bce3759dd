/** The mapped objects that an argument of a command stands for. */
import { isEntity } from '../../format/entity.js'
import { UsageError, valueOf, type ShellContext } from '../command.js'

/** One object, or those of a list. @throws UsageError for anything else */
export async function objectsOf(code: string, context: ShellContext): Promise<readonly object[]> {
  const value = await valueOf(code, context)
  if (isEntity(value)) return [value]
  const list = value instanceof Set || Array.isArray(value) ? [...(value as Iterable<unknown>)] : []
  if (list.length > 0 && list.every(isEntity)) return list
  if (value === null || value === undefined)
    throw new UsageError(`${code} is ${String(value)}: there is no such object`)
  throw new UsageError(`${code} is not a mapped object`, {
    hint: '.identity lists the objects of the session; session.get(User, 1) is one',
  })
}

/** @throws UsageError for anything but one mapped object */
export async function objectOf(code: string, context: ShellContext): Promise<object> {
  const [object, ...others] = await objectsOf(code, context)
  if (object && others.length === 0) return object
  throw new UsageError(`${code} is a list: take one of it`, { hint: `${code}[0]` })
}

/** An expression and the words behind it: `user name email` is `user` and two attributes. */
export function splitWords(argument: string): { readonly code: string; readonly words: string[] } {
  const [, code = argument, rest = ''] =
    /^([\w$.]+(?:\[[^\]]*\])?)((?:\s+[A-Za-z_$][\w$]*)*)$/.exec(argument.trim()) ?? []
  return { code, words: rest.split(/\s+/).filter((word) => word !== '') }
}
