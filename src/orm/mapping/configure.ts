/**
 * The moment at which all classes are known: relationship thunks are called, joins worked out, both sides of each
 * relationship tied. Happens by itself at the first query, the first object, the first inspection.
 */
import { InvalidRequestError } from '../../errors.js'
import { configureRelationship } from './configuration/configure-relationship.js'
import { setUpEntity } from './configuration/relationship-entity.js'
import type { Mapper } from './mapper.js'
import type { MapperProperty } from './property.js'
import { pending, type Registry } from './registry.js'
import { RelationshipProperty } from './relationship.js'
import { ThunkProperty } from './thunk-property.js'

let configuring = false

const listeners = new Set<(mapper: Mapper) => void>()

/**
 * Completes all mappers that were declared since the last time; `sqlalchemy.orm.configure_mappers`.
 *
 * @param registry completes only this one and those its relationships lead to: what is wrong with the models of one
 *   base does not concern those of another
 * @throws ArgumentError and others: what is wrong with a relationship shows here
 * @example
 * configureMappers() // in a test: all relationships of all models are sound
 */
export function configureMappers(registry: Registry | null = null): void {
  if (pending.size === 0 || configuring) return
  configuring = true
  try {
    const registries = registry === null ? pendingRegistries() : new Set([registry])
    for (const each of registries) resolveRegistry(each, registries)
    for (const mapper of pendingOf(registries)) configureRelationships(mapper)
    // Backrefs may have been added to mappers that were configured before.
    for (const mapper of pendingOf(registries)) finish(mapper)
  } finally {
    configuring = false
  }
}

function pendingRegistries(): Set<Registry> {
  return new Set([...pending].map((mapper) => mapper.registry))
}

function pendingOf(registries: ReadonlySet<Registry>): Mapper[] {
  return [...pending].filter((mapper) => registries.has(mapper.registry))
}

/** Resolves the thunks of a registry; the registries its relationships lead to join the set, and so have their turn. */
function resolveRegistry(registry: Registry, registries: Set<Registry>): void {
  for (const mapper of pendingOf(new Set([registry]))) {
    resolveThunks(mapper)
    for (const property of mapper.props.values()) {
      if (property instanceof RelationshipProperty) registries.add(setUpEntity(property).registry)
    }
  }
}

/** Calls a function for each mapper that has been configured. @internal */
export function onConfigured(listener: (mapper: Mapper) => void): void {
  listeners.add(listener)
}

function resolveThunks(mapper: Mapper): void {
  for (const property of [...mapper.props.values()]) {
    if (!(property instanceof ThunkProperty) || property.parent !== mapper) continue
    mapper.replaceProperty(property, resolve(mapper, property))
  }
}

/** A class that does not exist (yet) shows as a ReferenceError. */
function resolve(mapper: Mapper, property: ThunkProperty): MapperProperty {
  try {
    return property.resolve()
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const name = /'([^']+)'|^(\S+)/.exec(error.message)
    const missing = name?.[1] ?? name?.[2] ?? property.key
    throw new InvalidRequestError(
      `When initializing mapper ${mapper.toString()}, expression '${missing}' failed to locate a name ('${missing}'). If this is a class name, consider adding this relationship() to the <class '${mapper.className}'> class after both dependent classes have been defined.`,
      { cause: error },
    )
  }
}

function configureRelationships(mapper: Mapper): void {
  for (const property of [...mapper.props.values()]) {
    if (property instanceof RelationshipProperty && property.parent === mapper) {
      configureRelationship(property)
    }
  }
}

function finish(mapper: Mapper): void {
  mapper.markConfigured()
  pending.delete(mapper)
  for (const listener of listeners) listener(mapper)
}
