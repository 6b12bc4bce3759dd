/**
 * `validates(this, 'email', …)`: a function that sees values before attributes take them.
 */
import { ArgumentError } from '../../errors.js'
import { managerOf } from '../attributes/class-manager.js'
import {
  installValidator,
  type ValidateFunction,
  type ValidatorOptions,
} from '../attributes/validators.js'
import { classNameOf } from '../../util/class-name.js'
import type { AnyClass, EntityOf } from './types.js'
import { mapped } from './mapped.js'

/** What `validates` takes: it answers the value to store, or throws. */
export type ValidatorOf<C extends AnyClass, K extends keyof EntityOf<C>> = (
  target: EntityOf<C>,
  key: K & string,
  value: never,
  isRemove?: boolean,
) => unknown

/**
 * Checks or converts values of attributes; `sqlalchemy.orm.validates`. Call it in the static block, after `mapped`.
 *
 * @param class_ the mapped class
 * @param names one attribute or several
 * @param validator gets the object, the key and the value; answers the value to store
 * @param options `includeRemoves`, `includeBackrefs`
 * @example
 * static { mapped(this); validates(this, 'email', (_user, _key, value: string) => value.toLowerCase()) }
 */
export function validates<C extends AnyClass, K extends keyof EntityOf<C> & string>(
  class_: C,
  names: K | readonly K[],
  validator: ValidatorOf<C, K>,
  options: ValidatorOptions = {},
): void {
  mapped(class_)
  const manager = managerOf(class_)
  if (manager === null) throw new ArgumentError(`Class ${classNameOf(class_)} is not mapped`)
  const entry = { fn: validator as unknown as ValidateFunction, options }
  for (const key of typeof names === 'string' ? [names] : names) {
    manager.validators.set(key, entry)
    if (manager.hasImpl(key)) installValidator(manager.impl(key), entry)
  }
}
