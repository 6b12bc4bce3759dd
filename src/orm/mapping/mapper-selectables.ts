/**
 * What a mapper means as SQL: the FROM of a hierarchy, columns that stand for one another, the clause that finds
 * one row by key, the criterion of single-table inheritance. Worked out once per mapper.
 */
import { and } from '../../sql/elements/boolean.js'
import { BinaryExpression } from '../../sql/elements/binary.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { noteDefinition } from '../../sql/definitions.js'
import { ops } from '../../sql/operators.js'
import { findTables } from '../../sql/adapt/find-tables.js'
import { AliasedFrom } from '../../sql/selectable/alias.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import { ColumnProperty } from './column-property.js'
import type { Mapper } from './mapper.js'
import type { MapperProperty } from './property.js'

export type Equivalents = ReadonlyMap<ColumnElement, ReadonlySet<ColumnElement>>

interface Facts {
  equivalents?: Equivalents
  criterion?: ColumnElement<boolean> | null
  polymorphic?: readonly Mapper[]
  selectable?: FromClause
  selected?: readonly MapperProperty[]
  adapted?: boolean
}

const facts = new WeakMap<Mapper, Facts>()

function factsOf(mapper: Mapper): Facts {
  let known = facts.get(mapper)
  if (!known) facts.set(mapper, (known = {}))
  return known
}

/** A class has joined the hierarchy: what was worked out without it counts no more. */
export function forgetFacts(mapper: Mapper): void {
  for (const each of mapper.baseMapper.selfAndDescendants) facts.delete(each)
  noteDefinition()
}

/** Columns that a joined-table hierarchy keeps equal, such as `engineer.id` and `employee.id`. */
export function equivalentColumns(mapper: Mapper): Equivalents {
  const own = factsOf(mapper)
  return (own.equivalents ??= collectEquivalents(mapper.baseMapper.selfAndDescendants))
}

function collectEquivalents(mappers: readonly Mapper[]): Equivalents {
  const found = new Map<ColumnElement, Set<ColumnElement>>()
  const link = (from: ColumnElement, to: ColumnElement): void => {
    const known = found.get(from)
    if (known) known.add(to)
    else found.set(from, new Set([to]))
  }
  for (const mapper of mappers) {
    for (const [left, right] of mapper.single ? [] : mapper.inheritsEquatedPairs) {
      link(left.identity, right.identity)
      link(right.identity, left.identity)
    }
  }
  return found
}

/** The FROM of the class alone, without what `withPolymorphic` adds. */
export function mappedSelectable(mapper: Mapper): FromClause {
  return mapper.persistSelectable
}

/** Subclasses that every query of the mapper loads along: `withPolymorphic: '*'`, `polymorphicLoad: 'inline'`. */
export function withPolymorphicMappers(mapper: Mapper): readonly Mapper[] {
  return (factsOf(mapper).polymorphic ??= configuredPolymorphic(mapper))
}

function configuredPolymorphic(mapper: Mapper): readonly Mapper[] {
  const { classes: given, selectable } = polymorphicSpec(mapper)
  const inline = mapper.selfAndDescendants.filter(
    (each) => each !== mapper && each.polymorphicLoad === 'inline',
  )
  const all = given === null ? inline : resolvePolymorphic(mapper, given)
  const named = selectable === null ? all : among(all, selectable)
  return named.length > 0 ? [mapper, ...named.filter((each) => each !== mapper)] : []
}

interface PolymorphicSpec {
  readonly classes: '*' | readonly unknown[] | null
  readonly selectable: FromClause | null
}

/** What `withPolymorphic` says, with the FROM that has all columns if it names one. */
function polymorphicSpec({ withPolymorphic: given }: Mapper): PolymorphicSpec {
  const [classes, selectable] = (Array.isArray(given) ? given : []) as readonly unknown[]
  return selectable instanceof FromClause
    ? { classes: classes as PolymorphicSpec['classes'], selectable }
    : { classes: given, selectable: null }
}

/** The mappers whose tables a FROM has. */
function among(mappers: readonly Mapper[], selectable: FromClause): readonly Mapper[] {
  const tables = new Set(findTables(selectable, { includeAliases: true }))
  return mappers.filter(({ localTable }) => tables.has(localTable))
}

/**
 * True when queries of the mapper put the columns of its classes in terms of another FROM: the union of a concrete
 * hierarchy; `Mapper._should_select_with_poly_adapter`.
 */
export function selectsAdapted(mapper: Mapper): boolean {
  const own = factsOf(mapper)
  return (own.adapted ??= [mapper, mapper.baseMapper].some(readsUnion))
}

function readsUnion(mapper: Mapper): boolean {
  if (polymorphicSpec(mapper).selectable instanceof AliasedFrom) return true
  if (mapper.polymorphicOn === null) return false
  return mapper.selfAndDescendants.some((each) => each.concrete && each.inherits !== null)
}

/** The mappers that `'*'` or a list of classes means, in the order of the hierarchy. */
export function resolvePolymorphic(
  mapper: Mapper,
  given: '*' | readonly unknown[],
): readonly Mapper[] {
  const all = mapper.selfAndDescendants
  if (given === '*') return all
  return all.filter((each) => given.includes(each.class_) || given.includes(each))
}

/** The FROM of a query of the class: its own, or the joins `withPolymorphic` asks for. */
export function selectableOfMapper(mapper: Mapper): FromClause {
  const own = factsOf(mapper)
  return (own.selectable ??=
    polymorphicSpec(mapper).selectable ??
    polymorphicSelectable(mapper, withPolymorphicMappers(mapper)))
}

/** The FROM of a class joined with the tables of some of its subclasses. */
export function polymorphicSelectable(
  mapper: Mapper,
  subclasses: readonly Mapper[],
  { innerjoin = false }: { readonly innerjoin?: boolean } = {},
): FromClause {
  const joined = new Set<FromClause>([...mapper.iterateToRoot()].map((each) => each.localTable))
  let from = mapper.persistSelectable
  for (const subclass of withAncestors(mapper, subclasses)) {
    if (subclass.single || joined.has(subclass.localTable)) continue
    joined.add(subclass.localTable)
    const onclause = subclass.inheritCondition
    from = innerjoin
      ? from.join(subclass.localTable, onclause)
      : from.outerjoin(subclass.localTable, onclause)
  }
  return from
}

/** Subclasses with whatever lies between them and the base, in the order of the hierarchy. */
function withAncestors(mapper: Mapper, subclasses: readonly Mapper[]): readonly Mapper[] {
  const needed = new Set<Mapper>()
  for (const subclass of subclasses) {
    for (const each of subclass.iterateToRoot()) {
      if (each === mapper) break
      needed.add(each)
    }
  }
  return mapper.selfAndDescendants.filter((each) => needed.has(each))
}

/** `type IN ('manager', …)` for a class that shares its parent's table; null for all others. */
export function singleTableCriterion(mapper: Mapper): ColumnElement<boolean> | null {
  const own = factsOf(mapper)
  if (own.criterion === undefined) own.criterion = makeSingleCriterion(mapper)
  return own.criterion
}

function makeSingleCriterion(mapper: Mapper): ColumnElement<boolean> | null {
  if (!mapper.single || !mapper.polymorphicOn) return null
  const identities = mapper.selfAndDescendants
    .filter((each) => !each.polymorphicAbstract)
    .map((each) => each.polymorphicIdentity)
  return mapper.polymorphicOn.in(identities)
}

/** Attributes a query of the mapper loads: its own, and those of subclasses that load along. */
export function polymorphicProperties(
  mapper: Mapper,
  along: readonly Mapper[] = withPolymorphicMappers(mapper),
): readonly MapperProperty[] {
  if (along.length === 0) return [...mapper.props.values()]
  const found = new Set<MapperProperty>()
  for (const each of along.length > 0 ? along : [mapper]) {
    for (const property of each.props.values())
      if (!isDiscriminatorOfAnother(property, mapper)) found.add(property)
  }
  return [...found]
}

/** `Mapper._iterate_polymorphic_properties`: a subclass that is a base of its own has a discriminator of its own. */
function isDiscriminatorOfAnother(property: MapperProperty, mapper: Mapper): boolean {
  if (property.parent === mapper || !(property instanceof ColumnProperty)) return false
  const [column] = property.columns
  return column === property.parent.polymorphicOn && column !== mapper.polymorphicOn
}

/** The conjuncts of a condition. */
export function conjuncts(clause: ColumnElement): readonly ColumnElement[] {
  if (clause.kind === 'grouping' && 'element' in clause)
    return conjuncts(clause.element as ColumnElement)
  if (clause.kind !== 'expressionList' || !('operator' in clause) || clause.operator !== ops.and)
    return [clause]
  return clause.flattenedClauses.flatMap(conjuncts)
}

/** True when `clause` says exactly `key = ?` for every key column, in any order. */
export function findsByKey(clause: ColumnElement, mapper: Mapper): boolean {
  const equivalents = equivalentColumns(mapper)
  const missing = new Set(mapper.primaryKey.map((column) => column.identity as ColumnElement))
  const parts = conjuncts(clause)
  if (parts.length !== missing.size) return false
  for (const part of parts) {
    const column = equatedWithBind(part)
    const key = column && [...missing].find((each) => isSameColumn(each, column, equivalents))
    if (!key) return false
    missing.delete(key)
  }
  return missing.size === 0
}

function equatedWithBind(clause: ColumnElement): ColumnElement | null {
  if (!(clause instanceof BinaryExpression) || clause.operator !== ops.eq) return null
  if (clause.left.kind === 'bindparam') return clause.right
  return clause.right.kind === 'bindparam' ? clause.left : null
}

function isSameColumn(
  key: ColumnElement,
  column: ColumnElement,
  equivalents: Equivalents,
): boolean {
  const own = column.identity
  return own === key || own.sharesLineage(key) || (equivalents.get(key)?.has(own) ?? false)
}

/** AND of conditions, or null when there are none. */
export function allOf(conditions: readonly ColumnElement[]): ColumnElement<boolean> | null {
  const [first, ...rest] = conditions as readonly ColumnElement<boolean>[]
  if (!first) return null
  return rest.length === 0 ? first : and(first, ...rest)
}
