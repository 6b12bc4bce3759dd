/**
 * Hybrids need nothing but two getters, one on instances and one static. This makes what the static one answers known
 * as an attribute of the class: rows answer to its name, and it reads as `User.fullName`.
 */
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { Comparator } from './comparator.js'
import { Entity } from '../../attributes/entity.js'
import { managerOf } from '../../attributes/class-manager.js'
import { InstrumentedAttribute } from '../../attributes/queryable-attribute.js'
import { classNameOf } from '../../../util/class-name.js'
import type { Class } from '../../mapping/identity-key.js'
import { specificationOf } from '../specification.js'

const marked = new WeakSet<object>()

/** Wraps static getters that stand beside an instance getter, of a class and of the plain ones it extends. @internal */
export function markHybrids(class_: Class): void {
  uncoverInherited(class_)
  for (let each: unknown = class_; typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    if (isEnd(each) || (each !== class_ && managerOf(each) !== null)) return
    if (specificationOf(each) === null && !marked.has(each)) markOwn(each as Class)
    marked.add(each)
  }
}

/** Above the library's own class, and above a class that extends nothing, there are no classes of the user's. */
function isEnd(class_: unknown): boolean {
  return class_ === Entity || class_ === Function.prototype
}

/** The `name` and `length` that every function has give way to a hybrid the class inherits. */
function uncoverInherited(class_: Class): void {
  for (const key of ['name', 'length']) {
    const covering: Class[] = []
    for (
      let each: unknown = class_;
      typeof each === 'function';
      each = Object.getPrototypeOf(each)
    ) {
      if (isHybrid(each as Class, key)) {
        for (const subclass of covering) Reflect.deleteProperty(subclass, key)
        break
      }
      if (typeof Object.getOwnPropertyDescriptor(each, key)?.value === 'object') break
      covering.push(each as Class)
    }
  }
}

function isHybrid(owner: Class, key: string): boolean {
  const { get } = Object.getOwnPropertyDescriptor(owner, key) ?? {}
  return get !== undefined && specificationOf(owner) === null && isInstanceGetter(owner, key)
}

function markOwn(class_: Class): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(class_))) {
    const { get } = descriptor
    if (get === undefined || !descriptor.configurable || !isInstanceGetter(class_, key)) continue
    Object.defineProperty(class_, key, {
      ...descriptor,
      get(this: Class) {
        return asAttribute(get.call(this), { key, owner: this })
      },
    })
  }
}

function isInstanceGetter(class_: Class, key: string): boolean {
  return Object.getOwnPropertyDescriptor(class_.prototype, key)?.get !== undefined
}

interface Attribute {
  readonly key: string
  /** The class, or an alias of it. */
  readonly owner: unknown
}

/** `hybrid_property._get_comparator`. */
function asAttribute(value: unknown, { key, owner }: Attribute): unknown {
  if (value instanceof InstrumentedAttribute) return value.under(key)
  const name = () =>
    `${typeof owner === 'function' ? classNameOf(owner as Class) : String(owner)}.${key}`
  if (value instanceof ColumnElement) return readAs(value.annotate({ proxyKey: key }), name)
  if (value instanceof Comparator) {
    const copy = Object.create(Object.getPrototypeOf(value) as object) as Comparator
    return Object.assign(copy, value, { attribute: { key, name: name() } })
  }
  return value
}

/** Its copies read as the SQL they are. */
function readAs<E extends ColumnElement>(element: E, name: () => string): E {
  return Object.defineProperty(element, 'toString', { value: name })
}
