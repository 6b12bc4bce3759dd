/** `select(User, Post.title).columnDescriptions`: what the values of a statement about entities are. */
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { DmlBase } from '../../sql/dml/dml-base.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import { nameKey } from '../../sql/names.js'
import type { ColumnDescription } from '../../sql/selectable/column-descriptions.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import { Select } from '../../sql/selectable/select.js'
import { generateColumnsPlusNames } from '../../sql/selectable/select-columns.js'
import { NULL_TYPE } from '../../sql/types/resolve.js'
import { faceOf } from '../loading/entities/aliased.js'
import { annotatedEntity } from '../loading/entities/entity-of.js'
import { isAliased, mapperOf, type Entity } from '../loading/paths/entity.js'
import { Bundle, bundleOf } from './bundle.js'
import { entityBehind } from './compile/query-entity.js'

export function columnDescriptions(statement: ClauseElement): readonly ColumnDescription[] {
  if (!(statement instanceof Select)) return []
  const items = statement.rawColumns.flatMap(withoutTables)
  const columns = items.filter((item) => isColumn(item))
  const names = new Map(
    generateColumnsPlusNames(
      { allSelectedColumns: columns, labelStyle: statement.labelStyle },
      false,
    ).map(({ column, proxyName }) => [column, proxyName === null ? null : nameKey(proxyName)]),
  )
  return items.map((item) => describe(item, names.get(item) ?? null))
}

/** `update(User).entityDescription`: the entity an INSERT, UPDATE or DELETE is about. */
export function entityDescription(
  statement: ClauseElement,
): Readonly<Record<string, unknown>> | null {
  if (!(statement instanceof DmlBase)) return null
  const entity = annotatedEntity(statement.table)
  return entity && { ...describeEntity(entity), table: mapperOf(entity).localTable }
}

/** Tables among the columns stand for their columns. */
function withoutTables(element: ClauseElement): readonly ClauseElement[] {
  const isTable = element instanceof FromClause && !annotatedEntity(element)
  return isTable ? element.columns.values() : [element]
}

function isColumn(element: ClauseElement): boolean {
  return element instanceof ColumnElement && !bundleOf(element)
}

function describe(element: ClauseElement, name: string | null): ColumnDescription {
  const bundle = bundleOf(element)
  if (bundle) {
    const entity = entityBehind(bundle.columns[0] ?? element)
    return { ...place(entity), name: bundle.name, type: Bundle, expr: bundle }
  }
  const own = annotatedEntity(element)
  if (element instanceof FromClause && own) return describeEntity(own)
  const type = element instanceof ColumnElement ? element.type : NULL_TYPE
  return { ...place(entityBehind(element)), name, type, expr: attributeBehind(element) }
}

function describeEntity(entity: Entity): ColumnDescription {
  const mapper = mapperOf(entity)
  const name = isAliased(entity) ? entity.name : mapper.className
  return { ...place(entity), name, type: mapper.class_, expr: visible(entity) }
}

function place(entity: Entity | null): Pick<Required<ColumnDescription>, 'aliased' | 'entity'> {
  return { aliased: entity !== null && isAliased(entity), entity: entity && visible(entity) }
}

/** What users know the entity by. */
function visible(entity: Entity): object {
  return isAliased(entity) ? faceOf(entity) : entity.class_
}

/** `User.name` for its column. */
function attributeBehind(element: ClauseElement): unknown {
  const entity = annotatedEntity(element)
  const key = element.annotations['proxyKey']
  if (!entity || typeof key !== 'string') return element
  return (visible(entity) as Readonly<Record<string, unknown>>)[key] ?? element
}
