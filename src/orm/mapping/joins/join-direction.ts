/**
 * One-to-many, many-to-one or many-to-many: read off which side holds the foreign key.
 */
import { ArgumentError } from '../../../errors.js'
import { isMarked, marked } from './join-annotations.js'
import type { JoinCondition, JoinConditionArguments } from './join-condition.js'
import type { Column } from '../sql-types.js'

export type Direction = 'ONETOMANY' | 'MANYTOONE' | 'MANYTOMANY'

/** `JoinCondition._determine_direction`. @internal */
export function directionOf(
  condition: Omit<JoinCondition, 'direction'>,
  given: JoinConditionArguments,
): Direction {
  if (condition.secondaryjoin !== null) return 'MANYTOMANY'
  const foreign = [...condition.foreignKeyColumns]
  const inChild = foreign.some((column) => given.childSelectable.columns.includes(column))
  const inParent = foreign.some((column) => given.parentSelectable.columns.includes(column))
  if (inChild && inParent) return ambiguousDirection(condition, given.what)
  if (inChild) return 'ONETOMANY'
  if (inParent) return 'MANYTOONE'
  throw new ArgumentError(
    `Can't determine relationship direction for relationship '${given.what}' - foreign key columns are present in neither the parent nor the child's mapped tables`,
  )
}

/** Foreign keys on both sides, as in self-references: what is foreign and remote decides. */
function ambiguousDirection(condition: Omit<JoinCondition, 'direction'>, what: string): Direction {
  let toMany = marked(condition.primaryjoin, 'remote', 'foreign')
  let toOne = marked(condition.primaryjoin, 'foreign').filter(
    (column) => !isMarked(column, 'remote'),
  )
  if (toMany.length > 0 && toOne.length > 0) {
    const isSelfEquated = (column: Column) =>
      condition.remoteColumns.has(column.identity) && condition.localColumns.has(column.identity)
    toMany = toMany.filter((column) => !isSelfEquated(column))
    toOne = toOne.filter((column) => !isSelfEquated(column))
  }
  if (toMany.length > 0 && toOne.length === 0) return 'ONETOMANY'
  if (toOne.length > 0 && toMany.length === 0) return 'MANYTOONE'
  throw new ArgumentError(
    `Can't determine relationship direction for relationship '${what}' - foreign key columns within the join condition are present in both the parent and the child's mapped tables.  Ensure that only those columns referring to a parent column are marked as foreign, either via the foreign() annotation or via the foreign_keys argument.`,
  )
}
