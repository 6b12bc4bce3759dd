/** `updateExpression(this, 'fullName', …)`: hybrids that can be set in an UPDATE. */
import { ArgumentError } from '../../../errors.js'
import { managerOf, type UpdateExpression } from '../../attributes/class-manager.js'
import { classNameOf } from '../../../util/class-name.js'
import { mapped } from '../mapped.js'
import type { AnyClass } from '../types.js'

/**
 * Says what setting a hybrid in `update(…).values(…)` means; `hybrid_property.update_expression`. Call it in the static
 * block, after `mapped`.
 *
 * @param class_ the mapped class
 * @param name the hybrid
 * @param expression from the value to the columns to set, and to what
 * @example
 * static { mapped(this); updateExpression(this, 'fullName', (user, value: string) => [[user.first, value.split(' ')[0]]]) }
 */
export function updateExpression<C extends AnyClass>(
  class_: C,
  name: string,
  expression: (class_: C, value: never) => readonly (readonly [unknown, unknown])[],
): void {
  mapped(class_)
  const manager = managerOf(class_)
  if (manager === null) throw new ArgumentError(`Class ${classNameOf(class_)} is not mapped`)
  manager.updateExpressions.set(name, expression as unknown as UpdateExpression)
}
