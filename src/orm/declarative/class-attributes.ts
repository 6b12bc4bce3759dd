/**
 * The attributes a class itself has: `User.name`, `User.posts`. Own properties of each class, so that a subclass's
 * attributes belong to the subclass.
 */
import { instrumentColumn, instrumentRelationship } from '../attributes/instrument.js'
import {
  InstrumentedAttribute,
  type QueryableAttribute,
} from '../attributes/queryable-attribute.js'
import { RelationshipAttribute } from '../attributes/relationship-attribute.js'
import { ColumnProperty } from '../mapping/column-property.js'
import { ConcreteInheritedProperty } from '../mapping/concrete-inherited.js'
import { configureMappers } from '../mapping/configure.js'
import type { Class } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import type { MapperProperty } from '../mapping/property.js'
import { RelationshipProperty } from '../mapping/relationship.js'
import { DescriptorProperty } from './descriptor-property.js'

/** The instrumentation hook of every mapper. @internal */
export function installClassAttribute(mapper: Mapper, property: MapperProperty): void {
  const { class_ } = mapper
  if (property instanceof DescriptorProperty) {
    property.install(mapper)
  } else if (property instanceof ConcreteInheritedProperty) {
    const reject = () => property.reject()
    Object.defineProperty(mapper.classManager.accessorTarget, property.key, {
      get: reject,
      set: reject,
      configurable: true,
    })
  } else if (property instanceof ColumnProperty) {
    if (!property.instrument) return
    instrumentColumn(mapper, property)
    defineStatic(class_, property.key, { value: new InstrumentedAttribute(mapper, property) })
  } else if (property instanceof RelationshipProperty) {
    defineStatic(class_, property.key, { value: new RelationshipAttribute(mapper, property) })
  } else {
    defineStatic(class_, property.key, { get: () => whenConfigured(mapper, property.key) })
  }
}

/** The attribute a thunk declares is known only when all classes are. */
function whenConfigured(mapper: Mapper, key: string): QueryableAttribute | undefined {
  configureMappers(mapper.registry)
  const descriptor = Object.getOwnPropertyDescriptor(mapper.class_, key)
  return descriptor?.value as QueryableAttribute | undefined
}

/** A static member of the user's own stays; JavaScript's `name` and `length` give way. @internal */
export function defineStatic(class_: Class, key: string, descriptor: PropertyDescriptor): void {
  const present = Object.getOwnPropertyDescriptor(class_, key)
  if (present !== undefined && !isReplaceable(present)) return
  Object.defineProperty(class_, key, { ...descriptor, configurable: true, enumerable: true })
  ours.add(Object.getOwnPropertyDescriptor(class_, key)?.get ?? (descriptor.value as object))
}

const ours = new WeakSet<object>()

function isReplaceable(present: PropertyDescriptor): boolean {
  if (present.get !== undefined) return ours.has(present.get)
  if (typeof present.value === 'object' && present.value !== null)
    return ours.has(present.value as object)
  return present.writable === false
}

/** Implementations of relationships that have just been configured. @internal */
export function completeRelationships(mapper: Mapper): void {
  for (const property of mapper.props.values()) {
    if (!(property instanceof RelationshipProperty)) continue
    if (!mapper.classManager.hasImpl(property.key)) instrumentRelationship(mapper, property)
  }
}
