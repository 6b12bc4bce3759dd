/**
 * What a class that extends nothing of the library's needs to be mapped. The members of its objects go into a layer
 * below its prototype, so that its own win; its constructor cannot be told apart from any other, so an object gets
 * its state when that is first asked for.
 */
import { clauseElement } from '../../../sql/protocol.js'
import { managerOf, type ClassManager } from '../../attributes/class-manager.js'
import { Entity } from '../../attributes/entity.js'
import { setPolymorphicIdentity } from '../../attributes/instances/polymorphic-identity.js'
import { configureMappers } from '../../mapping/configure.js'
import type { Class } from '../../mapping/identity-key.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { FromClause } from '../../mapping/sql-types.js'
import { mapperOfClass } from '../../mapping/mapper-of-class.js'
import { ThunkProperty } from '../../mapping/thunk-property.js'
import type { InstanceState } from '../../state/instance-state.js'
import { STATE } from '../../state/state-of.js'

const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never
const closings = new WeakMap<Class, () => void>()

/** Makes room for attributes; answers where accessors go. @internal */
export function openClass(class_: Class): object {
  const prototype = class_.prototype as object
  const below = Object.getPrototypeOf(prototype) as object
  const layer = Object.create(below) as object
  copyMembers(Entity.prototype, { to: layer, keys: ['toJSON', INSPECT] })
  Object.defineProperty(layer, STATE, stateAccessor(class_))
  Object.setPrototypeOf(prototype, layer)
  const statics = copyMembers(Entity, { to: class_, keys: [clauseElement, INSPECT] })
  Object.defineProperties(class_, mappingAccessors(class_))
  closings.set(class_, () => {
    Object.setPrototypeOf(prototype, below)
    for (const key of [...statics, '__table__', '__mapper__']) Reflect.deleteProperty(class_, key)
  })
  return layer
}

/** Takes back what `openClass` did; nothing for classes it was not called for. @internal */
export function closeClass(class_: Class): void {
  closings.get(class_)?.()
  closings.delete(class_)
}

interface Copying {
  readonly to: object
  readonly keys: readonly PropertyKey[]
}

/** What the target has, or inherits, is not replaced. */
function copyMembers(from: object, { to, keys }: Copying): PropertyKey[] {
  const missing = keys.filter((key) => !(key in to))
  for (const key of missing) {
    const member = Object.getOwnPropertyDescriptor(from, key) as PropertyDescriptor
    Object.defineProperty(to, key, { ...member, configurable: true })
  }
  return missing
}

function mappingAccessors(class_: Class): PropertyDescriptorMap {
  return {
    __table__: { get: (): FromClause => mapperOfClass(class_).localTable, configurable: true },
    __mapper__: { get: (): Mapper => mapperOfClass(class_), configurable: true },
  }
}

/** Objects of the class itself get a state; prototypes and objects of unmapped subclasses have none. */
function stateAccessor(class_: Class): PropertyDescriptor {
  return {
    get(this: object): InstanceState | undefined {
      const manager = managerOf(class_)
      const isOwn = Object.getPrototypeOf(this) === class_.prototype
      return isOwn && manager !== null ? adopt(this, manager) : undefined
    },
    set(this: object, value: InstanceState) {
      const options = { writable: true, enumerable: true, configurable: true }
      Object.defineProperty(this, STATE, { value, ...options })
    },
    configurable: true,
  }
}

/** The part of SQLAlchemy's instrumented `__init__` that can wait. */
function adopt(object: object, manager: ClassManager): InstanceState {
  configureMappers(manager.mapper.registry)
  const state = manager.setUp(object)
  setPolymorphicIdentity(state)
  absorbFields(object, manager.mapper)
  return state
}

/**
 * Relationships have no accessors before mappers are configured, which `new` does for other classes: whatever asks for
 * one first does it for these.
 * @internal
 */
export function awaitConfiguration({ props, registry, classManager }: Mapper): void {
  for (const property of props.values()) {
    const { key } = property
    if (!(property instanceof ThunkProperty)) continue
    Object.defineProperty(classManager.accessorTarget, key, {
      get(this: object) {
        configureMappers(registry)
        return Reflect.get(this, key) as unknown
      },
      set(this: object, value: unknown) {
        configureMappers(registry)
        Reflect.set(this, key, value)
      },
      configurable: true,
    })
  }
}

/**
 * Own properties hide the accessors: those of class fields, and of objects made before their class was mapped. Their
 * values are set as attributes; a field without a value (`name!: string`) has none.
 * @internal
 */
export function absorbFields(object: object, mapper: Mapper): void {
  const fields = object as Record<string, unknown>
  for (const key of Object.keys(fields)) {
    if (!mapper.hasProperty(key)) continue
    const value = fields[key]
    Reflect.deleteProperty(fields, key)
    if (value !== undefined) fields[key] = value
  }
}
