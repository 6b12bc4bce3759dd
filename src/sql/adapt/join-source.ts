/** Decides from which FROM element of a statement a join starts. */
import type { ColumnElement } from '../elements/column-element.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { canJoin } from '../selectable/join-condition.js'
import type { FromClause } from '../selectable/from-clause.js'
import { findColumns, surfaceSelectables } from './find-tables.js'

/** Indexes of the FROM elements that contain what is joined to; `sql_util.find_join_source`. */
export function findJoinSource(clauses: readonly FromClause[], joinTo: FromClause): number[] {
  const parts = joinTo.fromObjects
  return clauses.flatMap((clause, index) =>
    parts.filter((part) => clause.isDerivedFrom(part)).map(() => index),
  )
}

/** Indexes of the FROM elements that are, or contain, the left side given. */
export function findLeftClauseThatMatchesGiven(
  clauses: readonly FromClause[],
  joinFrom: FromClause,
): number[] {
  const parts = joinFrom.fromObjects
  const liberal = indexesWhere(clauses, (clause) =>
    parts.some((part) => clause.isDerivedFrom(part)),
  )
  if (liberal.length <= 1) return liberal
  const surfaces = new Set(
    parts.flatMap((part) => surfaceSelectables(part).map((each) => each.identity)),
  )
  const exact = liberal.filter((index) =>
    surfaceSelectables(clauses[index] as FromClause).some((each) => surfaces.has(each.identity)),
  )
  return exact.length > 0 ? exact : liberal
}

/** Indexes of the FROM elements the right side could be joined to; `find_left_clause_to_join_from`. */
export function findLeftClauseToJoinFrom(
  clauses: readonly FromClause[],
  joinTo: FromClause,
  onclause: ColumnElement | null,
): number[] {
  const parts = joinTo.fromObjects
  const inOnclause = clauses.length > 1 && onclause ? findColumns(onclause) : null
  const matches = (clause: FromClause): boolean =>
    parts
      .filter((part) => part.identity !== clause.identity)
      .some((part) => {
        if (inOnclause) return containsAll([clause, part], inOnclause)
        return onclause !== null || canJoin(clause, part)
      })
  const found = withoutHidden(clauses, indexesWhere(clauses, matches))
  return found.length === 0 && onclause ? clauses.map((_clause, index) => index) : found
}

function containsAll(froms: readonly FromClause[], columns: ReadonlySet<ColumnElement>): boolean {
  const known = new Set(
    froms.flatMap((from) => from.columns.values().map((column) => column.identity)),
  )
  return [...columns].every((column) => known.has(column.identity))
}

function withoutHidden(clauses: readonly FromClause[], indexes: number[]): number[] {
  if (indexes.length <= 1) return indexes
  const hidden = new Set<ClauseElement>(
    clauses.flatMap((clause) => clause.hideFroms.flatMap((from) => from.clonedSet)),
  )
  return indexes.filter((index) => !hidden.has((clauses[index] as FromClause).identity))
}

function indexesWhere(
  clauses: readonly FromClause[],
  test: (clause: FromClause) => boolean,
): number[] {
  return clauses.flatMap((clause, index) => (test(clause) ? [index] : []))
}
