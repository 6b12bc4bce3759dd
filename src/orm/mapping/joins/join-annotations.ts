/**
 * Marks the columns of a relationship's ON clauses: `foreign` (a flush writes it), `remote` (it is the other side's),
 * `local`. The marks travel as annotations, so that one column may play two parts in one criterion.
 */
import { replacementTraverse } from '../../../sql/adapt/traverse.js'
import { BinaryExpression } from '../../../sql/elements/binary.js'
import { ColumnClause } from '../../../sql/elements/column-clause.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { columnsIn } from './criterion-pairs.js'
import type { Column, ColumnElement, FromClause } from '../sql-types.js'

export type Mark = 'foreign' | 'remote' | 'local'

/** What the marking has to know of the two sides. */
export interface JoinSides {
  readonly parentSelectable: FromClause
  readonly childSelectable: FromClause
  readonly parentLocal: FromClause
  readonly childLocal: FromClause
  readonly secondary: FromClause | null
  readonly foreignKeys: readonly ColumnElement[]
  readonly remoteSide: readonly ColumnElement[]
}

type Criterion = ColumnElement<boolean>

/** True when some column carries the mark. @internal */
export function hasMark(criterion: Criterion | null, mark: Mark): boolean {
  return (
    criterion !== null && columnsIn(criterion).some((column) => column.annotations[mark] === true)
  )
}

/** Columns with all of the marks, as they stand in the criterion. @internal */
export function marked(criterion: Criterion | null, ...marks: readonly Mark[]): Column[] {
  if (criterion === null) return []
  return columnsIn(criterion).filter((column) =>
    marks.every((mark) => column.annotations[mark] === true),
  )
}

/** Puts a mark on every column for which `applies`. @internal */
export function markColumns<C extends Criterion | null>(
  criterion: C,
  mark: Mark,
  applies: (column: Column) => boolean,
): C {
  if (criterion === null) return criterion
  return replacementTraverse(criterion, (element: ClauseElement) => {
    if (!(element instanceof ColumnClause)) return null
    return applies(element as unknown as Column) ? element.annotate({ [mark]: true }) : null
  }) as C
}

/** Rewrites the comparisons of a criterion side by side. */
function mapComparisons<C extends Criterion | null>(
  criterion: C,
  change: (left: ColumnElement, right: ColumnElement) => readonly [ColumnElement, ColumnElement],
): C {
  if (criterion === null) return criterion
  return replacementTraverse(criterion, (element: ClauseElement) => {
    if (!(element instanceof BinaryExpression)) return null
    const [left, right] = change(element.left, element.right)
    return left === element.left && right === element.right
      ? null
      : element.withParts({ left, right })
  }) as C
}

/** `JoinCondition._annotate_fks`. @internal */
export function markForeign(criterion: Criterion, sides: JoinSides): Criterion {
  if (sides.foreignKeys.length > 0) {
    const given = identities(sides.foreignKeys)
    return markColumns(criterion, 'foreign', (column) => given.has(column.identity))
  }
  return mapComparisons(criterion, (left, right) => {
    if (isMarked(left, 'foreign') || isMarked(right, 'foreign')) return [left, right]
    const foreign = foreignOf(left, right, sides.secondary)
    if (foreign === left) return [left.annotate({ foreign: true }), right]
    return foreign === right ? [left, right.annotate({ foreign: true })] : [left, right]
  })
}

function foreignOf(
  left: ColumnElement,
  right: ColumnElement,
  secondary: FromClause | null,
): ColumnElement | null {
  if (refersTo(left, right)) return left
  if (refersTo(right, left)) return right
  const isLeft = secondary?.columns.includes(left) ?? false
  const isRight = secondary?.columns.includes(right) ?? false
  if (isLeft === isRight) return null
  return isLeft ? left : right
}

/** `Column.references`: a foreign key of `column` points at `other`. */
function refersTo(column: ColumnElement, other: ColumnElement): boolean {
  const { table } = other
  if (table === null) return false
  return column.foreignKeys.some((key) => key.getReferent(table)?.identity === other.identity)
}

/** `JoinCondition._annotate_remote`, for both ON clauses. @internal */
export function markRemote(criterion: Criterion, sides: JoinSides): Criterion {
  const { secondary, remoteSide, childSelectable, parentLocal, childLocal } = sides
  if (secondary !== null) {
    return markColumns(criterion, 'remote', (column) => secondary.columns.includes(column))
  }
  const given = identities(remoteSide)
  const isGiven = (column: ColumnElement) => given.has(column.identity)
  if (refersToParentTable(criterion, sides)) {
    const isRemote =
      given.size > 0 ? isGiven : (column: ColumnElement) => isMarked(column, 'foreign')
    return markSelfReferential(criterion, isRemote)
  }
  if (given.size > 0) return markColumns(criterion, 'remote', isGiven)
  return markColumns(
    criterion,
    'remote',
    (column) =>
      childSelectable.columns.includes(column) &&
      (!parentLocal.columns.includes(column) || childLocal.columns.includes(column)),
  )
}

function markSelfReferential(
  criterion: Criterion,
  isRemote: (column: ColumnElement) => boolean,
): Criterion {
  return mapComparisons(criterion, (left, right) => {
    if (!(left instanceof ColumnClause) || !(right instanceof ColumnClause)) return [left, right]
    const equated = left.identity === right.identity
    const markedLeft = isRemote(left) ? left.annotate({ remote: true }) : left
    const markedRight = isRemote(right) && !equated ? right.annotate({ remote: true }) : right
    return [markedLeft, markedRight]
  })
}

/** True when some comparison has both sides in tables that parent and child share. */
function refersToParentTable(criterion: Criterion, sides: JoinSides): boolean {
  let found = false
  mapComparisons(criterion, (left, right) => {
    if (left instanceof ColumnClause && right instanceof ColumnClause) {
      found ||= [left.table, right.table].every(
        (table) =>
          sides.parentSelectable.isDerivedFrom(table) && sides.childSelectable.isDerivedFrom(table),
      )
    }
    return [left, right]
  })
  return found
}

/** `JoinCondition._annotate_local`. @internal */
export function markLocal(criterion: Criterion, { parentSelectable }: JoinSides): Criterion {
  if (hasMark(criterion, 'local')) return criterion
  return markColumns(
    criterion,
    'local',
    (column) => !isMarked(column, 'remote') && parentSelectable.columns.includes(column),
  )
}

/** @internal */
export function isMarked(element: ColumnElement, mark: Mark): boolean {
  return element.annotations[mark] === true
}

function identities(columns: readonly ColumnElement[]): ReadonlySet<ColumnElement> {
  return new Set(columns.map((column) => column.identity))
}

/** The criterion as the other side of the relationship sees it: remote becomes local and the reverse. @internal */
export function exchangeSides(criterion: Criterion): Criterion {
  return replacementTraverse(criterion, (element: ClauseElement) => {
    if (!(element instanceof ColumnClause)) return null
    const { remote, local, ...rest } = element.annotations
    if (remote === undefined && local === undefined) return null
    const swapped = {
      ...rest,
      ...(local ? { remote: true } : {}),
      ...(remote ? { local: true } : {}),
    }
    return element.identity.annotate(swapped)
  }) as Criterion
}
