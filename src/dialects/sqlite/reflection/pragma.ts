/** The statements that SQLite's catalog is read with, letter for letter those of SQLAlchemy. */
import type { Inspection, TableName } from '../../../engine/reflection/introspection.js'
import { NoSuchTableError } from '../../../engine/errors.js'
import { DBAPIError } from '../../../engine/statement-error.js'
import type { Io } from '../../../engine/io.js'

const reading = { origin: { cause: 'reflection' } } as const

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Rows of a statement, as arrays. */
export function* readIo(
  { connection }: Inspection,
  sql: string,
  parameters: readonly unknown[] = [],
): Io<unknown[][]> {
  return (yield* connection.execDriverSqlIo(sql, parameters, reading)).rawRows()
}

/** `PRAGMA main.name("table")`, then in the temporary schema. */
export function* pragmaIo(
  inspection: Inspection,
  pragma: string,
  table: TableName,
): Io<unknown[][]> {
  const schemas = table.schema === null ? ['main', 'temp'] : [quote(table.schema)]
  for (const schema of schemas) {
    const rows = yield* readIo(inspection, `PRAGMA ${schema}.${pragma}(${quote(table.name)})`)
    if (rows.length > 0) return rows
  }
  return []
}

/** Names of tables or views. */
export function* namesIo(
  inspection: Inspection,
  kind: 'table' | 'view',
  master: string,
): Io<readonly string[]> {
  const sql =
    `SELECT name FROM ${master} WHERE type='${kind}' ` +
    "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
  return (yield* readIo(inspection, sql)).map(([name]) => String(name))
}

/** The catalog's own table, of a schema or of the main one. */
export function masterOf(schema: string | null): string {
  return schema === null ? 'sqlite_master' : `${quote(schema)}.sqlite_master`
}

const systemTables = new Set([
  'sqlite_schema',
  'sqlite_master',
  'sqlite_temp_schema',
  'sqlite_temp_master',
])

/** The CREATE statement of a table or view. @throws NoSuchTableError */
export function* tableSqlIo(inspection: Inspection, { name, schema }: TableName): Io<string> {
  const prefix = schema === null ? '' : `${quote(schema)}.`
  const [row] = yield* tableRowsIo(inspection, prefix, name)
  if (row === undefined && !systemTables.has(name)) throw new NoSuchTableError(`${prefix}${name}`)
  return String(row?.[0] ?? '')
}

/** A schema that was attached has no catalog of temporary tables; only the database knows. */
function* tableRowsIo(inspection: Inspection, prefix: string, name: string): Io<unknown[][]> {
  const condition = "WHERE name = ? AND type in ('table', 'view')"
  const both = ` (SELECT * FROM ${prefix}sqlite_master UNION ALL   SELECT * FROM ${prefix}sqlite_temp_master) `
  try {
    return yield* readIo(inspection, `SELECT sql FROM ${both}${condition}`, [name])
  } catch (error) {
    if (!(error instanceof DBAPIError)) throw error
    return yield* readIo(inspection, `SELECT sql FROM ${prefix}sqlite_master ${condition}`, [name])
  }
}

/** The same, read once per inspection. */
export function cachedTableSqlIo(inspection: Inspection, table: TableName): Io<string> {
  return inspection.cachedIo(`tableSql ${table.schema}.${table.name}`, () =>
    tableSqlIo(inspection, table),
  )
}

/** The column names in a part of a CREATE statement: quoted ones as they are. */
export function columnsIn(text: string): string[] {
  return [...text.matchAll(/"(.+?)"|([a-z0-9_]+)/gi)].map((match) => match[1] ?? match[2] ?? '')
}
