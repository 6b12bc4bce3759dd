/** Indexes, unique constraints and checks of a SQLite table. */
import type { Io } from '../../../engine/io.js'
import type {
  Inspection,
  ReflectedCheck,
  ReflectedIndex,
  ReflectedUnique,
  TableName,
} from '../../../engine/reflection/introspection.js'
import { text } from '../../../sql/elements/literals.js'
import { warn } from '../../../util/warnings.js'
import { hasTableIo, noSuchTable } from './columns.js'
import { columnsIn, masterOf, pragmaIo, readIo } from './pragma.js'

/** Position, name, unique, origin, partial. */
type IndexRow = [number, string, number, string, number]

const automatic = 'sqlite_autoindex'

/** With `includeAutomatic`, also those SQLite made for constraints. */
export function* indexesIo(
  inspection: Inspection,
  table: TableName,
  includeAutomatic: boolean,
): Io<readonly ReflectedIndex[]> {
  const rows = (yield* pragmaIo(inspection, 'index_list', table)) as IndexRow[]
  const listed = rows.filter(([, name]) => includeAutomatic || !name.startsWith(automatic))
  const options = new Map<string, Record<string, unknown>>()
  for (const row of listed) options.set(row[1], yield* optionsIo(inspection, table, row))
  const indexes: ReflectedIndex[] = []
  for (const [, name, unique] of listed) {
    const columns = yield* indexColumnsIo(inspection, table, name)
    if (columns === null) continue
    indexes.push({
      name,
      columnNames: columns,
      unique: unique === 1,
      dialectOptions: options.get(name) ?? {},
    })
  }
  if (indexes.length === 0 && !(yield* hasTableIo(inspection, table))) throw noSuchTable(table)
  return indexes.sort((left, right) => compareNames(left.name, right.name))
}

/** What follows `where` in the text of a partial index. */
function* optionsIo(
  inspection: Inspection,
  table: TableName,
  row: IndexRow,
): Io<Record<string, unknown>> {
  const [, name, , , isPartial] = row
  if (!isPartial) return {}
  const sql = `SELECT sql FROM ${masterOf(table.schema)} WHERE name = ? AND type = 'index'`
  const [found] = yield* readIo(inspection, sql, [name])
  const predicate = /\)\s+where\s+(.+)/is.exec(String(found?.[0] ?? ''))?.[1]
  if (predicate !== undefined) return { sqliteWhere: text(predicate) }
  warn(`Failed to look up filter predicate of partial index ${name}`)
  return {}
}

function* indexColumnsIo(
  inspection: Inspection,
  table: TableName,
  name: string,
): Io<string[] | null> {
  const rows = yield* pragmaIo(inspection, 'index_info', { name, schema: table.schema })
  const columns = rows.map(([, , column]) => column as string | null)
  if (!columns.includes(null)) return columns as string[]
  warn(`Skipped unsupported reflection of expression-based index ${name}`)
  return null
}

const uniquePattern = /(?:CONSTRAINT\s+(?:"(.+?)"|(\w+))\s+)?UNIQUE\s*\((.+?)\)/gi
const inlineUniquePattern =
  /(?:(".+?")|(?:[[`])?([a-z0-9_]+)(?:[\]`])?)[\t ]+[a-z0-9_]+(?:[\t ]+[a-z0-9_]+)*?[\t ]+UNIQUE/gi

/** A unique index is a constraint when SQLite made it and the CREATE statement says UNIQUE. */
export function uniqueConstraintsOf(
  indexes: readonly ReflectedIndex[],
  sql: string,
): ReflectedUnique[] {
  const made = indexes.filter((index) => index.name?.startsWith(automatic))
  const signatures = new Set(made.map((index) => JSON.stringify(index.columnNames)))
  const written = [
    ...[...sql.matchAll(uniquePattern)].map(([, quoted, plain, columns = '']) =>
      unique(quoted ?? plain ?? null, columns),
    ),
    ...[...sql.matchAll(inlineUniquePattern)].map((match) =>
      unique(null, match[1] ?? match[2] ?? ''),
    ),
  ]
  return written.filter((constraint) => signatures.delete(JSON.stringify(constraint.columnNames)))
}

function unique(name: string | null, columns: string): ReflectedUnique {
  return { name, columnNames: columnsIn(columns) }
}

const checkPattern =
  /(?:\bCONSTRAINT\s+(?:"([^"]+)"|`([^`]+)`|\[([^\]]+)\]|(\w+))\s+)?\bCHECK\s*\(/gi

/** The CHECKs of a CREATE statement, unnamed ones last. */
export function checkConstraintsOf(sql: string): ReflectedCheck[] {
  const checks: ReflectedCheck[] = []
  for (const match of sql.matchAll(checkPattern)) {
    const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? null
    checks.push({ sqltext: balanced(sql, match.index + match[0].length), name })
  }
  return checks.sort((left, right) => compareNames(left.name, right.name))
}

/** The text up to the parenthesis that closes the one before `start`; those in quotes do not count. */
function balanced(sql: string, start: number): string {
  let depth = 1
  let quoted: string | null = null
  for (let at = start; at < sql.length; at += 1) {
    const character = sql[at] as string
    if (quoted !== null) {
      if (character === quoted) quoted = null
    } else if (character === "'" || character === '"') quoted = character
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    if (depth === 0) return sql.slice(start, at).trim()
  }
  return sql.slice(start).trim()
}

function compareNames(left: string | null, right: string | null): number {
  const [first, second] = [left ?? '~', right ?? '~']
  return first < second ? -1 : first > second ? 1 : 0
}
