/** `identityKey(…)`: the key under which a session keeps an object. Touches no database. */
import type { Row } from '../../engine/row.js'
import { ArgumentError } from '../../errors.js'
import type { Class, IdentityKey } from '../mapping/identity-key.js'
import { Mapper } from '../mapping/mapper.js'
import { mapperOfClass } from '../mapping/mapper-of-class.js'
import { instanceState } from '../state/state-of.js'

export interface IdentityKeyOptions {
  /** A row that holds the key columns of the class. */
  readonly row?: Row
  readonly identityToken?: unknown
}

/**
 * The key of a class and primary key, of a row, or of an object; `sqlalchemy.orm.util.identity_key`.
 *
 * @throws ArgumentError when neither a key nor an object is given
 * @example
 * identityKey(User, 5)
 * identityKey({ instance: user })
 */
export function identityKey(instance: { readonly instance: object }): IdentityKey
export function identityKey(
  entity: Class | Mapper,
  ident: unknown,
  options?: IdentityKeyOptions,
): IdentityKey
export function identityKey(
  given: Class | Mapper | { readonly instance: object },
  ident: unknown = null,
  { row, identityToken = null }: IdentityKeyOptions = {},
): IdentityKey {
  if ('instance' in given) {
    return instanceState(given.instance).mapper.identityKeyFromInstance(given.instance)
  }
  const mapper = given instanceof Mapper ? given : mapperOfClass(given)
  if (row) return mapper.identityKeyFromRow(row, identityToken)
  if (ident === null) throw new ArgumentError('ident or row is required')
  return mapper.identityKeyFromPrimaryKey(Array.isArray(ident) ? ident : [ident], identityToken)
}
