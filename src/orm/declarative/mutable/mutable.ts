/**
 * Values that tell their objects when they are changed in place: the attribute is then written by the next flush, as
 * if it had been set.
 */
import { ArgumentError } from '../../../errors.js'
import { toInstance, type TypeArg, type TypeEngine } from '../../../sql/types/type-engine.js'
import { flagModified } from '../../attributes/functions.js'
import type { QueryableAttribute } from '../../attributes/queryable-attribute.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { onMapped } from '../register-mapper.js'

/** A class of such values: what it makes of a value that is set or loaded. @internal */
export interface MutableClass {
  new (...values: never[]): object
  readonly name: string
  coerce(key: string, value: unknown): unknown
}

/** The objects that hold a value, and the attribute it is in. */
const parents = new WeakMap<object, Map<InstanceState, string>>()

const classOfType = new WeakMap<TypeEngine, MutableClass>()

/** Says that a value was changed in place. @internal */
export function changed(value: object): void {
  for (const [state, key] of parents.get(value) ?? []) flagModified(state.obj, key)
}

/** The objects that hold a value. @internal */
export function parentsOf(value: object): Iterable<readonly [InstanceState, string]> {
  return parents.get(value) ?? []
}

/** A value whose properties tell of their changes; arrays as well. @internal */
export function tracked<T extends object>(target: T, notify: (value: T) => void = changed): T {
  const proxy: T = new Proxy(target, {
    set(own, key, value, receiver) {
      const done = Reflect.set(own, key, value, receiver === proxy ? own : receiver)
      notify(proxy)
      return done
    },
    deleteProperty(own, key) {
      const done = Reflect.deleteProperty(own, key)
      notify(proxy)
      return done
    },
  })
  return proxy
}

/**
 * Base of values that are changed in place; `sqlalchemy.ext.mutable.Mutable`. A subclass calls `changed()` after each
 * change, and its `coerce` makes one of a plain value.
 *
 * @example
 * class Tags extends Mutable {
 *   readonly names = new Set<string>()
 *   add(name: string) { this.names.add(name); this.changed() }
 * }
 */
export class Mutable {
  /** Tells the objects that hold the value. */
  changed(): void {
    changed(this)
  }

  /** @throws ArgumentError for what is no value of the class */
  static coerce(key: string, value: unknown): unknown {
    return coerced(this, key, value)
  }

  /** A type whose values are of this class. @example column(Tags.asMutable(json)) */
  static asMutable<T>(type: TypeArg<T>): TypeEngine<T> {
    return mutableType(this, type)
  }

  /** Watches one attribute. @example Tags.associateWithAttribute(Post.tags) */
  static associateWithAttribute(attribute: QueryableAttribute): void {
    associate(this, attribute.parent.mapper, [attribute.key])
  }
}

/** A null, or a value of the class. @internal */
export function coerced(
  class_: abstract new (...values: never[]) => object,
  key: string,
  value: unknown,
): unknown {
  if (value === null || value instanceof class_) return value
  const given = typeof value === 'object' ? (value as object).constructor.name : typeof value
  throw new ArgumentError(`Attribute '${key}' does not accept objects of type <class '${given}'>`)
}

/** @internal */
export function mutableType<T>(class_: MutableClass, type: TypeArg<T>): TypeEngine<T> {
  // Its own instance: other columns of the type stay as they are.
  const own = typeof type === 'function' ? toInstance(type) : type
  classOfType.set(own, class_)
  return own
}

/** `MutableBase._listen_on_attribute`: values become the class's when they are loaded and when they are set. @internal */
export function associate(
  class_: Pick<MutableClass, 'coerce'> & (abstract new (...values: never[]) => object),
  mapper: Mapper,
  [key, ...parts]: readonly [key: string, ...parts: string[]],
): void {
  const { dispatch } = mapper.classManager
  const load = (state: InstanceState) => {
    const value = state.value(key)
    if (value !== undefined) state.setValue(key, adopt(class_, state, { key, value }))
  }
  const refresh = (state: InstanceState, _context: unknown, keys: Iterable<string> | null) => {
    if (keys === null || [...keys].some((each) => each === key || parts.includes(each))) load(state)
  }
  const options = { raw: true, propagate: true }
  dispatch.listen('load', load, options)
  dispatch.listen('refresh', refresh, options)
  dispatch.listen('refreshFlush', refresh, options)
  const set = (state: InstanceState, value: unknown, old: unknown) => {
    if (value === old) return value
    const accepted = adopt(class_, state, { key, value })
    if (old instanceof class_) parents.get(old)?.delete(state)
    return accepted
  }
  mapper.classManager.impl(key).dispatch.listen('set', set, { ...options, retval: true })
}

function adopt(
  class_: Pick<MutableClass, 'coerce'>,
  state: InstanceState,
  { key, value }: { readonly key: string; readonly value: unknown },
): unknown {
  const own = class_.coerce(key, value)
  if (own === null || own === undefined) return own
  const known = parents.get(own)
  if (known) known.set(state, key)
  else parents.set(own, new Map([[state, key]]))
  return own
}

onMapped((mapper) => {
  for (const property of mapper.props.values()) {
    if (!(property instanceof ColumnProperty) || property.parent !== mapper) continue
    const class_ = classOfType.get(property.expression.type)
    if (class_ !== undefined) associate(class_, mapper, [property.key])
  }
})
