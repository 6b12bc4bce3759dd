/**
 * From what users write (a class, an alias, an attribute, a table) to the entity or FROM element behind it, and a
 * few questions about FROM elements.
 */
import { ArgumentError } from '../../../errors.js'
import { asElement } from '../../../sql/elements/coercions.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { QueryableAttribute, withEntity } from '../../attributes/queryable-attribute.js'
import { configureMappers } from '../../mapping/configure.js'
import { Mapper } from '../../mapping/mapper.js'
import { mapperOfClass, mapperOrNull } from '../../mapping/mapper-of-class.js'
import { type Entity, isAliased, mapperOf } from '../paths/entity.js'
import { selectableOfMapper } from '../../mapping/mapper-selectables.js'

/** Under which the face of an alias keeps what it means. */
export const INSPECTED: unique symbol = Symbol('orm.inspected')

/** The entity a class, an alias or an inspected entity stands for, complete; null for anything else. */
export function entityOrNull(value: unknown): Entity | null {
  if (value instanceof Mapper || isAliased(value)) return value
  if (value instanceof ClauseElement) return null
  if (typeof value === 'object' && value !== null && INSPECTED in value)
    return value[INSPECTED] as Entity
  const mapper = mapperOrNull(value)
  if (mapper !== null) configureMappers(mapper.registry)
  return mapper
}

/** The same; an error for what is not mapped. */
export function entityOf(value: unknown): Entity {
  return entityOrNull(value) ?? mapperOfClass(value)
}

/** The FROM an entity, an attribute's entity or a FROM element stands for. */
export function selectableOf(value: unknown): FromClause {
  if (value instanceof FromClause) return value
  if (value instanceof Mapper) return selectableOfMapper(value)
  if (value instanceof QueryableAttribute) return selectableOf(value.parent)
  const entity = entityOrNull(value)
  if (entity) return isAliased(entity) ? entity.selectable : selectableOfMapper(entity)
  const element = asElement(value)
  if (element instanceof FromClause) return element
  throw new ArgumentError(
    `FROM expression, such as a Table or alias() object expected, got ${String(value)}.`,
  )
}

/** The entity the ORM noted on an element. */
export function annotatedEntity(element: { readonly annotations: object }): Entity | null {
  return (element.annotations as { readonly parententity?: Entity }).parententity ?? null
}

export function isSubquery(from: FromClause): boolean {
  return from.kind === 'subquery' || from.kind === 'cte' || from.kind === 'lateral'
}

/** The element that stands for an entity in a statement: its FROM, marked as the entity's. */
export function entityClause(entity: Entity): FromClause {
  const selectable = isAliased(entity) ? entity.selectable : selectableOfMapper(entity)
  return withEntity(selectable.annotate(entityMarks(entity)), entity)
}

/** The annotations that make the query compiler recognise an element as the entity's. */
export function entityMarks(entity: Entity): Readonly<Record<string, unknown>> {
  return { entityNamespace: entity, parententity: entity, parentmapper: mapperOf(entity) }
}
