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

/** Who is told how configuration goes on. */
export interface ConfigurationListener {
  beforeConfigured?(): void
  /** `'skip'` leaves the mapper for the next time. */
  beforeMapperConfigured?(mapper: Mapper): 'skip' | null
  mapperConfigured?(mapper: Mapper): void
  afterConfigured?(): void
}

const listeners = new Set<ConfigurationListener>()

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
  const registries = registry === null ? pendingRegistries() : new Set([registry])
  if (pendingOf(registries).length === 0) return
  configuring = true
  try {
    for (const listener of listeners) listener.beforeConfigured?.()
    for (const each of registries) resolveRegistry(each, registries)
    const mappers = pendingOf(registries).filter((mapper) => !isSkipped(mapper))
    for (const mapper of mappers) configureRelationships(mapper)
    // Backrefs may have been added to mappers that were configured before.
    for (const mapper of new Set([...mappers, ...pendingOf(registries).filter(wasConfigured)]))
      finish(mapper)
  } finally {
    configuring = false
  }
  for (const listener of listeners) listener.afterConfigured?.()
}

function wasConfigured(mapper: Mapper): boolean {
  return mapper.configured
}

function isSkipped(mapper: Mapper): boolean {
  return [...listeners].some((listener) => listener.beforeMapperConfigured?.(mapper) === 'skip')
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

/** Tells a listener how configuration goes on. @internal */
export function onConfiguration(listener: ConfigurationListener): void {
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
  for (const listener of listeners) listener.mapperConfigured?.(mapper)
}
