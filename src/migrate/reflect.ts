/** Reads tables of the database as migrations want them: names are final, defaults are written as they are declared. */
import type { Connection } from '../engine/connection.js'
import { NoSuchTableError } from '../engine/errors.js'
import { runSync } from '../engine/io.js'
import { buildTable } from '../engine/reflection/build-table.js'
import type { TableName } from '../engine/reflection/introspection.js'
import { CatalogReader, keyOf, type TableFacts } from '../engine/reflection/table-facts.js'
import type { MetaData } from '../schema/metadata.js'
import type { Table } from '../schema/table.js'
import type { DefaultImpl } from './ddl/default-impl.js'

/** What the catalog says about tables, by name; those that do not exist are left out. */
export function readFacts(
  connection: Connection,
  names: readonly TableName[],
): ReadonlyMap<string, TableFacts> {
  return runSync(new CatalogReader(connection).factsIo(names))
}

/** A table of what the catalog says; the tables it refers to are not read. */
export function tableOf(metadata: MetaData, facts: TableFacts, impl: DefaultImpl): Table {
  const columns = facts.columns.map((column) => impl.reflectedColumn(column))
  return buildTable(metadata, { ...facts, columns }, { extendExisting: true, source: impl })
}

/** @throws NoSuchTableError */
export function reflectTable(
  connection: Connection,
  name: TableName,
  ...[metadata, impl]: [MetaData, DefaultImpl]
): Table {
  const facts = readFacts(connection, [name]).get(keyOf(name))
  if (facts === undefined) throw new NoSuchTableError(keyOf(name))
  return tableOf(metadata, facts, impl)
}
