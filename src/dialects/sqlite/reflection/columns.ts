/** Columns and the primary key of a SQLite table. */
import { NoSuchTableError } from '../../../engine/errors.js'
import type { Io } from '../../../engine/io.js'
import type {
  Inspection,
  ReflectedColumn,
  ReflectedPrimaryKey,
  TableName,
} from '../../../engine/reflection/introspection.js'
import { columnTypeOf } from './column-types.js'
import { cachedTableSqlIo, pragmaIo, readIo, tableSqlIo } from './pragma.js'

/** What `PRAGMA table_xinfo` says in its seventh column. */
const hiddenKinds = { ordinary: 0, hidden: 1, virtual: 2, stored: 3 } as const

export function* schemaNamesIo(inspection: Inspection): Io<readonly string[]> {
  const rows = yield* readIo(inspection, 'PRAGMA database_list')
  return rows.map(([, name]) => String(name)).filter((name) => name !== 'temp')
}

export function* hasTableIo(inspection: Inspection, table: TableName): Io<boolean> {
  const { schema } = table
  if (schema !== null) {
    const known = yield* inspection.cachedIo('schemas', () => schemaNamesIo(inspection))
    if (!known.includes(schema)) return false
  }
  return (yield* pragmaIo(inspection, 'table_info', table)).length > 0
}

/** @throws NoSuchTableError */
export function* columnsIo(
  inspection: Inspection,
  table: TableName,
): Io<readonly ReflectedColumn[]> {
  const rows = (yield* pragmaIo(inspection, 'table_xinfo', table)) as ColumnRow[]
  const visible = rows.filter((row) => row[6] !== hiddenKinds.hidden)
  if (visible.length === 0 && !(yield* hasTableIo(inspection, table))) throw noSuchTable(table)
  const isGenerated = visible.some((row) => row[6] !== hiddenKinds.ordinary)
  const body = isGenerated ? bodyOf(yield* cachedTableSqlIo(inspection, table)) : ''
  return visible.map((row) => describe(row, body))
}

export function noSuchTable({ name, schema }: TableName): NoSuchTableError {
  return new NoSuchTableError(schema === null ? name : `${schema}.${name}`)
}

/** Position, name, type, NOT NULL, default, place in the primary key, hidden. */
type ColumnRow = [number, string, string, number, string | null, number, number]

function describe(row: ColumnRow, body: string): ReflectedColumn {
  const [, name, type, notNull, defaultText, primaryKey, hidden] = row
  const isGenerated = hidden !== hiddenKinds.ordinary
  const typeText = isGenerated ? type.replace(/generated|always/gi, '').trim() : type
  return {
    name,
    type: columnTypeOf(typeText),
    nullable: notNull === 0,
    default: defaultText === null ? null : String(defaultText),
    primaryKey,
    ...(isGenerated ? { computed: computed(name, body, hidden === hiddenKinds.stored) } : {}),
  }
}

/** What stands between the outermost parentheses of a CREATE TABLE. */
function bodyOf(sql: string): string {
  return /create table .*?\((.*)\)(?: \w+,? ?\w*)*$/is.exec(sql.trim())?.[1]?.trim() ?? ''
}

function computed(
  name: string,
  body: string,
  persisted: boolean,
): { sqltext: string; persisted: boolean } {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(
    `${escaped}[^,]*\\s+GENERATED\\s+ALWAYS\\s+AS\\s+\\((.*)\\)\\s*(?:virtual|stored)?`,
    'i',
  )
  return { sqltext: pattern.exec(body)?.[1] ?? '', persisted }
}

const keyName = /CONSTRAINT +(?:"(.+?)"|(\w+)) +PRIMARY KEY/i

export function* primaryKeyIo(
  inspection: Inspection,
  table: TableName,
  readColumnsIo: () => Io<readonly ReflectedColumn[]>,
): Io<ReflectedPrimaryKey> {
  const match = keyName.exec(yield* tableSqlIo(inspection, table))
  const columns = (yield* readColumnsIo()).filter((column) => (column.primaryKey ?? 0) > 0)
  const ordered = [...columns].sort(
    (left, right) => (left.primaryKey ?? 0) - (right.primaryKey ?? 0),
  )
  if (ordered.length === 0) return { name: null, constrainedColumns: [] }
  return {
    name: match?.[1] ?? match?.[2] ?? null,
    constrainedColumns: ordered.map((column) => column.name),
  }
}
