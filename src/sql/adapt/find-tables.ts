/** Finds tables, columns and FROM elements inside of elements. */
import { ColumnClause } from '../elements/column-clause.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { FromClause } from '../selectable/from-clause.js'
import { FromGrouping, Join } from '../selectable/join.js'
import { getChildren, iterate } from './traverse.js'

export interface FindTablesOptions {
  readonly checkColumns?: boolean
  readonly includeAliases?: boolean
  readonly includeJoins?: boolean
  readonly includeSelects?: boolean
  readonly includeCrud?: boolean
}

const ALIASES: ReadonlySet<string> = new Set(['alias', 'subquery', 'tableSample', 'lateral'])

/** Tables (and, if asked for, other FROM elements) inside of an element, in order; `sql_util.find_tables`. */
export function findTables(
  clause: ClauseElement,
  options: FindTablesOptions = {},
): readonly FromClause[] {
  const found: FromClause[] = []
  for (const each of iterate(clause)) {
    const kind = each.kind
    if (kind === 'table') found.push(each as FromClause)
    else if (options.includeAliases && ALIASES.has(kind)) found.push(each as FromClause)
    else if (options.includeJoins && kind === 'join') found.push(each as FromClause)
    else if (options.includeSelects && (kind === 'select' || kind === 'compoundSelect'))
      found.push(each as never)
    else if (options.checkColumns && each instanceof ColumnClause && each.table)
      found.push(each.table)
  }
  return found
}

/** The columns inside of an element. */
export function findColumns(clause: ClauseElement): ReadonlySet<ColumnClause> {
  const found = new Set<ColumnClause>()
  for (const each of iterate(clause)) if (each instanceof ColumnClause) found.add(each)
  return found
}

/** A FROM element and, through joins, those it consists of. */
export function surfaceSelectables(clause: ClauseElement): readonly ClauseElement[] {
  const found: ClauseElement[] = []
  const stack: ClauseElement[] = [clause]
  for (let each = stack.pop(); each; each = stack.pop()) {
    found.push(each)
    if (each instanceof Join) stack.push(each.left, each.right)
    else if (each instanceof FromGrouping) stack.push(each.element)
  }
  return found
}

/** True if two FROM elements have a part in common. */
export function selectablesOverlap(left: FromClause, right: FromClause): boolean {
  const parts = new Set(surfaceSelectables(left).map((each) => each.identity))
  return surfaceSelectables(right).some((each) => parts.has(each.identity))
}

/** True if `clause` is `search` or one of the parts it joins. */
export function clauseIsPresent(clause: ClauseElement, search: ClauseElement): boolean {
  return surfaceSelectables(search).some((each) => each.identity === clause.identity)
}

/** The tables of a join, leftmost first. */
export function tablesFromLeftmost(clause: FromClause): readonly FromClause[] {
  if (clause instanceof Join)
    return [...tablesFromLeftmost(clause.left), ...tablesFromLeftmost(clause.right)]
  return clause instanceof FromGrouping ? tablesFromLeftmost(clause.element) : [clause]
}

/** The first value of an annotation on an expression or inside of it, subqueries aside. */
export function extractFirstColumnAnnotation(column: ClauseElement, name: string): unknown {
  const queue: ClauseElement[] = [column]
  for (let each = queue.shift(); each; each = queue.shift()) {
    if (name in each.annotations) return each.annotations[name]
    queue.push(
      ...getChildren(each).filter(
        (child) => !(child instanceof FromGrouping) && !('allSelectedColumns' in child),
      ),
    )
  }
  return undefined
}
