/**
 * The target of a relationship; either side may ask before the other one is configured.
 */
import type { Mapper } from '../mapper.js'
import { mapperOfClass } from '../mapper-of-class.js'
import type { RelationshipProperty } from '../relationship.js'

/** `RelationshipProperty._setup_entity`. @internal */
export function setUpEntity(property: RelationshipProperty): Mapper {
  property.mapper = mapperOfClass(property.declaration.target)
  return property.mapper
}
