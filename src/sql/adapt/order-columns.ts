/** The columns ORDER BY needs that are not selected; joined eager loading and SELECT DISTINCT ask for them. */
import { ColumnElement } from '../elements/column-element.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { Grouping } from '../elements/grouping.js'
import { Label, LabelReference } from '../elements/label.js'
import { UnaryExpression } from '../elements/unary.js'
import { isOrderingModifier } from '../operators.js'
import { getChildren, replacementTraverse } from './traverse.js'

/** Without ASC, DESC and labels; `sql_util.unwrap_order_by`. */
export function unwrapOrderBy(clause: ClauseElement): readonly ColumnElement[] {
  const found = new Map<ColumnElement, ColumnElement>()
  const queue: ClauseElement[] = [clause]
  for (let each = queue.shift(); each; each = queue.shift()) {
    const inner = unwrapOnce(each)
    if (inner) queue.push(...inner)
    else if (each instanceof ColumnElement && each.kind !== 'labelReference')
      found.set(each.identity, each)
  }
  return [...found.values()]
}

/** What is inside of an ordering or a label; null for expressions that count themselves. */
function unwrapOnce(element: ClauseElement): readonly ClauseElement[] | null {
  if (element instanceof LabelReference) return element.element ? [element.element] : []
  if (!(element instanceof ColumnElement)) return getChildren(element)
  if (element instanceof UnaryExpression && isOrderingModifier(element.modifier))
    return getChildren(element)
  if (element instanceof Label && element.inner.kind !== 'scalarSelect') {
    const inner = element.element
    return [inner instanceof Grouping ? inner.element : inner]
  }
  return null
}

/** Expressions of ORDER BY that are not among the columns; `sql_util.expand_column_list_from_order_by`. */
export function expandColumnListFromOrderBy(
  columns: readonly ClauseElement[],
  orderBy: readonly ClauseElement[],
): readonly ColumnElement[] {
  const present = new Set(
    columns.map((column) => (column instanceof Label ? column.element : column).identity),
  )
  return orderBy.flatMap(unwrapOrderBy).filter((column) => !present.has(column.identity))
}

/** The element with references to labels replaced by what they refer to. */
export function unwrapLabelReference<E extends ClauseElement>(element: E): E {
  return replacementTraverse(element, (each) =>
    each instanceof LabelReference ? each.element : null,
  )
}
