/** Which entity `filterBy()` means: the one joined last, the first of FROM, or the first selected. */
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { Select } from '../../sql/selectable/select.js'
import { QueryableAttribute } from '../attributes/queryable-attribute.js'
import { faceOf } from '../loading/entities/aliased.js'
import { annotatedEntity, entityOrNull } from '../loading/entities/entity-of.js'
import { isAliased, mapperOf, type Entity } from '../loading/paths/entity.js'
import { isRelationship } from '../loading/paths/property-kind.js'
import { bundleOf } from './bundle.js'
import { entityBehind } from './compile/query-entity.js'

/** The class or alias to read attributes from; null for statements about tables. */
export function filterByEntity(statement: ClauseElement): unknown {
  const entity = statement instanceof Select ? entityOfSelect(statement) : dmlEntity(statement)
  if (!entity) return null
  return isAliased(entity) ? faceOf(entity) : mapperOf(entity).class_
}

function entityOfSelect(statement: Select): Entity | null {
  const join = statement.setupJoins.at(-1)
  if (join) return joinedEntity(join.right)
  for (const from of statement.fromObj) {
    const entity = annotatedEntity(from)
    if (entity) return entity
  }
  const [first] = statement.rawColumns
  if (!first) return null
  const bundle = bundleOf(first)
  return entityBehind(bundle?.columns[0] ?? first)
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

function dmlEntity(statement: ClauseElement): Entity | null {
  return (statement.propagateAttrs?.subject as Entity | undefined) ?? null
}
