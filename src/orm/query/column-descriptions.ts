/** `columnDescriptions` of statements about entities: one entry for each entity or column selected. */
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import { nameKey } from '../../sql/names.js'
import type { ColumnDescription } from '../../sql/selectable/column-descriptions.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import { Select } from '../../sql/selectable/select.js'
import { annotatedEntity } from '../loading/entities/entity-of.js'
import { isAliased, mapperOf, type Entity } from '../loading/paths/entity.js'
import { bundleOf } from './bundle.js'

/** `sqlalchemy.orm.context._column_descriptions`. */
export function columnDescriptions(statement: ClauseElement): readonly ColumnDescription[] {
  if (!(statement instanceof Select)) return []
  return statement.rawColumns.flatMap(describe)
}

function describe(element: ClauseElement): readonly ColumnDescription[] {
  const entity = annotatedEntity(element)
  const bundle = bundleOf(element)
  if (bundle)
    return [{ name: bundle.name, type: bundle, expr: bundle, aliased: false, entity: null }]
  if (element instanceof FromClause) {
    if (entity) return [entityDescription(entity)]
    return element.columns.values().flatMap(describe)
  }
  if (!(element instanceof ColumnElement)) return []
  const key = (element.annotations as { readonly proxyKey?: string }).proxyKey
  return [
    {
      name: key ?? nameKey(element.name ?? element.anonNameLabel),
      type: element.type,
      expr: element,
      aliased: entity !== null && isAliased(entity),
      entity: entity === null ? null : faceOf(entity),
    },
  ]
}

function entityDescription(entity: Entity): ColumnDescription {
  const mapper = mapperOf(entity)
  const face = faceOf(entity)
  return {
    name: (isAliased(entity) ? entity.name : null) ?? mapper.className,
    type: mapper.class_,
    expr: face,
    aliased: isAliased(entity),
    entity: face,
  }
}

/** What the user holds: the class, or the alias. */
function faceOf(entity: Entity): unknown {
  return isAliased(entity) ? entity.face : mapperOf(entity).class_
}
