/** Orders tables so that each comes after those it refers to; foreign keys in a circle are added later. */
import { CircularDependencyError } from '../util/errors.js'
import { sort, type Edge } from '../util/topological-sort.js'
import type { ForeignKeyConstraint } from './constraints.js'
import type { Table } from './table.js'

export interface SortedTables {
  readonly sorted: readonly Table[]
  /** Foreign keys that cannot be written into CREATE TABLE. */
  readonly deferred: readonly ForeignKeyConstraint[]
}

/** Tables in order of dependency, as they were given where it does not matter; `sort_tables_and_constraints`. */
export function sortTablesAndConstraints(
  tables: readonly Table[],
  mayDefer: (constraint: ForeignKeyConstraint) => boolean = () => true,
): SortedTables {
  const deferred = new Set<ForeignKeyConstraint>()
  const edges: (readonly [Table, Table])[] = []
  for (const table of tables) {
    for (const constraint of table.foreignKeyConstraints) {
      if (constraint.useAlter) deferred.add(constraint)
      else if (referred(constraint) !== table) edges.push([referred(constraint), table])
    }
  }
  const sorted = sortBreakingCycles(tables, edges, (remaining) =>
    deferInCycle(remaining, mayDefer, deferred),
  )
  return { sorted, deferred: [...deferred] }
}

type Edges = readonly Edge<Table>[]

function sortBreakingCycles(
  tables: readonly Table[],
  edges: Edges,
  breakCycle: (remaining: Edges) => Edges,
): Table[] {
  try {
    return sort(edges, tables)
  } catch (error) {
    if (!(error instanceof CircularDependencyError)) throw error
    const inCycle = new Set(error.cycles as readonly Table[])
    const broken = breakCycle(
      edges.filter(([before, after]) => inCycle.has(before) && inCycle.has(after)),
    )
    return sort(
      edges.filter((edge) => !broken.includes(edge)),
      tables,
    )
  }
}

/** All foreign keys between tables of a cycle are put off. */
function deferInCycle(
  remaining: Edges,
  mayDefer: (constraint: ForeignKeyConstraint) => boolean,
  deferred: Set<ForeignKeyConstraint>,
): Edges {
  for (const [before, after] of remaining) {
    for (const constraint of after.foreignKeyConstraints) {
      if (referred(constraint) === before && mayDefer(constraint)) deferred.add(constraint)
    }
  }
  return remaining
}

function referred(constraint: ForeignKeyConstraint): Table {
  return constraint.referredTable
}
