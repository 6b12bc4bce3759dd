/**
 * Takes mappings back: the classes of a registry are plain classes again, as if they had never been registered.
 */
import { InvalidRequestError } from '../../errors.js'
import { forgetManager } from '../attributes/class-manager.js'
import { forgetMapper } from '../mapping/mapper-of-class.js'
import type { Mapper } from '../mapping/mapper.js'
import { registries, type Registry } from '../mapping/registry.js'
import { RelationshipProperty } from '../mapping/relationship.js'
import { closeClass } from './imperative/plain-class.js'

/** `mapper._dispose_registries`. @internal */
export function disposeRegistries(
  given: readonly Registry[],
  { cascade = false }: { readonly cascade?: boolean } = {},
): void {
  const all = new Set(given)
  for (const registry of all) {
    const dependents = dependentsOf(registry).filter((each) => !all.has(each))
    if (dependents.length > 0 && !cascade) {
      throw new InvalidRequestError(
        'Registry has dependent registries that are not disposed; pass cascade=True to clear these also',
      )
    }
    for (const each of dependents) all.add(each)
  }
  for (const registry of all) {
    registry.mappers.forEach(unmap)
    registry.clear()
  }
}

/** Unmaps every class there is; `sqlalchemy.orm.clear_mappers`. For tests. @example afterEach(() => clearMappers()) */
export function clearMappers(): void {
  disposeRegistries([...registries])
}

/** Registries whose classes refer to those of this one. */
function dependentsOf(registry: Registry): Registry[] {
  return [...registries].filter(
    (other) => other !== registry && other.mappers.some((mapper) => refersTo(mapper, registry)),
  )
}

function refersTo(mapper: Mapper, registry: Registry): boolean {
  if (mapper.inherits?.registry === registry) return true
  return [...mapper.props.values()].some(
    (property) =>
      property instanceof RelationshipProperty && property.target?.registry === registry,
  )
}

const listeners = new Set<(mapper: Mapper) => void>()

/** Calls a function for each class that is about to be a plain one again. @internal */
export function onUnmapped(listener: (mapper: Mapper) => void): void {
  listeners.add(listener)
}

function unmap(mapper: Mapper): void {
  const { class_ } = mapper
  for (const listener of listeners) listener(mapper)
  for (const key of mapper.props.keys()) {
    const own = Object.getOwnPropertyDescriptor(class_, key)
    if (own?.configurable) Reflect.deleteProperty(class_, key)
  }
  closeClass(class_)
  forgetMapper(class_)
  forgetManager(class_)
}
