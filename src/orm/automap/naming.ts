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
  /** Of a collection that goes through a table in between, by that table's key to the collected rows. */
  readonly secondaryName: (target: Table, key: ForeignKeyConstraint) => string
}

export const DEFAULT_NAMING: AutomapNaming = {
  className: (table) => pascalCase(singular(table.name)),
  columnName: (column) => camelCase(column),
  scalarName: (key) => camelCase(scalarStem(key)),
  collectionName: (key) => camelCase(collectionStem(key)),
  secondaryName: (target, key) => camelCase(secondaryStem(target, key)),
}

/** What ends the name of a column that holds a key, as a word of its own. */
const KEY_SUFFIX = /(?:_?id|_?ID|Id|_key|Key|_no|No)$/

/** What ends a name that reads on: `reports_to`, `created_by`. */
const PREPOSITION = /(?:_(?:to|by|of|for|from|in|on|with|at)|(?:To|By|Of|For|From|In|On|With|At))$/

/** `support_rep_id` → `support_rep`; the referred class where the column says nothing more. */
function scalarStem(key: ForeignKeyConstraint): string {
  const name = columnOf(key)
  const stem = name.replace(KEY_SUFFIX, '')
  if (stem !== '' && stem !== name) return stem
  return name !== '' && needsColumn(key) ? name : singular(key.referredTable.name)
}

/** `posts` of an author; `billingAddressOrders` beside `shippingAddressOrders`; `reports` of whom one reports to. */
function collectionStem(key: ForeignKeyConstraint): string {
  const own = plural(singular(key.table.name))
  const role = scalarStem(key).replace(PREPOSITION, '')
  if (siblingsOf(key).length > 1) return `${role}_${own}`
  if (!isSelfReference(key)) return own
  if (/^parent/i.test(role)) return plural('child')
  if (role === scalarStem(key)) return own
  return /ed$/.test(role) ? `${role}_${own}` : plural(singular(role))
}

/** `tracks`; where a table is linked with itself, `followers` and `followedUsers`. */
function secondaryStem(target: Table, key: ForeignKeyConstraint): string {
  const own = plural(singular(target.name))
  if (siblingsOf(key).length < 2) return own
  const role = scalarStem(key).replace(PREPOSITION, '')
  return /ed$/.test(role) ? `${role}_${own}` : plural(singular(role))
}

/** The name of the only column; nothing for composite keys, whose columns say little one by one. */
function columnOf({ columns }: ForeignKeyConstraint): string {
  return columns.length === 1 ? (columns[0]?.name ?? '') : ''
}

/** Whether the referred table's name would not tell this relationship from others. */
function needsColumn(key: ForeignKeyConstraint): boolean {
  return isSelfReference(key) || siblingsOf(key).length > 1
}

function isSelfReference({ table, referredTable }: ForeignKeyConstraint): boolean {
  return table === referredTable
}

/** The keys of one table to another one. */
function siblingsOf(key: ForeignKeyConstraint): readonly ForeignKeyConstraint[] {
  return key.table.foreignKeyConstraints.filter((each) => each.referredTable === key.referredTable)
}

/** A name that is not taken: with the other class's name, then with underscores. @internal */
export function freeName(wanted: string, alternative: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  let name = wanted + alternative.charAt(0).toUpperCase() + alternative.slice(1)
  while (taken.has(name)) name += '_'
  return name
}
