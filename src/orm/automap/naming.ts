/**
 * What automap calls things: `Album.artist`, `Artist.albums`, `Track.playlists`.
 */
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import type { Table } from '../../schema/table.js'
import { camelCase, pascalCase, plural, singular } from './inflect.js'

/** How names are made; each function may be replaced. */
export interface AutomapNaming {
  readonly className: (table: Table) => string
  readonly columnName: (column: string, table: Table) => string
  /** Of the relationship from the table with the foreign key. */
  readonly scalarName: (key: ForeignKeyConstraint) => string
  /** Of the collection on the other side. */
  readonly collectionName: (key: ForeignKeyConstraint) => string
  /** Of a collection that goes through a table in between. */
  readonly secondaryName: (target: Table) => string
}

export const DEFAULT_NAMING: AutomapNaming = {
  className: (table) => pascalCase(singular(table.name)),
  columnName: (column) => camelCase(column),
  scalarName: (key) => camelCase(scalarStem(key)),
  collectionName: (key) => camelCase(plural(singular(key.table.name))),
  secondaryName: (target) => camelCase(plural(singular(target.name))),
}

/** `support_rep_id` → `support_rep`; the referred class where the column says nothing more. */
function scalarStem(key: ForeignKeyConstraint): string {
  const [column] = key.columns
  const stem =
    key.columns.length === 1
      ? (column?.name ?? '').replace(/_?(?:id|ID|Id|key|Key|no|No)$/, '')
      : ''
  return stem === '' || stem === column?.name ? singular(key.referredTable.name) : stem
}

/** A name that is not taken: with the other class's name, then with underscores. @internal */
export function freeName(wanted: string, alternative: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  let name = wanted + alternative.charAt(0).toUpperCase() + alternative.slice(1)
  while (taken.has(name)) name += '_'
  return name
}
