/**
 * The Chinook database: a music shop with eleven tables and 15,000 rows, as SQLite keeps it and copied into
 * PostgreSQL. The SQLite file is copied for each test file, so that nothing a test does stays.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine, insert, MetaData, select, text } from 'orm-shell'
import { freshDatabase } from './postgres.js'
import { root } from './source-graph.js'

const original = join(root, 'test/fixtures/chinook.sqlite')

export interface Chinook {
  readonly url: string
  /** Removes what was made for the tests; databases of the test server go by themselves. */
  remove(): void
}

/** A copy of the file. @example const { url, remove } = chinookOnSqlite() */
export function chinookOnSqlite(): Chinook {
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-chinook-'))
  const file = join(folder, 'chinook.sqlite')
  copyFileSync(original, file)
  return { url: `sqlite:///${file}`, remove: () => rmSync(folder, { recursive: true }) }
}

/** The same tables, keys, indexes and rows on PostgreSQL: reflected, created, copied. */
export async function chinookOnPostgres(): Promise<Chinook> {
  const url = await freshDatabase()
  const source = createEngine(`sqlite:///${original}`)
  const target = createEngine(url)
  try {
    copyDatabase(source, target)
  } finally {
    source.dispose()
    target.dispose()
  }
  return { url, remove: () => undefined }
}

function copyDatabase(source: Engine, target: Engine): void {
  const metadata = new MetaData()
  metadata.reflect(source)
  for (const table of metadata.tables.values()) {
    for (const column of table.tableColumns) column.type = column.type.asGeneric()
  }
  metadata.createAll(target)
  source.connect((from) =>
    target.begin((to) => {
      for (const table of metadata.sortedTables) {
        const rows = from.execute(select(table)).mappings().all()
        to.execute(insert(table), rows)
        const key = table.autoincrementColumn
        if (key === null) continue
        // The rows brought their keys: the sequence goes on behind them.
        const sequence = `pg_get_serial_sequence('"${table.name}"', '${key.name}')`
        to.execute(
          text(`SELECT setval(${sequence}, (SELECT max("${key.name}") FROM "${table.name}"))`),
        )
      }
    }),
  )
}
