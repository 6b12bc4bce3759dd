/** Enumerations and domains of a PostgreSQL database. */
import type { Io } from '../../../engine/io.js'
import type {
  Inspection,
  ReflectedDomain,
  ReflectedEnum,
} from '../../../engine/reflection/introspection.js'
import { readIo } from './catalog.js'
import { conditionOf } from './columns.js'

/** Of a schema, of the search path (null), or of all schemas (`*`). */
const scope = (schema: string | null): string =>
  schema === null
    ? "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog' AND $1::text IS NULL"
    : "(n.nspname = $1 OR $1 = '*')"

const from = `FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace`
const visible = 'pg_catalog.pg_type_is_visible(t.oid)'

export function* enumsIo(
  inspection: Inspection,
  schema: string | null,
): Io<readonly ReflectedEnum[]> {
  const labels = `(SELECT pg_catalog.array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
    FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)`
  const sql = `SELECT t.typname, n.nspname, ${visible}, ${labels} ${from}
WHERE t.typtype = 'e' AND ${scope(schema)} ORDER BY n.nspname, t.typname`
  const rows = (yield* readIo(inspection, sql, [schema])) as [string, string, boolean, string[]][]
  return rows.map(([name, own, isVisible, values]) => ({
    name,
    schema: own,
    visible: isVisible,
    labels: values ?? [],
  }))
}

type DomainRow = [
  name: string,
  schema: string,
  visible: boolean,
  type: string,
  notNull: boolean,
  defaultText: string | null,
  collation: string | null,
  checks: string[][] | null,
]

export function* domainsIo(
  inspection: Inspection,
  schema: string | null,
): Io<readonly ReflectedDomain[]> {
  const checks = `(SELECT pg_catalog.array_agg(ARRAY[k.conname::text, pg_catalog.pg_get_constraintdef(k.oid, true)] ORDER BY k.oid)
    FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')`
  const sql = `SELECT t.typname, n.nspname, ${visible}, pg_catalog.format_type(t.typbasetype, t.typtypmod),
  t.typnotnull, t.typdefault, (SELECT c.collname FROM pg_catalog.pg_collation c
    WHERE c.oid = t.typcollation AND c.collname <> 'default'), ${checks} ${from}
WHERE t.typtype = 'd' AND ${scope(schema)} ORDER BY n.nspname, t.typname`
  const rows = (yield* readIo(inspection, sql, [schema])) as DomainRow[]
  return rows.map(([name, own, isVisible, type, notNull, fallback, collation, found]) => ({
    name,
    schema: own,
    visible: isVisible,
    type,
    nullable: !notNull,
    default: fallback,
    constraints: (found ?? []).map(([label = '', check = '']) => ({
      name: label,
      check: conditionOf(check),
    })),
    collation,
  }))
}
