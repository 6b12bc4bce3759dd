/**
 * Comparing a relationship with an object: its key columns travel as parameters whose values are read when the
 * statement runs.
 */
import { InvalidRequestError } from '../../../errors.js'
import { ClauseAdapter } from '../../../sql/adapt/clause-adapter.js'
import { replacementTraverse } from '../../../sql/adapt/traverse.js'
import { BinaryExpression } from '../../../sql/elements/binary.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import { and, not, or } from '../../../sql/elements/boolean.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { null_ } from '../../../sql/elements/literals.js'
import { ops } from '../../../sql/operators.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { relationshipCriterion, type RelationshipCriterion } from '../../mapping/lazy-clause.js'
import { findsByKey } from '../../mapping/mapper-selectables.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Column } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  INIT_OK,
  NO_VALUE,
  PASSIVE_NO_FETCH,
  PASSIVE_NO_RESULT,
  PASSIVE_OFF,
} from '../../state/passive.js'
import { instanceState } from '../../state/state-of.js'
import { existsCriterion } from './relationship-exists.js'
import type { RelationshipAttribute } from '../relationship-attribute.js'

type Criterion = ColumnElement<boolean>

/** `relationship == object`. @internal */
export function compareWithObject(attribute: RelationshipAttribute, object: object): Criterion {
  const { property } = attribute
  return withValues(attribute, relationshipCriterion(property.joinCondition, { reverse: true }), {
    mapper: property.mapper,
    state: instanceState(object),
  })
}

/** The related rows of an object: the condition a lazy load would have; `RelationshipProperty._with_parent`. @internal */
export function belongsToObject(
  attribute: RelationshipAttribute,
  parent: object,
  { aliasSecondary = true }: { readonly aliasSecondary?: boolean } = {},
): Criterion {
  const { property } = attribute
  const state = instanceState(parent)
  if (!state.mapper.isa(property.parent)) {
    throw new InvalidRequestError(
      `Mapper ${state.mapper.toString()} has no relationship '${property.toString()}'`,
    )
  }
  return withValues(attribute, relationshipCriterion(property.joinCondition), {
    mapper: property.parent,
    state,
    aliasSecondary,
  })
}

/** `collection contains object`. @internal */
export const hasObject = compareWithObject

/** `relationship IS NULL`, for many-to-one. @internal */
export function compareWithNull(attribute: RelationshipAttribute): Criterion {
  const { criterion, parameters } = relationshipCriterion(attribute.property.joinCondition, {
    reverse: true,
  })
  const isKey = (element: ColumnElement) =>
    element instanceof BindParameter && parameters.has(element.origin)
  const compared = replacementTraverse(criterion, (element) => {
    if (!(element instanceof BinaryExpression)) return null
    const column = isKey(element.left) ? element.right : isKey(element.right) ? element.left : null
    return (
      column &&
      new BinaryExpression(column, null_(), ops.is, { negate: ops.isNot, type: element.type })
    )
  }) as Criterion
  return rewritten(attribute, compared)
}

/** `relationship != object`, or the collection does not hold it. @internal */
export function differsFromObject(attribute: RelationshipAttribute, object: object): Criterion {
  const { property } = attribute
  const { mapper, direction, joinCondition } = property
  const state = instanceState(object)
  if (
    direction === 'MANYTOONE' &&
    findsByKey(relationshipCriterion(joinCondition).criterion, mapper)
  ) {
    const differs = property.localRemotePairs.map(([local, remote]) => {
      const column = rewritten(attribute, local as unknown as Criterion) as unknown as ColumnElement
      return or(column.ne(boundValue(column, { mapper, state, column: remote })), column.is(null))
    })
    return and(...differs)
  }
  const isObject = mapper.primaryKey.map((column) =>
    column.eq(state.impl(mapper.getPropertyByColumn(column).key).get(state)),
  )
  return not(existsCriterion(attribute, and(...isObject)))
}

interface Source {
  readonly mapper: Mapper
  readonly state: InstanceState
  /** False: the association table stands in the statement itself. */
  readonly aliasSecondary?: boolean
}

function withValues(
  attribute: RelationshipAttribute,
  { criterion, parameters }: RelationshipCriterion,
  source: Source,
): Criterion {
  const { secondary } = attribute.property
  const through =
    secondary === null || source.aliasSecondary === false
      ? criterion
      : new ClauseAdapter(secondary.alias(null, { flat: true }) as FromClause).traverse(criterion)
  const bound = replacementTraverse(through, (element) => {
    const column = element instanceof BindParameter ? parameters.get(element.origin) : undefined
    return column ? boundValue(element as ColumnElement, { ...source, column }) : null
  }) as Criterion
  return rewritten(attribute, bound)
}

function boundValue(
  compared: ColumnElement,
  source: Source & { readonly column: Column },
): BindParameter {
  const { key } = compared
  return new BindParameter(compared instanceof BindParameter ? compared.origKey : key, {
    type: compared.type,
    unique: true,
    callable: currentValue(source),
  })
}

/** Reads the column when asked; a detached object answers with what it had last. */
function currentValue({
  mapper,
  state,
  column,
}: Source & { readonly column: Column }): () => unknown {
  const { key } = mapper.getPropertyByColumn(column)
  state.trackLastKnownValue(key)
  const known = state.lastKnownValues as Map<string, unknown>
  return () => {
    const passive = state.persistent ? PASSIVE_OFF : PASSIVE_NO_FETCH ^ INIT_OK
    const current = state.impl(key).get(state, passive)
    if (current !== NO_VALUE && current !== PASSIVE_NO_RESULT) return current
    const last = known.get(key)
    if (last !== NO_VALUE && last !== undefined) return last
    throw new InvalidRequestError(
      current === NO_VALUE
        ? `Can't resolve value for column ${column.describe()} on object ${state.toString()}; no value has been set for this column`
        : `Can't resolve value for column ${column.describe()} on object ${state.toString()}; the object is detached and the value was expired`,
    )
  }
}

/** In terms of the alias the attribute belongs to. */
function rewritten(attribute: RelationshipAttribute, criterion: Criterion): Criterion {
  const { sourceSelectable } = attribute
  return sourceSelectable === null
    ? criterion
    : new ClauseAdapter(sourceSelectable).traverse(criterion)
}
