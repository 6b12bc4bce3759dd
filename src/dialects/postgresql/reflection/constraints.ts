/** Keys, constraints and indexes of a PostgreSQL table. */
import type { Io } from '../../../engine/io.js'
import type {
  Inspection,
  ReflectedCheck,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedUnique,
  TableName,
} from '../../../engine/reflection/introspection.js'
import { text } from '../../../sql/elements/literals.js'
import { readTableIo, tableCondition } from './catalog.js'
import { conditionOf, requireTableIo } from './columns.js'

/** Names of the columns with the numbers in an array, in its order. */
function columnNames(relation: string, numbers: string): string {
  return `(SELECT pg_catalog.array_agg(a.attname ORDER BY k.position)
    FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY AS k(number, position)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number)`
}

function constraintsSql(columns: string, kind: string): string {
  return `SELECT ${columns}
FROM pg_catalog.pg_constraint con
JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class rc ON rc.oid = con.confrelid
LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
WHERE ${tableCondition} AND con.contype = '${kind}'
ORDER BY con.conname`
}

const comment = "pg_catalog.obj_description(con.oid, 'pg_constraint')"
const ownColumns = columnNames('con.conrelid', 'con.conkey')

const keySql = (kind: 'p' | 'u'): string =>
  constraintsSql(`con.conname, ${ownColumns}, ${comment}`, kind)

export function* primaryKeyIo(inspection: Inspection, table: TableName): Io<ReflectedPrimaryKey> {
  const [row] = (yield* readTableIo(inspection, keySql('p'), table)) as [
    string,
    string[],
    string | null,
  ][]
  if (row !== undefined) return { name: row[0], constrainedColumns: row[1], comment: row[2] }
  yield* requireTableIo(inspection, table)
  return { name: null, constrainedColumns: [] }
}

export function* uniqueConstraintsIo(
  inspection: Inspection,
  table: TableName,
): Io<readonly ReflectedUnique[]> {
  const rows = (yield* readTableIo(inspection, keySql('u'), table)) as [
    string,
    string[],
    string | null,
  ][]
  if (rows.length === 0) yield* requireTableIo(inspection, table)
  return rows.map(([name, names, note]) => ({ name, columnNames: names, comment: note }))
}

const checkSql = constraintsSql(
  `con.conname, pg_catalog.pg_get_constraintdef(con.oid, true), ${comment}`,
  'c',
)

export function* checkConstraintsIo(
  inspection: Inspection,
  table: TableName,
): Io<readonly ReflectedCheck[]> {
  const rows = (yield* readTableIo(inspection, checkSql, table)) as [
    string,
    string,
    string | null,
  ][]
  if (rows.length === 0) yield* requireTableIo(inspection, table)
  return rows.map(([name, definition, note]) => ({
    name,
    sqltext: conditionOf(definition),
    comment: note,
  }))
}

const foreignKeySql = constraintsSql(
  `con.conname, ${ownColumns},
  CASE WHEN pg_catalog.pg_table_is_visible(rc.oid) AND $2::text IS NULL THEN NULL ELSE rn.nspname END,
  rc.relname, ${columnNames('con.confrelid', 'con.confkey')},
  con.confdeltype::text, con.confupdtype::text, con.condeferrable, con.condeferred, con.confmatchtype::text, ${comment}`,
  'f',
)

type ForeignKeyRow = [
  name: string,
  columns: string[],
  schema: string | null,
  table: string,
  referred: string[],
  onDelete: string,
  onUpdate: string,
  deferrable: boolean,
  deferred: boolean,
  match: string,
  comment: string | null,
]

export function* foreignKeysIo(
  inspection: Inspection,
  table: TableName,
): Io<readonly ReflectedForeignKey[]> {
  const rows = (yield* readTableIo(inspection, foreignKeySql, table)) as ForeignKeyRow[]
  if (rows.length === 0) yield* requireTableIo(inspection, table)
  return rows.map((row) => {
    const [name, constrainedColumns, referredSchema, referredTable, referredColumns] = row
    const options = foreignKeyOptions(row)
    return {
      name,
      constrainedColumns,
      referredSchema,
      referredTable,
      referredColumns,
      options,
      comment: row[10],
    }
  })
}

/** `a`, NO ACTION, is what one gets without saying anything. */
const actions: Readonly<Record<string, string>> = {
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
}

function foreignKeyOptions(row: ForeignKeyRow): Record<string, string | boolean> {
  const [, , , , , onDelete, onUpdate, deferrable, deferred, match] = row
  return {
    ...(actions[onUpdate] ? { onupdate: actions[onUpdate] } : {}),
    ...(actions[onDelete] ? { ondelete: actions[onDelete] } : {}),
    ...(deferrable ? { deferrable: true } : {}),
    ...(deferred ? { initially: 'DEFERRED' } : {}),
    ...(match === 'f' ? { match: 'FULL' } : {}),
  }
}

const indexesSql = `SELECT ic.relname, i.indisunique,
  (SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k.position, true) ORDER BY k.position)
    FROM pg_catalog.generate_series(1, i.indnkeyatts) AS k(position)) AS keys,
  (SELECT pg_catalog.array_agg(i.indkey[k.position - 1] = 0 ORDER BY k.position)
    FROM pg_catalog.generate_series(1, i.indnkeyatts) AS k(position)) AS expressions,
  (SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k.position, true) ORDER BY k.position)
    FROM pg_catalog.generate_series(i.indnkeyatts + 1, i.indnatts) AS k(position)) AS included,
  pg_catalog.pg_get_expr(i.indpred, i.indrelid, true) AS predicate, am.amname, con.conname
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = ic.relam
LEFT JOIN pg_catalog.pg_constraint con ON con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')
WHERE ${tableCondition} AND NOT i.indisprimary
ORDER BY ic.relname`

type IndexRow = [
  name: string,
  unique: boolean,
  keys: string[],
  isExpression: boolean[],
  included: string[] | null,
  predicate: string | null,
  method: string,
  constraint: string | null,
]

export function* indexesIo(
  inspection: Inspection,
  table: TableName,
): Io<readonly ReflectedIndex[]> {
  const rows = (yield* readTableIo(inspection, indexesSql, table)) as IndexRow[]
  if (rows.length === 0) yield* requireTableIo(inspection, table)
  return rows.map(describeIndex)
}

function describeIndex(row: IndexRow): ReflectedIndex {
  const [name, unique, keys, isExpression, included, predicate, method, constraint] = row
  const names = keys.map(unquote)
  return {
    name,
    unique,
    columnNames: names.map((key, index) => (isExpression[index] ? null : key)),
    ...(isExpression.includes(true) ? { expressions: names } : {}),
    ...(included === null ? {} : { includeColumns: included.map(unquote) }),
    ...(constraint === null ? {} : { duplicatesConstraint: constraint }),
    dialectOptions: {
      ...(predicate === null ? {} : { postgresqlWhere: text(predicate) }),
      ...(method === 'btree' ? {} : { postgresqlUsing: method }),
      ...(included === null ? {} : { postgresqlInclude: included.map(unquote) }),
    },
  }
}

function unquote(name: string): string {
  return /^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name
}
