/** The statements that PostgreSQL's catalog is read with. Those about existence are SQLAlchemy's, letter for letter. */
import type { Io } from '../../../engine/io.js'
import type { Inspection, TableName } from '../../../engine/reflection/introspection.js'

const reading = { origin: { cause: 'reflection' } } as const

/** Rows of a statement, as arrays. */
export function* readIo(
  { connection }: Inspection,
  sql: string,
  parameters: readonly unknown[] = [],
): Io<unknown[][]> {
  return (yield* connection.execDriverSqlIo(sql, parameters, reading)).rawRows()
}

const existing =
  'SELECT pg_catalog.pg_class.relname \n' +
  'FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON ' +
  'pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace \n' +
  'WHERE '

const visible =
  ' AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND pg_catalog.pg_namespace.nspname != '

/** Tables, partitioned and foreign ones, views of both kinds. */
const tableKinds = ['r', 'p', 'f', 'v', 'm'] as const

export function* hasTableIo(inspection: Inspection, { name, schema }: TableName): Io<boolean> {
  const condition =
    'pg_catalog.pg_class.relname = $1 AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2, $3, $4, $5, $6])'
  const rows = yield* existingIo(inspection, condition, { values: [name, ...tableKinds], schema })
  return rows.length > 0
}

export function* hasSequenceIo(inspection: Inspection, { name, schema }: TableName): Io<boolean> {
  const condition = 'pg_catalog.pg_class.relkind = $1 AND pg_catalog.pg_class.relname = $2'
  const rows = yield* existingIo(inspection, condition, { values: ['S', name], schema })
  return rows.length > 0
}

export function* hasTypeIo(inspection: Inspection, { name, schema }: TableName): Io<boolean> {
  const scope =
    schema === null
      ? 'pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid) AND pg_catalog.pg_namespace.nspname != $2'
      : 'pg_catalog.pg_namespace.nspname = $2'
  const sql =
    'SELECT pg_catalog.pg_type.typname \n' +
    'FROM pg_catalog.pg_type JOIN pg_catalog.pg_namespace ON ' +
    'pg_catalog.pg_namespace.oid = pg_catalog.pg_type.typnamespace \n' +
    `WHERE pg_catalog.pg_type.typname = $1 AND ${scope}`
  return (yield* readIo(inspection, sql, [name, schema ?? 'pg_catalog'])).length > 0
}

/** Names of all relations of some kinds. */
export function* relationNamesIo(
  inspection: Inspection,
  kinds: readonly string[],
  schema: string | null,
): Io<readonly string[]> {
  const places = kinds.map((_, index) => `$${index + 1}`).join(', ')
  const condition = `pg_catalog.pg_class.relkind = ANY (ARRAY[${places}])`
  const rows = yield* existingIo(inspection, condition, { values: kinds, schema })
  return rows.map(([name]) => String(name))
}

interface Existing {
  readonly values: readonly unknown[]
  readonly schema: string | null
}

function existingIo(
  inspection: Inspection,
  condition: string,
  { values, schema }: Existing,
): Io<unknown[][]> {
  const place = `$${values.length + 1}`
  const scope =
    schema === null ? visible + place : ` AND pg_catalog.pg_namespace.nspname = ${place}`
  return readIo(inspection, existing + condition + scope, [...values, schema ?? 'pg_catalog'])
}

/** `c` is the class of table `$1`; `$2` its schema or null for whatever the search path finds. */
export const tableCondition =
  "c.relname = $1 AND ($2::text IS NULL AND pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog' OR n.nspname = $2)"

/** Rows of a statement about one table. */
export function readTableIo(
  inspection: Inspection,
  sql: string,
  table: TableName,
): Io<unknown[][]> {
  return readIo(inspection, sql, [table.name, table.schema])
}
