/**
 * Joins along relationships between classes, kept from one compilation to the next: a FROM that was made before knows
 * its parts already. No statement gets one of them twice, since two SELECTs must not share the alias of an association
 * table.
 */
import { definitionsSoFar } from '../../../sql/definitions.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { OrmJoin } from '../../loading/entities/orm-join.js'

/** A join as a statement asks for it: where it begins, along what. */
export interface PlainJoin {
  readonly left: FromClause
  /** The mapper through which the relationship was reached. */
  readonly parent: object
  readonly property: RelationshipProperty
  readonly isouter: boolean
  readonly full: boolean
}

interface Kept extends PlainJoin {
  readonly join: OrmJoin
}

/** Programs have hundreds; those that make up ever new ones begin anew. */
const most = 10_000
let joins = new WeakMap<FromClause, Kept[]>()
let count = 0
let knownDefinitions = 0

/** The join made before, if this statement does not have it yet; `taken` are those it has. */
export function keptJoin(wanted: PlainJoin, taken: FromClause[]): OrmJoin | null {
  const known = current().get(wanted.left)
  if (known === undefined) return null
  for (const kept of known) {
    if (!isAlike(kept, wanted)) continue
    if (taken.includes(kept.join)) return null
    taken.push(kept.join)
    return kept.join
  }
  return null
}

/** Keeps a join that begins at a table, or at a join that is kept. */
export function keepJoin(made: PlainJoin, join: OrmJoin, taken: FromClause[]): void {
  const { left } = made
  const known = current().get(left)
  if (known?.some((kept) => isAlike(kept, made))) return
  const lasts = left.kind === 'table' ? left.identity === left : taken.includes(left)
  if (!lasts) return
  const kept: Kept = { ...made, join }
  if (known === undefined) joins.set(left, [kept])
  else known.push(kept)
  taken.push(join)
  count += 1
}

function isAlike(kept: PlainJoin, wanted: PlainJoin): boolean {
  return (
    kept.property === wanted.property &&
    kept.parent === wanted.parent &&
    kept.isouter === wanted.isouter &&
    kept.full === wanted.full
  )
}

function current(): WeakMap<FromClause, Kept[]> {
  const definitions = definitionsSoFar()
  if (definitions === knownDefinitions && count < most) return joins
  knownDefinitions = definitions
  count = 0
  return (joins = new WeakMap())
}
