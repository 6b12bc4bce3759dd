/**
 * Where in a query something is loaded: `Author -> Author.books -> Book -> …`. Loader options are filed under
 * such paths, row processors walk them, states remember them. The counterpart of `sqlalchemy.orm.path_registry`.
 */
import { InvalidRequestError } from '../../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { MapperProperty } from '../../mapping/property.js'
import { isAliased, mapperOf, type Entity } from './entity.js'
import { isRelationship } from './property-kind.js'
import { PathKey, type PathPart } from './path-key.js'

export type { Entity } from './entity.js'
export type { PathPart } from './path-key.js'

export const WILDCARD = '*'
export const DEFAULT_TOKEN = '_sa_default'
export type TokenPrefix = 'relationship' | 'column'

/** What every kind of path has. */
export abstract class PathRegistry {
  abstract readonly parent: PathRegistry | null
  abstract readonly path: readonly PathPart[]
  /** The same path without the aliases that loader options bring in: where options and queries meet. */
  abstract readonly naturalPath: readonly PathPart[]
  /** True below an inheriting mapper, where the natural path has to be worked out step by step. */
  readonly isUnnatural: boolean = false

  readonly #entities = new WeakMap<object, EntityPath>()
  #key: PathKey | undefined
  #loaderKey: PathKey | undefined

  /** Identity of the full path. */
  get key(): PathKey {
    return (this.#key ??= PathKey.of(this.path))
  }

  /** Identity of the natural path: what loader options are filed under. */
  get loaderKey(): PathKey {
    return (this.#loaderKey ??= PathKey.of(this.naturalPath))
  }

  /** Number of steps; an entity and its attribute count separately. */
  get length(): number {
    return this.path.length
  }

  /** The path of one entity below this one. */
  forEntity(entity: Entity): EntityPath {
    let known = this.#entities.get(entity)
    if (!known) this.#entities.set(entity, (known = new EntityPath(this, entity)))
    return known
  }

  forToken(token: string): TokenPath {
    return new TokenPath(token.endsWith(`:${DEFAULT_TOKEN}`) ? rootPath : this, token)
  }

  /** True when `part` occurs on the path already: what stops endless eager loading. */
  contains(part: PathPart): boolean {
    return this.path.includes(part)
  }

  toString(): string {
    return `ORM Path[${this.path.map(String).join(' -> ')}]`
  }

  /** Rebuilds a path from its parts, e.g. after a prefix was cut off. */
  static coerce(parts: readonly PathPart[]): PathRegistry {
    let path: PathRegistry = rootPath
    parts.forEach((part, index) => {
      if (typeof part === 'string') path = path.forToken(part)
      else if (index % 2 === 0) path = path.forEntity(part as Entity)
      else path = (path as EntityPath).forProperty(part as MapperProperty)
    })
    return path
  }
}

class RootPath extends PathRegistry {
  readonly parent = null
  readonly path: readonly PathPart[] = []
  readonly naturalPath: readonly PathPart[] = []
}

/** The empty path every other begins at. */
export const rootPath: PathRegistry = new RootPath()

/** Ends in a wildcard: every relationship, or every column, of what precedes it. */
export class TokenPath extends PathRegistry {
  readonly path: readonly PathPart[]
  readonly naturalPath: readonly PathPart[]

  constructor(
    readonly parent: PathRegistry,
    readonly token: string,
  ) {
    super()
    this.path = [...parent.path, token]
    this.naturalPath = [...parent.naturalPath, token]
  }

  /** The keys this wildcard matches: its entity, the entity's ancestors, the subclasses an alias covers. */
  loaderKeys(): PathKey[] {
    const { parent } = this
    if (!(parent instanceof EntityPath)) return [this.loaderKey]
    const { entity, parent: above } = parent
    const covered = isAliased(entity) ? entity.withPolymorphicEntities : [...entity.iterateToRoot()]
    const matched = covered.map((other) => above.forEntity(other).loaderKey.child(this.token))
    return [...new Set([...matched, this.loaderKey])]
  }
}

/** Ends in an entity. */
export class EntityPath extends PathRegistry {
  readonly path: readonly PathPart[]
  readonly naturalPath: readonly PathPart[]
  readonly #properties = new WeakMap<MapperProperty, PropertyPath>()

  constructor(
    readonly parent: PathRegistry,
    readonly entity: Entity,
  ) {
    super()
    this.path = [...parent.path, entity]
    this.naturalPath =
      parent.path.length > 0 && (isAliased(entity) || parent.isUnnatural)
        ? [...parent.naturalPath, naturalEntity(parent, entity)]
        : this.path
  }

  get mapper(): Mapper {
    return mapperOf(this.entity)
  }

  forProperty(property: MapperProperty): PropertyPath {
    let known = this.#properties.get(property)
    if (!known) this.#properties.set(property, (known = new PropertyPath(this, property)))
    return known
  }
}

/** Ends in an attribute. */
export class PropertyPath extends PathRegistry {
  readonly parent: EntityPath
  readonly path: readonly PathPart[]
  readonly naturalPath: readonly PathPart[]
  override readonly isUnnatural: boolean

  constructor(
    parent: EntityPath,
    readonly prop: MapperProperty,
  ) {
    super()
    const { restated, natural, unnatural } = restate(parent, prop)
    this.parent = restated
    this.isUnnatural = unnatural
    this.path = [...restated.path, prop]
    this.naturalPath = [...natural.naturalPath, prop]
  }

  get hasEntity(): boolean {
    return isRelationship(this.prop)
  }

  /** The path of the related entity. */
  get entityPath(): EntityPath {
    if (!isRelationship(this.prop)) {
      throw new InvalidRequestError(
        `Attribute '${String(this.prop)}' does not refer to a mapped entity`,
      )
    }
    return this.forEntity(this.prop.mapper)
  }

  /** Where an option for every attribute of this kind, on this entity, is filed. */
  get wildcardKey(): PathKey {
    return this.parent.key.child(`${tokenPrefix(this.prop)}:${WILDCARD}`)
  }

  /** Where an option for every attribute of this kind, on any entity, is filed. */
  get defaultKey(): PathKey {
    return PathKey.root.child(`${tokenPrefix(this.prop)}:${DEFAULT_TOKEN}`)
  }
}

export function tokenPrefix(property: MapperProperty): TokenPrefix {
  return isRelationship(property) ? 'relationship' : 'column'
}

function naturalEntity(parent: PathRegistry, entity: Entity): PathPart {
  const last = parent.naturalPath.at(-1)
  const target = (last as { readonly mapper: Mapper }).mapper
  const mapper = mapperOf(entity)
  return mapper.isa(target) ? mapper : target
}

interface Restated {
  readonly restated: EntityPath
  readonly natural: EntityPath
  readonly unnatural: boolean
}

/** States a path in terms of the entity that owns the attribute: an ancestor, or a subclass a polymorphic alias covers. */
function restate(parent: EntityPath, prop: MapperProperty): Restated {
  const { entity, parent: above } = parent
  const unnatural = above.isUnnatural || parent.mapper.inherits != null
  if (!isAliased(entity) || entity.useMapperPath) {
    const owner = above.forEntity(prop.parent)
    return { restated: owner, natural: owner, unnatural }
  }
  if (entity.withPolymorphicMappers.includes(prop.parent)) {
    const subclass = entity.entityForMapper(prop.parent)
    const restated = above.forEntity(subclass)
    if (above.path.length === 0) return { restated, natural: restated, unnatural }
    return { restated, natural: above.forEntity(subclass.mapper), unnatural: true }
  }
  const inherited = prop.parent !== entity.mapper && entity.mapper.isa(prop.parent)
  if (above.path.length > 0 && inherited) {
    return { restated: parent, natural: above.forEntity(prop.parent), unnatural }
  }
  return { restated: parent, natural: parent, unnatural }
}
