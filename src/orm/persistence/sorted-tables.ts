/** The tables of a hierarchy in the order in which they are written: a parent's before its subclasses'. */
import { sort, type Edge } from '../../util/topological-sort.js'
import type { Mapper } from '../mapping/mapper.js'
import type { Table } from '../mapping/sql-types.js'

const sorted = new WeakMap<
  Mapper,
  { readonly members: number; readonly tables: readonly Table[] }
>()

/** `Mapper._sorted_tables`; computed again when a subclass has been mapped since. */
export function sortedTables(baseMapper: Mapper): readonly Table[] {
  const hierarchy = baseMapper.selfAndDescendants
  const known = sorted.get(baseMapper)
  if (known?.members === hierarchy.length) return known.tables
  const tables = sortTables(hierarchy)
  sorted.set(baseMapper, { members: hierarchy.length, tables })
  return tables
}

function sortTables(hierarchy: readonly Mapper[]): Table[] {
  const owners = new Map<Table, Mapper>()
  for (const mapper of hierarchy) {
    for (const table of mapper.tables) if (!owners.has(table)) owners.set(table, mapper)
  }
  const edges: Edge<Table>[] = []
  for (const [table, { inherits }] of owners) {
    for (const above of inherits?.tables ?? []) if (above !== table) edges.push([above, table])
  }
  return sort(edges, owners.keys())
}
