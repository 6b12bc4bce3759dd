/** How a table makes INSERT, UPDATE and DELETE without importing them; `dml` installs the constructors. */
import type { Delete } from '../dml/delete.js'
import type { Insert } from '../dml/insert.js'
import type { Update } from '../dml/update.js'
import type { FromClause } from './from-clause.js'

export interface TableDml {
  readonly insert: Insert
  readonly update: Update
  readonly delete: Delete
}

type Makers = { readonly [K in keyof TableDml]: (table: FromClause) => TableDml[K] }

let makers: Makers

/** @internal Called once by `dml/constructors.ts`. */
export function installTableDml(installed: Makers): void {
  makers = installed
}

/** @internal */
export function makeTableDml<K extends keyof TableDml>(kind: K, table: FromClause): TableDml[K] {
  return makers[kind](table)
}
