/**
 * Carries out the `join()` calls of a statement: along relationships, to entities by foreign keys, by ON clauses;
 * finds which FROM each one starts from. `ORMSelectCompileState._join`.
 */
import {
  findLeftClauseThatMatchesGiven,
  findLeftClauseToJoinFrom,
} from '../../../sql/adapt/join-source.js'
import { selectablesOverlap } from '../../../sql/adapt/find-tables.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import { asElement, elementAsExpression } from '../../../sql/elements/coercions.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { Join } from '../../../sql/selectable/join.js'
import type { SetupJoin } from '../../../sql/selectable/select.js'
import { warn } from '../../../util/warnings.js'
import { QueryableAttribute } from '../../attributes/queryable-attribute.js'
import { Mapper } from '../../mapping/mapper.js'
import { withPolymorphicMappers } from '../../mapping/mapper-selectables.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { annotatedEntity, entityOrNull, selectableOf } from '../../loading/entities/entity-of.js'
import { makeAlias } from '../../loading/entities/aliased.js'
import { OrmJoin } from '../../loading/entities/orm-join.js'
import { type Entity, isAliased, mapperOf } from '../../loading/paths/entity.js'
import { isRelationship } from '../../loading/paths/property-kind.js'
import { ambiguousLeft, noLeft, nothingToJoinFrom } from './join-errors.js'
import { keepJoin, keptJoin, type PlainJoin } from './kept-joins.js'
import { itemsOf, type SelectItem } from './query-entity.js'
import type { OrmSelectCompileState } from './select-compile-state.js'

type Side = Entity | FromClause

/** One join, its ends known as far as the call says. */
interface RequestedJoin {
  readonly right: Side
  readonly left: Side | null
  readonly onclause: QueryableAttribute | ColumnElement | null
  readonly property: RelationshipProperty | null
  readonly isouter: boolean
  readonly full: boolean
}

export function setUpJoins(state: OrmSelectCompileState): void {
  const { selectStatement } = state
  const walked: RequestedJoin[] = []
  for (const { rawColumns, setupJoins } of selectStatement.memoizedSelectEntities) {
    const items = rawColumns.flatMap((column) => itemsOf(column, state))
    for (const join of setupJoins) addJoin(state, { join, items, walked })
  }
  for (const join of selectStatement.setupJoins)
    addJoin(state, { join, items: state.items, walked })
}

interface JoinCall {
  readonly join: SetupJoin
  readonly items: readonly SelectItem[]
  /** Relationship paths joined already: asked for twice, they are joined once. */
  readonly walked: RequestedJoin[]
}

function addJoin(state: OrmSelectCompileState, { join, items, walked }: JoinCall): void {
  const requested = requestOf(join)
  const { property, left } = requested
  if (property && left) {
    if (walked.some((each) => isSameEdge(each, requested))) return
    walked.push(requested)
  }
  place(state, items, requested)
}

function isSameEdge(one: RequestedJoin, other: RequestedJoin): boolean {
  return (
    one.left === other.left &&
    one.right === other.right &&
    one.property?.key === other.property?.key
  )
}

function requestOf({ right, onclause, left, isouter, full }: SetupJoin): RequestedJoin {
  if (right instanceof QueryableAttribute) {
    if (onclause !== null) {
      throw new InvalidRequestError(
        "No 'on clause' argument may be passed when joining to a relationship path as a target",
      )
    }
    return alongAttribute(right, null, { isouter, full })
  }
  const target = sideOf(right)
  if (onclause instanceof QueryableAttribute && isRelationship(onclause.property)) {
    return alongAttribute(onclause, target, { isouter, full })
  }
  const condition = onclause === null ? null : expressionOf(onclause)
  return {
    right: target,
    left: left === null ? null : sideOf(left),
    onclause: condition,
    property: null,
    isouter,
    full,
  }
}

function alongAttribute(
  attribute: QueryableAttribute,
  target: Side | null,
  { isouter, full }: Pick<RequestedJoin, 'isouter' | 'full'>,
): RequestedJoin {
  const { property } = attribute
  if (!isRelationship(property)) {
    throw new ArgumentError(`Join target ${attribute.toString()} does not refer to a mapped entity`)
  }
  const narrowed = attribute.ofTypeEntity as Entity | null
  const right = target ?? narrowed ?? property.mapper
  const left = attribute.parent as Entity
  return { right, left, onclause: attribute, property, isouter, full }
}

function expressionOf(value: unknown): ColumnElement {
  const element = asElement(value)
  if (!element)
    throw new ArgumentError(`The ON clause of a join is an expression, got ${String(value)}`)
  return elementAsExpression(element)
}

function sideOf(value: unknown): Side {
  const entity = entityOrNull(value)
  if (entity) return entity
  const element = asElement(value)
  const annotated = element && annotatedEntity(element)
  if (annotated) return annotated
  if (element instanceof FromClause) return element
  return selectableOf(value)
}

function place(
  state: OrmSelectCompileState,
  items: readonly SelectItem[],
  join: RequestedJoin,
): void {
  checkSides(join)
  const { left, index } = join.left
    ? explicitLeft(state, items, join.left)
    : implicitLeft(state, items, join)
  const { right } = join
  if (right instanceof Mapper || isAliased(right)) state.joinedEntities.add(right)
  const made = joined(state, join, left)
  if (index === null) state.fromClauses.push(made)
  else state.fromClauses[index] = made
}

/** The join made before for another statement, where it is a plain one. */
function joined(state: OrmSelectCompileState, join: RequestedJoin, left: Side): OrmJoin {
  const { keptJoins } = state
  const plain = keptJoins === null ? null : plainJoin(state, join, left)
  if (keptJoins === null || plain === null) return newJoin(state, join, left)
  const known = keptJoin(plain, keptJoins)
  if (known !== null) return known
  const made = newJoin(state, join, left)
  keepJoin(plain, made, keptJoins)
  return made
}

/** Along a relationship from class to class, with nothing added; null for any other join. */
function plainJoin(
  state: OrmSelectCompileState,
  { right, onclause, property, isouter, full }: RequestedJoin,
  left: Side,
): PlainJoin | null {
  if (property === null || right !== property.mapper || isSpread(property.mapper)) return null
  if (state.attributes.criteria.length > 0 || !isPlainAttribute(onclause)) return null
  return { left: selectableOf(left), parent: onclause.parent, property, isouter, full }
}

function isPlainAttribute(onclause: unknown): onclause is QueryableAttribute {
  return (
    onclause instanceof QueryableAttribute &&
    !onclause.parent.isAliasedClass &&
    onclause.ofTypeEntity === null &&
    onclause.extraCriteria.length === 0
  )
}

function newJoin(state: OrmSelectCompileState, join: RequestedJoin, left: Side): OrmJoin {
  checkRight(join, left)
  const { right, onclause, isouter, full } = join
  const entity = entityOrNull(right)
  const target = entity ? setApart(state, entity, left) : right
  const adapt = onclause instanceof QueryableAttribute ? null : state.currentAdapter()
  return new OrmJoin(left, target, {
    onclause: adapt && onclause ? adapt(onclause as ColumnElement) : onclause,
    isouter,
    full,
    extraCriteria: entity ? state.optionCriteria(entity) : [],
  })
}

/** The tables of a hierarchy get names of their own where the left side has some of them as well. */
function setApart(state: OrmSelectCompileState, entity: Entity, left: Side): Entity {
  if (isAliased(entity) || !isSpread(entity)) return entity
  const [from, target] = [selectableOf(left), selectableOf(entity)]
  const around = state.fromClauses.length > 0 ? state.fromClauses : [from]
  const overlaps = around.some(
    (each) => selectablesOverlap(from, each) && selectablesOverlap(each, target),
  )
  if (!overlaps) return entity
  warn(
    `An alias is being generated automatically against joined entity ${entity.toString()} due to overlapping tables.  ` +
      'This is a legacy pattern which may be deprecated in a later release.  Use the aliased(<entity>, flat=True) ' +
      'construct explicitly, see the linked example.',
  )
  const alias = makeAlias(entity, null, { flat: true })
  state.loadFrom(entity, alias.selectable)
  return alias
}

/** Over several tables, or read together with its subclasses. */
function isSpread(mapper: Mapper): boolean {
  return mapper.persistSelectable instanceof Join || withPolymorphicMappers(mapper).length > 0
}

interface Placed {
  readonly left: Side
  /** Which of the FROMs so far the join replaces; null for a new one. */
  readonly index: number | null
}

function explicitLeft(
  state: OrmSelectCompileState,
  items: readonly SelectItem[],
  left: Side,
): Placed {
  const matching = findLeftClauseThatMatchesGiven(state.fromClauses, selectableOf(left))
  if (matching.length > 1) throw ambiguousLeft('explicit')
  const [index = null] = matching
  if (index !== null) return { left: state.fromClauses[index] as FromClause, index }
  const item = items.find((each) => each.isMapperEntity && each.entityZero === left)
  return { left: item ? selectableOf(item.entityZero) : left, index: null }
}

function implicitLeft(
  state: OrmSelectCompileState,
  items: readonly SelectItem[],
  join: RequestedJoin,
): Placed {
  const right = selectableOf(join.right)
  const onclause = join.onclause as ColumnElement | null
  if (state.fromClauses.length > 0) {
    const index = onlyIndex(
      findLeftClauseToJoinFrom(state.fromClauses, right, onclause),
      join.right,
    )
    return { left: state.fromClauses[index] as FromClause, index }
  }
  if (items.length === 0) throw nothingToJoinFrom()
  const sources = new Map<object, FromClause>()
  for (const { joinSource } of items) {
    if (joinSource === null || joinSource === join.right) continue
    const selectable = selectableOf(joinSource)
    sources.set(selectable.identity, selectable)
  }
  const candidates = [...sources.values()]
  const index = onlyIndex(findLeftClauseToJoinFrom(candidates, right, onclause), join.right)
  return { left: candidates[index] as FromClause, index: null }
}

function onlyIndex(indexes: readonly number[], right: Side): number {
  if (indexes.length > 1) throw ambiguousLeft('implicit')
  const [index] = indexes
  if (index === undefined) throw noLeft(right)
  return index
}

function checkSides({ left, right }: RequestedJoin): void {
  if (left !== right) return
  throw new InvalidRequestError(
    `Can't construct a join from ${String(left)} to ${String(right)}, they are the same entity`,
  )
}

function checkRight({ right, property, onclause }: RequestedJoin, left: Side): void {
  const target = selectableOf(right)
  const from = selectableOf(left)
  if (from.identity === target.identity && selectablesOverlap(from, target)) {
    throw new InvalidRequestError(`Can't join table/selectable '${target.describe()}' to itself`)
  }
  const entity = entityOrNull(right)
  if (entity && property && !mapperOf(entity).commonParent(property.mapper)) {
    throw new InvalidRequestError(
      `Join target ${String(entity)} does not correspond to the right side of join condition ${onclause?.toString() ?? ''}`,
    )
  }
}
