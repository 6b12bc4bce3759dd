/** Columns that the models have and tables that were made earlier do not: `createAll` leaves those tables alone. */
import type { Engine } from '../../engine/engine.js'
import { inspect, type MetaData } from '../../index.js'
import type { Table } from '../../schema/table.js'
import { typeText } from '../../sql/compiler/type-names.js'

/** A sentence for each, with the statement that adds it. */
export function missingColumns(engine: Engine, metadatas: readonly MetaData[]): readonly string[] {
  const inspector = inspect(engine)
  const present = new Set(inspector.getTableNames())
  const tables = metadatas.flatMap((metadata) => [...metadata.tables.values()])
  return tables
    .filter(({ name, schema }) => schema === null && present.has(name))
    .flatMap((table) => {
      const names = new Set(inspector.getColumns(table.name).map(({ name }) => name))
      return missingOf(table, names, engine)
    })
}

function missingOf(table: Table, names: ReadonlySet<string>, { dialect }: Engine): string[] {
  return [...table.columns].flatMap(({ name, type }) => {
    if (typeof name !== 'string' || names.has(name)) return []
    const statement = `ALTER TABLE ${table.name} ADD COLUMN ${name} ${typeText(type, dialect)}`
    return [`table ${table.name} has no column ${name} yet; to add it: .sql ${statement}`]
  })
}
