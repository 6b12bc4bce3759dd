/** Whose attributes `filterBy()` names: those of the entity joined last, the first of FROM, or the first selected. */
import { asElement } from '../../sql/elements/coercions.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { NameSource } from '../../sql/filter-by.js'
import { Select } from '../../sql/selectable/select.js'
import { QueryableAttribute } from '../attributes/queryable-attribute.js'
import { faceOf } from '../loading/entities/aliased.js'
import { annotatedEntity, entityOrNull } from '../loading/entities/entity-of.js'
import { isAliased, mapperOf, type Entity } from '../loading/paths/entity.js'
import { isRelationship } from '../loading/paths/property-kind.js'
import { bundleOf } from './bundle.js'
import { entityBehind } from './compile/query-entity.js'

/** The attributes of the entity meant; null for statements about tables. */
export function filterByNames(statement: ClauseElement): NameSource | null {
  if (statement instanceof Select) return namesOfSelect(statement)
  const entity = statement.propagateAttrs?.subject as Entity | undefined
  return entity ? { namespace: attributesOf(entity), description: tableOfEntity(entity) } : null
}

function namesOfSelect(statement: Select): NameSource | null {
  const join = statement.setupJoins.at(-1)
  if (join) return namesOfJoined(join.right)
  const element = statement.fromObj.find((from) => annotatedEntity(from)) ?? statement.rawColumns[0]
  if (!element) return null
  const entity = entityBehind(bundleOf(element)?.columns[0] ?? element)
  return entity && { namespace: attributesOf(entity), description: element.toString() }
}

function namesOfJoined(right: unknown): NameSource | null {
  const entity = joinedEntity(right)
  if (!entity) return null
  const element = right instanceof QueryableAttribute ? null : asElement(right)
  return {
    namespace: attributesOf(entity),
    description: element ? element.toString() : String(entity),
  }
}

function joinedEntity(right: unknown): Entity | null {
  if (!(right instanceof QueryableAttribute)) return entityOrNull(right) ?? entityOfElement(right)
  if (right.ofTypeEntity) return right.ofTypeEntity as Entity
  return isRelationship(right.property) ? right.property.mapper : null
}

function entityOfElement(value: unknown): Entity | null {
  return typeof value === 'object' && value !== null && 'annotations' in value
    ? annotatedEntity(value as ClauseElement)
    : null
}

function attributesOf(entity: Entity): object {
  return isAliased(entity) ? faceOf(entity) : mapperOf(entity).class_
}

function tableOfEntity(entity: Entity): string {
  return isAliased(entity) ? String(entity) : mapperOf(entity).localTable.toString()
}
