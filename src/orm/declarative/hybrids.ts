/**
 * Hybrids need nothing but two getters, one on instances and one static. This only makes the rows of
 * `select(User.fullName)` answer to the name.
 */
import { ColumnElement } from '../../sql/elements/column-element.js'
import type { Class } from '../mapping/identity-key.js'

/** Wraps static getters that stand beside an instance getter of the same name. @internal */
export function markHybrids(class_: Class): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(class_))) {
    if (descriptor.get === undefined || !isInstanceGetter(class_, key)) continue
    const { get } = descriptor
    Object.defineProperty(class_, key, {
      ...descriptor,
      get(this: Class) {
        return named(get.call(this), key)
      },
    })
  }
}

function isInstanceGetter(class_: Class, key: string): boolean {
  return Object.getOwnPropertyDescriptor(class_.prototype, key)?.get !== undefined
}

function named(value: unknown, key: string): unknown {
  return value instanceof ColumnElement ? value.annotate({ proxyKey: key }) : value
}
