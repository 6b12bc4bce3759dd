/** Turns the attribute given to a loader option into a path, checking that it belongs there. Used by `load.ts`. */
import { ArgumentError } from '../../../errors.js'
import { isAliased, type Entity } from '../paths/entity.js'
import { entityLinksTo } from '../paths/entity-correspondence.js'
import type { AnyAttribute, Step } from './load-chain.js'
import type { LoadElementFields } from './load-element.js'
import { EntityPath, type PathRegistry, PropertyPath } from '../paths/path-registry.js'

type AttributeFields = Pick<LoadElementFields, 'path' | 'extraCriteria' | 'ofType' | 'ofTypePath'>

/** The path of `attribute` below `path`, with what `ofType()` and `and()` added to the attribute. */
export function attributeStep(
  path: EntityPath,
  attribute: AnyAttribute,
  { attributes, extraCriteria }: Step,
): AttributeFields {
  if (!entityLinksTo(path.entity, attribute.parent as Entity)) {
    if (attributes && attribute !== attributes[0]) throw severalParents()
    throw doesNotLink(path, attribute.toString())
  }
  const property = path.forProperty(attribute.property)
  const criteria = extraCriteria ?? attribute.extraCriteria
  const ofTypeEntity = attribute.ofTypeEntity as Entity | null
  if (ofTypeEntity) {
    const reached = property.forEntity(ofTypeEntity)
    return { path: reached, extraCriteria: criteria, ofType: ofTypeEntity, ofTypePath: property }
  }
  const reached = property.hasEntity ? property.entityPath : property
  return { path: reached, extraCriteria: criteria, ofType: null, ofTypePath: null }
}

/** The error for an attribute that is not one of the entity a chain has reached. */
export function doesNotLink(path: PathRegistry, attribute: string): ArgumentError {
  const last = path.path.at(-1)
  const before = path.parent
  if (!(path instanceof EntityPath) || !(before instanceof PropertyPath)) {
    return new ArgumentError(
      `ORM mapped attribute "${attribute}" does not link mapped class "${String(last)}"`,
    )
  }
  const isOfType = isAliased(path.entity) || path.entity !== before.entityPath.entity
  const suffix = isOfType ? `.of_type(${String(path.entity)})` : ''
  return new ArgumentError(
    `ORM mapped entity or attribute "${attribute}" does not link from relationship "${String(before.prop)}${suffix}".`,
  )
}

/** A group or wildcard of one entity in a query of several. */
export function severalEntities(entities: readonly (Entity | null)[]): ArgumentError {
  const examples = entities.map((entity) => `Load(${String(entity)}).some_option('*')`)
  return new ArgumentError(
    `Can't apply wildcard ('*') or load_only() loader option to multiple entities ${entities.map(String).join(', ')}. ` +
      `Specify loader options for each entity individually, such as ${examples.join(', ')}.`,
  )
}

function severalParents(): ArgumentError {
  return new ArgumentError(
    "Can't apply wildcard ('*') or load_only() loader option to multiple entities in the same option. Use separate options per entity.",
  )
}
