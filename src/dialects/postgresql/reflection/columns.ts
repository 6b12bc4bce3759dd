/** Columns of a PostgreSQL table. */
import { NoSuchTableError } from '../../../engine/errors.js'
import type { Io } from '../../../engine/io.js'
import type {
  Inspection,
  ReflectedColumn,
  ReflectedIdentity,
  TableName,
} from '../../../engine/reflection/introspection.js'
import { hasTableIo, readTableIo, tableCondition } from './catalog.js'
import { columnTypeOf, type DomainFacts } from './column-types.js'

const columnsSql = `SELECT a.attname, pg_catalog.format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid),
    CASE WHEN t.typbasetype = 0 THEN a.atttypmod ELSE t.typtypmod END) AS format_type,
  a.attnotnull AS not_null, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default_text,
  a.attgenerated::text, a.attidentity::text, pg_catalog.col_description(c.oid, a.attnum) AS comment,
  (SELECT pg_catalog.array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e
    WHERE e.enumtypid = coalesce(nullif(t.typbasetype, 0), nullif(t.typelem, 0), t.oid)) AS labels,
  CASE WHEN pg_catalog.pg_type_is_visible(t.oid) THEN NULL ELSE tn.nspname END AS type_schema,
  CASE WHEN t.typtype = 'd' THEN t.typname END AS domain, t.typnotnull, t.typdefault,
  (SELECT pg_catalog.array_agg(ARRAY[k.conname::text, pg_catalog.pg_get_constraintdef(k.oid, true)])
    FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
  s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle, s.seqcache
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_sequence s ON a.attidentity <> '' AND s.seqrelid =
  pg_catalog.pg_get_serial_sequence(c.oid::pg_catalog.regclass::text, a.attname)::pg_catalog.regclass
WHERE ${tableCondition} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
ORDER BY a.attnum`

type SequenceRow = [number, number, number, number, boolean, number]

type ColumnRow = [
  name: string,
  type: string,
  notNull: boolean,
  defaultText: string | null,
  generated: string,
  identity: string,
  comment: string | null,
  labels: string[] | null,
  typeSchema: string | null,
  domain: string | null,
  domainNotNull: boolean,
  domainDefault: string | null,
  checks: string[][] | null,
  ...sequence: SequenceRow,
]

/** @throws NoSuchTableError */
export function* columnsIo(
  inspection: Inspection,
  table: TableName,
): Io<readonly ReflectedColumn[]> {
  const rows = (yield* readTableIo(inspection, columnsSql, table)) as ColumnRow[]
  if (rows.length === 0) yield* requireTableIo(inspection, table)
  return rows.map(describe)
}

/** @throws NoSuchTableError */
export function* requireTableIo(inspection: Inspection, table: TableName): Io<void> {
  if (yield* hasTableIo(inspection, table)) return
  throw new NoSuchTableError(table.schema === null ? table.name : `${table.schema}.${table.name}`)
}

function describe(row: ColumnRow): ReflectedColumn {
  const [
    name,
    type,
    notNull,
    defaultText,
    generated,
    identity,
    comment,
    labels,
    schema,
    ,
    ,
    ,
    ,
    ...sequence
  ] = row
  const isGenerated = generated !== ''
  return {
    name,
    type: columnTypeOf({
      text: type,
      labels,
      schema,
      domain: domainOf(row),
      description: `column '${name}'`,
    }),
    nullable: !notNull,
    default: isGenerated ? null : defaultText,
    autoincrement: identity !== '' || /^nextval\(/.test(defaultText ?? ''),
    comment,
    ...(isGenerated
      ? { computed: { sqltext: defaultText ?? '', persisted: generated === 's' } }
      : {}),
    ...(identity === '' ? {} : { identity: identityOf(identity, sequence) }),
  }
}

function domainOf(row: ColumnRow): DomainFacts | null {
  const [, , , , , , , , schema, name, notNull, fallback, checks] = row
  if (name === null) return null
  const [constraint = null, definition = null] = checks?.[0] ?? []
  const check = definition === null ? null : conditionOf(definition)
  return { name, schema, notNull, default: fallback, constraint, check }
}

/** What stands in the parentheses of `CHECK ((age > 0)) NO INHERIT`. */
export function conditionOf(definition: string): string {
  const inner = /^CHECK *\((.+)\)( NO INHERIT)?( NOT VALID)?$/s.exec(definition)?.[1] ?? definition
  return inner.replace(/^\s*\((.+)\)\s*$/s, '$1')
}

function identityOf(kind: string, sequence: SequenceRow): ReflectedIdentity {
  const [start, increment, minvalue, maxvalue, cycle, cache] = sequence
  return { always: kind === 'a', start, increment, minvalue, maxvalue, cycle, cache }
}
