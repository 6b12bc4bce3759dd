/** `postgresql.hstore`: the type, and with arguments the function that makes such values. */
import { coerceExpression } from '../../../sql/elements/coercions.js'
import { NamedFunction } from '../../../sql/elements/functions.js'
import { ops } from '../../../sql/operators.js'
import type { Hstore } from '../hstore.js'
import type { HstoreValue } from '../hstore.js'
import { vendorTypes } from '../vendor-types.js'

/**
 * The type HSTORE, called or bare; with a key and a value, or arrays of them, `hstore(key, value)`.
 *
 * @example
 * select(Item.attributes.concat(postgresql.hstore('size', 'L')))
 */
export function hstore(): Hstore
export function hstore(...args: readonly [unknown, ...unknown[]]): NamedFunction<HstoreValue>
export function hstore(...args: readonly unknown[]): Hstore | NamedFunction<HstoreValue> {
  if (args.length === 0) return vendorTypes.hstore()
  const clauses = args.map((each) => coerceExpression(each, null, 'hstore').selfGroup(ops.comma))
  return new NamedFunction<HstoreValue>('hstore', clauses, { type: vendorTypes.hstore })
}
