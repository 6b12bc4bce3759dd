/** INSERT, UPDATE and DELETE of entities as statements of their tables: attribute names become columns. */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { DmlBase, DmlWhereBase, type DmlPair } from '../../../sql/dml/dml-base.js'
import { Insert } from '../../../sql/dml/insert.js'
import { Update } from '../../../sql/dml/update.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { Mapper } from '../../mapping/mapper.js'
import { annotatedEntity } from '../../loading/entities/entity-of.js'
import { singleTableCriterion } from '../../mapping/mapper-selectables.js'
import { mapperOf, type Entity } from '../../loading/paths/entity.js'

/** The statement without entities, as the compiler wants it. */
export function coreDml(statement: ClauseElement): ClauseElement {
  if (!(statement instanceof DmlBase)) return statement.withParts({ propagateAttrs: null })
  const mapper = mapperOfDml(statement)
  const plain = statement.withParts({
    table: mapper ? mapper.localTable : statement.table.identity,
    returningColumns: statement.returningColumns.flatMap(returnedColumns),
    withOptions: [],
    annotations: {},
    propagateAttrs: null,
  }) as DmlBase
  return mapper ? withCriteria(withColumns(plain, mapper), mapper) : plain
}

/** The mapper an ORM-enabled statement is about; null for tables. */
export function mapperOfDml(statement: DmlBase): Mapper | null {
  const entity =
    annotatedEntity(statement.table) ?? (statement.propagateAttrs?.subject as Entity | undefined)
  return entity ? mapperOf(entity) : null
}

/** The column of an attribute named in `values()`; the name itself where there is none. */
export function columnOfKey(mapper: Mapper, key: ColumnElement | string): ColumnElement | string {
  if (typeof key !== 'string') return key.identity
  const property = mapper.props.get(key)
  return property instanceof ColumnProperty ? property.expression : key
}

function withColumns(statement: DmlBase, mapper: Mapper): DmlBase {
  const named = (pairs: readonly DmlPair[]): readonly DmlPair[] =>
    pairs.map(([key, value]) => [columnOfKey(mapper, key), value] as const)
  if (statement instanceof Update) {
    return statement.withParts({ valuePairs: statement.valuePairs && named(statement.valuePairs) })
  }
  if (!(statement instanceof Insert)) return statement
  return statement.withParts({
    valuePairs: statement.valuePairs && named(statement.valuePairs),
    multiValues: statement.multiValues.map(named),
  })
}

function withCriteria(statement: DmlBase, mapper: Mapper): DmlBase {
  const criterion = singleTableCriterion(mapper)
  if (!criterion || !(statement instanceof DmlWhereBase)) return statement
  return statement.withParts({ whereCriteria: [...statement.whereCriteria, criterion] })
}

function returnedColumns(element: ClauseElement): readonly ClauseElement[] {
  return element instanceof FromClause ? element.columns.values() : [element]
}
