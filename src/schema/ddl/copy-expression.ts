/** Expressions over a table's columns, once more over those of its copy; `sqlalchemy.sql.schema._copy_expression`. */
import { replacementTraverse } from '../../sql/adapt/traverse.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { Column } from '../column.js'
import type { Table } from '../table.js'

/** What belongs to a table, perhaps. */
interface Owned {
  readonly isAttached: boolean
  readonly table: Table
}

/** The expression of `item`, a part of a table, for a table with columns of the same keys; null: as it is. */
export function copyExpression<E extends ClauseElement>(
  expression: E,
  item: Owned,
  target: Table | null,
): E {
  if (target === null || !item.isAttached) return expression
  const source = item.table
  return replacementTraverse(expression, (each) => {
    if (!(each instanceof Column) || each.table !== source) return null
    return target.columnByReference(each.key)
  })
}
