/** Orders tables so that each comes after those it refers to; foreign keys in a circle are added later. */
import { CircularDependencyError } from '../util/errors.js'
import { sort, type Edge } from '../util/topological-sort.js'
import { warn } from '../util/warnings.js'
import type { ForeignKeyConstraint } from './constraints.js'
import type { Table } from './table.js'

export interface SortedTables {
  readonly sorted: readonly Table[]
  /** Foreign keys that cannot be written into CREATE TABLE. */
  readonly deferred: readonly ForeignKeyConstraint[]
}

export interface SortOptions {
  /** False: the constraint may not be put off, whatever cycle it is in. */
  readonly mayDefer?: (constraint: ForeignKeyConstraint) => boolean
  /** True: the constraint is put off in any case. */
  readonly isDeferred?: (constraint: ForeignKeyConstraint) => boolean
  /** Warn where a cycle is broken. */
  readonly warnForCycles?: boolean
}

type Edges = readonly Edge<Table>[]

/**
 * Tables in order of dependency, as they were given where it does not matter.
 *
 * @throws CircularDependencyError when a cycle is left, because none of its constraints may be put off
 */
export function orderTables(
  tables: readonly Table[],
  { mayDefer = () => true, isDeferred = () => false, warnForCycles = false }: SortOptions = {},
): SortedTables {
  const deferred = new Set<ForeignKeyConstraint>()
  const edges = dependencies(tables, deferred, isDeferred)
  try {
    return { sorted: sort(edges, tables), deferred: [...deferred] }
  } catch (error) {
    if (!(error instanceof CircularDependencyError)) throw error
    const cycles = error.cycles as readonly Table[]
    if (warnForCycles) warnOfCycle(cycles)
    const left = withoutCycles(edges, new Set(cycles), (table) => {
      const removable = table.foreignKeyConstraints.filter(mayDefer)
      for (const constraint of removable) deferred.add(constraint)
      return removable
    })
    return { sorted: sort(left, tables), deferred: [...deferred] }
  }
}

/**
 * Tables in order of dependency, with a warning where that is impossible; `sqlalchemy.schema.sort_tables`.
 *
 * @example
 * sortTables([posts, users]).map((table) => table.name) // ['users', 'posts']
 */
export function sortTables(tables: readonly Table[]): readonly Table[] {
  return orderTables(tables, { warnForCycles: true }).sorted
}

/** A table with the foreign keys it can be created with; last, without a table, those that have to be added later. */
export type SortedTable = readonly [
  table: Table | null,
  foreignKeys: ReadonlySet<ForeignKeyConstraint>,
]

/**
 * Tables in order of dependency with their foreign keys; `sqlalchemy.schema.sort_tables_and_constraints`.
 *
 * @param filter true: the constraint is added later; false: it may not be, whatever cycle it is in; null: as needed
 * @throws CircularDependencyError when a cycle is left, because none of its constraints may be put off
 * @example
 * sortTablesAndConstraints([posts, users]).map(([table]) => table?.name ?? 'foreign keys of cycles') // ['users', 'posts', 'foreign keys of cycles']
 */
export function sortTablesAndConstraints(
  tables: readonly Table[],
  filter: (constraint: ForeignKeyConstraint) => boolean | null = () => null,
): readonly SortedTable[] {
  const { sorted, deferred } = orderTables(tables, {
    mayDefer: (constraint) => filter(constraint) !== false,
    isDeferred: (constraint) => filter(constraint) === true,
  })
  const late = new Set(deferred)
  const own = (table: Table) =>
    new Set(table.foreignKeyConstraints.filter((each) => !late.has(each)))
  return [...sorted.map((table): SortedTable => [table, own(table)]), [null, late]]
}

function dependencies(
  tables: readonly Table[],
  deferred: Set<ForeignKeyConstraint>,
  isDeferred: (constraint: ForeignKeyConstraint) => boolean,
): Edges {
  return tables.flatMap((table) => [
    ...[...table.extraDependencies].map((other): Edge<Table> => [other, table]),
    ...table.foreignKeyConstraints.flatMap((constraint): Edges => {
      if (constraint.useAlter || isDeferred(constraint)) {
        deferred.add(constraint)
        return []
      }
      const { referredTable } = constraint
      return referredTable === table ? [] : [[referredTable, table]]
    }),
  ])
}

/** The edges that are left when tables of a cycle put their constraints off. */
function withoutCycles(
  edges: Edges,
  cycle: ReadonlySet<Table>,
  removable: (table: Table) => readonly ForeignKeyConstraint[],
): Edges {
  const inside = new Set(
    edges
      .filter(([before, after]) => cycle.has(before) && cycle.has(after))
      .map(([, after]) => after),
  )
  const gone = new Map([...inside].map((table) => [table, referredBy(removable(table))] as const))
  return edges.filter(([before, after]) => gone.get(after)?.has(before) !== true)
}

function referredBy(constraints: readonly ForeignKeyConstraint[]): ReadonlySet<Table> {
  return new Set(constraints.map((each) => each.referredTable))
}

function warnOfCycle(cycles: readonly Table[]): void {
  warn(
    'Cannot correctly sort tables; there are unresolvable cycles between tables "' +
      `${names(cycles)}", which is usually caused by mutually dependent foreign key constraints.  Foreign key ` +
      'constraints involving these tables will not be considered; this warning may raise an error in a future release.',
  )
}

function names(tables: readonly Table[]): string {
  return tables
    .map((table) => table.fullname)
    .sort()
    .join(', ')
}

/** The order in which tables can be dropped is the opposite one; `SchemaDropper.visit_metadata`. */
export function sortForDrop(tables: readonly Table[], supportsAlter: boolean): SortedTables {
  try {
    const { sorted, deferred } = orderTables(tables, {
      mayDefer: (constraint) => supportsAlter && constraint.name !== null,
    })
    return { sorted: [...sorted].reverse(), deferred }
  } catch (error) {
    if (!(error instanceof CircularDependencyError)) throw error
    const cycles = error.cycles as readonly Table[]
    const start = `Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: ${names(cycles)}`
    if (!supportsAlter) {
      warn(
        `${start}; and backend does not support ALTER.  To restore at least a partial sort, apply use_alter=True to ` +
          'ForeignKey and ForeignKeyConstraint objects involved in the cycle to mark these as known cycles that will be ignored.',
      )
      return { sorted: tables, deferred: [] }
    }
    throw new CircularDependencyError(
      `${start}.  Please ensure that the ForeignKey and ForeignKeyConstraint objects involved in the cycle have names ` +
        'so that they can be dropped using DROP CONSTRAINT.',
      cycles,
      error.edges,
      false,
    )
  }
}
