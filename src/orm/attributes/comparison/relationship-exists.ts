/**
 * `EXISTS (SELECT 1 FROM target WHERE …)` for `any()` and `has()`.
 */
import { and } from '../../../sql/elements/boolean.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { literalColumn } from '../../../sql/elements/column-clause.js'
import { exists } from '../../../sql/selectable/scalar-select.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { replacementTraverse } from '../../../sql/adapt/traverse.js'
import { singleTableCriterion } from '../../mapping/mapper-selectables.js'
import { createJoins, type RelationshipJoins } from '../../mapping/relationship-joins.js'
import type { RelationshipAttribute } from '../relationship-attribute.js'

type Criterion = ColumnElement<boolean>

/** `Comparator._criterion_exists`. @internal */
export function existsCriterion(
  attribute: RelationshipAttribute,
  criterion: Criterion | null,
): Criterion {
  const { property, ofTypeEntity } = attribute
  const ofTypeAlias = ofTypeEntity?.isAliasedClass ?? false
  const joins = createJoins(property, {
    source: attribute.sourceSelectable,
    destination: destinationOf(attribute, ofTypeAlias),
  })
  const wanted = [subclassCriterion(attribute), criterion].flatMap((each) =>
    each === null ? [] : adapted(each, joins, ofTypeAlias),
  )
  const clauses = [...outerJoins(attribute, joins), ...wanted, ...attribute.extraCriteria]
  const froms =
    joins.secondary === null ? [joins.destination] : [joins.destination, joins.secondary]
  return exists(literalColumn('1'))
    .where(and(...clauses))
    .selectFrom(...froms)
    .correlateExcept(...froms) as unknown as Criterion
}

function destinationOf(attribute: RelationshipAttribute, isAlias: boolean): FromClause | null {
  const { property, ofTypeEntity } = attribute
  if (ofTypeEntity === null) return null
  const { selectable } = ofTypeEntity
  return property.isSelfReferential && !isAlias ? (selectable.alias() as FromClause) : selectable
}

function subclassCriterion({ ofTypeEntity }: RelationshipAttribute): Criterion | null {
  return ofTypeEntity === null ? null : singleTableCriterion(ofTypeEntity.mapper)
}

function adapted(criterion: Criterion, joins: RelationshipJoins, isAlias: boolean): Criterion {
  const inner =
    joins.targetAdapter !== null && !isAlias ? joins.targetAdapter.traverse(criterion) : criterion
  return inner.annotate({ noReplacementTraverse: true })
}

/** The near side belongs to the enclosing query: it is marked, so that aliases of that query reach it. */
function outerJoins(
  attribute: RelationshipAttribute,
  joins: RelationshipJoins,
): readonly Criterion[] {
  const { primaryjoin, secondaryjoin } = joins
  if (secondaryjoin !== null) return [marked(attribute, primaryjoin, () => true), secondaryjoin]
  const remote = attribute.property.remoteSide as ReadonlySet<ColumnElement>
  return [marked(attribute, primaryjoin, (column) => !remote.has(column.identity))]
}

function marked(
  { parent }: RelationshipAttribute,
  clause: Criterion,
  isOuter: (column: ColumnElement) => boolean,
): Criterion {
  const marks = { parententity: parent, parentmapper: parent.mapper }
  return replacementTraverse(clause, (element) =>
    element.kind === 'column' && isOuter(element as ColumnElement) ? element.annotate(marks) : null,
  ) as Criterion
}
