/** Tells relationships from columns among mapped properties, for code that holds either. */
import type { MapperProperty } from '../../mapping/property.js'
import { RelationshipProperty } from '../../mapping/relationship.js'

export function isRelationship(property: MapperProperty): property is RelationshipProperty {
  return property instanceof RelationshipProperty
}
