/** The list an association proxy answers: a live view of a relationship's list that shows one attribute of each member. */
import { MemberMissingError } from '../../errors.js'
import type { ListMethods } from '../../attributes/collections/instrumented-list.js'
import type { AssociationView } from './association-link.js'

type Members = unknown[] & ListMethods

/** Where the array finds what it shows. */
const VIEW: unique symbol = Symbol('orm.associationView')

/** `sqlalchemy.ext.associationproxy._AssociationList`. */
export class AssociationList extends Array<unknown> implements ListMethods {
  declare readonly [VIEW]: AssociationView<Members>

  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  override push(...values: unknown[]): number {
    const { members } = this[VIEW]
    for (const value of values) members.push(this[VIEW].create(value))
    return members.length
  }

  override unshift(...values: unknown[]): number {
    return this[VIEW].members.unshift(...values.map((value) => this[VIEW].create(value)))
  }

  override pop(): unknown {
    const view = this[VIEW]
    return view.members.length === 0 ? undefined : view.valueOf(view.members.pop())
  }

  override shift(): unknown {
    const view = this[VIEW]
    return view.members.length === 0 ? undefined : view.valueOf(view.members.shift())
  }

  override splice(start: number, count: number = this.length, ...values: unknown[]): unknown[] {
    const view = this[VIEW]
    const added = values.map((value) => view.create(value))
    return view.members.splice(start, count, ...added).map((member) => view.valueOf(member))
  }

  append(value: unknown): void {
    this.push(value)
  }

  extend(values: Iterable<unknown>): void {
    this.push(...values)
  }

  insert(index: number, value: unknown): void {
    this.splice(index, 0, value)
  }

  remove(value: unknown): void {
    const index = this.indexOf(value)
    if (index < 0) throw new MemberMissingError('value not in list')
    this.splice(index, 1)
  }

  clear(): void {
    this[VIEW].members.clear()
  }
}

/** The live view of a relationship's list. @internal */
export function associationList(view: AssociationView<Members>): AssociationList {
  return new Proxy(new AssociationList(), {
    get(target, key, receiver) {
      if (key === VIEW) return view
      if (key === 'length') return view.members.length
      const index = indexOf(key)
      if (index === null) return Reflect.get(target, key, receiver) as unknown
      return index in view.members ? view.valueOf(view.members[index]) : undefined
    },
    set(target, key, value, receiver) {
      const index = indexOf(key)
      if (key === 'length') view.members.splice(Number(value))
      else if (index === null) return Reflect.set(target, key, value, receiver)
      else if (index < view.members.length) view.setValue(view.members[index], value)
      else view.members.push(view.create(value))
      return true
    },
    has: (target, key) => {
      const index = indexOf(key)
      return index === null ? Reflect.has(target, key) : index < view.members.length
    },
    ownKeys: () => [...view.members.keys()].map(String).concat('length'),
    getOwnPropertyDescriptor(target, key) {
      const index = indexOf(key)
      if (index === null) return Reflect.getOwnPropertyDescriptor(target, key)
      if (index >= view.members.length) return undefined
      const value = view.valueOf(view.members[index])
      return { value, writable: true, enumerable: true, configurable: true }
    },
  })
}

function indexOf(key: PropertyKey): number | null {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : null
}

/** As assigning a list does: members whose value stays are kept. @internal */
export function replaceList(list: AssociationList, values: Iterable<unknown>): void {
  const wanted = [...values]
  for (const value of [...list]) if (!wanted.includes(value)) list.remove(value)
  for (const value of wanted) if (!list.includes(value)) list.push(value)
}
