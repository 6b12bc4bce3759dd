/**
 * Puts an inner join below an outer one where it belongs: `a LEFT OUTER JOIN (b JOIN c ON …) ON …`. Used by eager
 * joins only.
 */
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { FromGrouping } from '../../../sql/selectable/join.js'
import type { Mapper } from '../../mapping/mapper.js'
import { OrmJoin, type OrmJoinOptions } from '../entities/orm-join.js'
import { EntityPath } from '../paths/path-registry.js'
import type { EagerJoin } from './eager-join.js'

/** The joins so far with one more in the middle; on the outside if its place is not found. */
export function spliceNestedInnerJoin(
  join: EagerJoin,
  left: FromClause,
  options: OrmJoinOptions,
): OrmJoin {
  const onto = (join.path.parent as EntityPath).mapper
  const spliced = splice({ join, onto, options }, left, null)
  return spliced ?? new OrmJoin(left, join.target, { ...options, isouter: true })
}

interface Splice {
  readonly join: EagerJoin
  /** The mapper whose FROM the new join hangs on. */
  readonly onto: Mapper
  readonly options: OrmJoinOptions
}

/** `inside` says which mapper the FROM stands for, as the join around it remembers. */
function splice(wanted: Splice, from: FromClause, inside: Mapper | null): OrmJoin | null {
  if (from instanceof FromGrouping) return splice(wanted, from.element, inside)
  if (from instanceof OrmJoin) return spliceIntoJoin(wanted, from)
  if (inside !== wanted.onto) return null
  return new OrmJoin(from, wanted.join.target, { ...wanted.options, isouter: false })
}

function spliceIntoJoin(wanted: Splice, join: OrmJoin): OrmJoin | null {
  const { rightMemo, leftMemo } = join
  const rightMapper = rightMemo instanceof EntityPath ? rightMemo.mapper : null
  const right = splice(wanted, join.right, rightMapper)
  if (right) {
    const flat = !join.isouter && !right.isouter
    return flat ? spliceIntoCenter(join, right) : join.withSides(join.left, right, { leftMemo })
  }
  const left = splice(wanted, join.left, leftMemo)
  return left ? join.withSides(left, join.right, { rightMemo }) : null
}

/** `a JOIN b` and `b JOIN c` become `a JOIN b JOIN c`. */
function spliceIntoCenter(outer: OrmJoin, inner: OrmJoin): OrmJoin {
  const left = outer.withSides(outer.left, inner.left, { leftMemo: outer.leftMemo })
  return inner.withSides(left, inner.right, { rightMemo: inner.rightMemo })
}
