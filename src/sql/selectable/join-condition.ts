/** The ON clause that foreign keys imply between two FROM elements. */
import { and } from '../elements/boolean.js'
import type {
  ColumnElement,
  ForeignKeyConstraintLike,
  ForeignKeyLike,
} from '../elements/column-element.js'
import { AmbiguousForeignKeysError, NoForeignKeysError, NoReferenceError } from '../errors.js'
import type { FromClause } from './from-clause.js'

type Pairs = [ColumnElement, ColumnElement][]
type Constraints = Map<ForeignKeyConstraintLike | ForeignKeyLike, Pairs>

/** Columns that count as foreign keys whatever the tables say. */
export type ForeignColumns = ReadonlySet<ColumnElement>

/**
 * The condition `a.fk = b.pk`; `Join._join_condition`.
 *
 * @throws NoForeignKeysError, AmbiguousForeignKeysError
 */
export function joinCondition(
  a: FromClause,
  b: FromClause,
  aSubset: FromClause | null = null,
  considerAsForeignKeys: ForeignColumns | null = null,
): ColumnElement<boolean> {
  const constraints = scan(a, b, aSubset, considerAsForeignKeys)
  if (constraints.size > 1) trim(a, b, constraints, considerAsForeignKeys)
  const [pairs] = constraints.values()
  if (!pairs) {
    const hint =
      b.kind === 'fromGrouping'
        ? ' Perhaps you meant to convert the right side to a subquery using alias()?'
        : ''
    throw new NoForeignKeysError(
      `Can't find any foreign key relationships between '${a.description}' and '${b.description}'.${hint}`,
    )
  }
  const criteria = pairs.map(([left, right]) => left.eq(right))
  return criteria.length === 1 ? (criteria[0] as ColumnElement<boolean>) : and(...criteria)
}

/** True if foreign keys could join the two; `Join._can_join`. */
export function canJoin(left: FromClause, right: FromClause): boolean {
  const subset = left.kind === 'join' && 'right' in left ? (left.right as FromClause) : null
  return scan(left, right, subset, null).size > 0
}

function scan(
  a: FromClause,
  b: FromClause,
  aSubset: FromClause | null,
  consider: ForeignColumns | null,
): Constraints {
  const constraints: Constraints = new Map()
  const collect = (from: FromClause, target: FromClause): void => {
    for (const key of from.foreignKeys) {
      if (consider && !consider.has(key.parent.identity)) continue
      const column = referentIn(target, key)
      if (!column) continue
      const constraint = key.constraint ?? key
      const pairs = constraints.get(constraint) ?? []
      pairs.push([column, correspondingParent(from, key)])
      constraints.set(constraint, pairs)
    }
  }
  for (const left of aSubset ? [aSubset, a] : [a]) {
    collect(b, left)
    if (left !== b) collect(left, b)
    if (constraints.size > 0) break
  }
  return constraints
}

/** Keys to tables that are not declared yet cannot join these two; a wrong column of one of them is an error. */
function referentIn(target: FromClause, key: ForeignKeyLike): ColumnElement | null {
  try {
    return key.getReferent(target)
  } catch (error) {
    if (!(error instanceof NoReferenceError)) throw error
    if (target.fromObjects.some((from) => from.name === error.tableName)) throw error
    return null
  }
}

/** Of aliases the key's own column is the alias's. */
function correspondingParent(from: FromClause, key: ForeignKeyLike): ColumnElement {
  return from.correspondingColumn(key.parent) ?? key.parent
}

function trim(
  a: FromClause,
  b: FromClause,
  constraints: Constraints,
  consider: ForeignColumns | null,
): void {
  if (consider) keepExactMatches(constraints, consider)
  if (constraints.size > 1) keepOneOfEqual(constraints)
  if (constraints.size === 1) return
  throw new AmbiguousForeignKeysError(
    `Can't determine join between '${a.description}' and '${b.description}'; tables have more than one foreign key ` +
      "constraint relationship between them. Please specify the 'onclause' of this join explicitly.",
  )
}

function keepExactMatches(constraints: Constraints, consider: ForeignColumns): void {
  for (const constraint of [...constraints.keys()]) {
    const elements = 'elements' in constraint ? constraint.elements : [constraint]
    const parents = new Set(elements.map((element) => element.parent.identity))
    const same =
      parents.size === consider.size && [...parents].every((parent) => consider.has(parent))
    if (!same) constraints.delete(constraint)
  }
}

function keepOneOfEqual(constraints: Constraints): void {
  const texts = [...constraints.values()].map((pairs) =>
    pairs.map(([x, y]) => `${x.uid}=${y.uid}`).join(),
  )
  if (new Set(texts).size > 1) return
  for (const constraint of [...constraints.keys()].slice(1)) constraints.delete(constraint)
}
