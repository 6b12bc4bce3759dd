/**
 * The keys of keyed collections: read off members, missing when a member has none yet, equal when their parts are.
 */
import { InvalidRequestError } from '../../../errors.js'
import { warn } from '../../../util/warnings.js'
import { instanceState } from '../../state/state-of.js'
import type { Initiator } from '../attribute-impl.js'

/** Reads the key of a member. */
export type KeyFunction = (member: never) => unknown

/** The attribute that is the key was never set. @internal */
export const UNPOPULATED: unique symbol = Symbol('orm.unpopulatedKey')

/** The key was set to null. @internal */
export const MISSING: unique symbol = Symbol('orm.missingKey')

interface Keyed {
  readonly keyOf: KeyFunction
  readonly options: { readonly ignoreUnpopulatedAttribute?: boolean }
  keys(): Iterable<unknown>
}

/** Where a member belongs; null when it stays out. @throws InvalidRequestError when its key is not set @internal */
export function placeOf(
  { keyOf, options }: Keyed,
  member: unknown,
  initiator: Initiator = null,
): { readonly key: unknown } | null {
  const key = keyOf(member as never)
  if (key !== UNPOPULATED && key !== MISSING) return { key }
  if (options.ignoreUnpopulatedAttribute === true) return null
  if (key === UNPOPULATED) rejectUnpopulated(member as object, initiator)
  warn(
    `Attribute keyed dictionary value for attribute '${relationshipOf(member as object, initiator)}' was None; this will raise in a future release. To skip this assignment entirely, Set the "ignore_unpopulated_attribute=True" parameter on the mapped collection factory.`,
  )
  return { key: null }
}

function rejectUnpopulated(member: object, initiator: Initiator): never {
  const relationship = relationshipOf(member, initiator)
  const object = instanceState(member).toString()
  throw new InvalidRequestError(
    `In event triggered from population of attribute '${relationship}' (potentially from a backref), can't populate value in KeyFuncDict; dictionary key derived from ${object} is not populated. Ensure appropriate state is set up on the ${object} object before assigning to the ${relationship} attribute. To skip this assignment entirely, Set the "ignore_unpopulated_attribute=True" parameter on the mapped collection factory.`,
  )
}

function relationshipOf(member: object, initiator: Initiator): string {
  if (initiator === null) return 'unknown relationship'
  const { key } = initiator
  const property = instanceState(member).mapper.props.get(key)
  return property ? property.toString() : key
}

/** The key a collection has for the same parts, of keys that are lists: two lists are never the same to a Map. @internal */
export function sameKey(collection: Keyed, key: unknown): unknown {
  if (!Array.isArray(key)) return key
  for (const each of collection.keys()) if (hasSameParts(each, key)) return each
  return key
}

function hasSameParts(left: unknown, right: readonly unknown[]): boolean {
  return (
    Array.isArray(left) &&
    left.length === right.length &&
    left.every((part, index) => Object.is(part, right[index]))
  )
}
