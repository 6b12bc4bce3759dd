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

/** A table with those it refers to, as `autoloadWith` reads them. @throws NoSuchTableError */
export function reflectTable(
  connection: Connection,
  name: TableName,
  ...[metadata, impl]: [MetaData, DefaultImpl]
): Table {
  const add = (place: TableName): Table | null => {
    const facts = readFacts(connection, [place]).get(keyOf(place))
    if (facts === undefined) return null
    const table = tableOf(metadata, facts, impl)
    for (const { referredTable, referredSchema: schema } of facts.foreignKeys) {
      const referred: TableName = { name: referredTable, schema }
      if (!metadata.tables.has(keyOf(referred))) add(referred)
    }
    return table
  }
  const found = add(name)
  if (found !== null) return found
  throw new NoSuchTableError(keyOf(name))
}
