/** Foreign keys of a SQLite table: what they are from a PRAGMA, names and options from the CREATE statement. */
import { NoSuchTableError } from '../../../engine/errors.js'
import type { Io } from '../../../engine/io.js'
import type {
  Inspection,
  ReflectedForeignKey,
  ReflectedPrimaryKey,
  TableName,
} from '../../../engine/reflection/introspection.js'
import { warn } from '../../../util/warnings.js'
import { columnsIn, pragmaIo, tableSqlIo } from './pragma.js'

/** Number, sequence, table, from, to. */
type KeyRow = [number, number, string, string, string | null]

type Found = { -readonly [K in keyof ReflectedForeignKey]: ReflectedForeignKey[K] } & {
  constrainedColumns: string[]
  referredColumns: string[]
}

export function* foreignKeysIo(
  inspection: Inspection,
  table: TableName,
  primaryKeyOfIo: (table: TableName) => Io<ReflectedPrimaryKey>,
): Io<readonly ReflectedForeignKey[]> {
  const rows = (yield* pragmaIo(inspection, 'foreign_key_list', table)) as KeyRow[]
  const found = new Map<number, Found>()
  for (const [id, , referredTable, from, to] of rows) {
    const known = found.get(id) ?? emptyKey(referredTable, table.schema)
    // A reference without columns means the primary key of the other table.
    if (!to && !found.has(id)) {
      const referred = { name: referredTable, schema: table.schema }
      known.referredColumns.push(...(yield* keyColumnsIo(referred, primaryKeyOfIo)))
    }
    found.set(id, known)
    known.constrainedColumns.push(from)
    if (to) known.referredColumns.push(to)
  }
  return withDetails(found, yield* tableSqlIo(inspection, table), table)
}

/** Of a table that is not there, none. */
function* keyColumnsIo(
  table: TableName,
  primaryKeyOfIo: (table: TableName) => Io<ReflectedPrimaryKey>,
): Io<readonly string[]> {
  try {
    return (yield* primaryKeyOfIo(table)).constrainedColumns
  } catch (error) {
    if (error instanceof NoSuchTableError) return []
    throw error
  }
}

function emptyKey(referredTable: string, referredSchema: string | null): Found {
  return {
    name: null,
    constrainedColumns: [],
    referredSchema,
    referredTable,
    referredColumns: [],
    options: {},
  }
}

const keyPattern = new RegExp(
  '(?:CONSTRAINT (?:"(.+?)"|(\\w+)) +)?' +
    'FOREIGN KEY *\\( *(.+?) *\\) +' +
    'REFERENCES +(?:(?:"(.+?)")|([a-z0-9_]+)) *\\( *((?:(?:"[^"]+"|[a-z0-9_]+) *(?:, *)?)+)\\) *' +
    '((?:ON (?:DELETE|UPDATE) +(?:SET +NULL|SET +DEFAULT|CASCADE|RESTRICT|NO +ACTION) *)*)' +
    '((?:NOT +)?DEFERRABLE)?' +
    '(?: +INITIALLY +(DEFERRED|IMMEDIATE))?',
  'gi',
)

/** Those written as table constraints come first, in the order of the text. */
function withDetails(
  found: ReadonlyMap<number, Found>,
  sql: string,
  table: TableName,
): readonly ReflectedForeignKey[] {
  const bySignature = new Map([...found.values()].map((key) => [signatureOf(key), key]))
  const named: ReflectedForeignKey[] = []
  for (const match of sql.matchAll(keyPattern)) {
    const parsed = parse(match)
    const signature = signatureOf(parsed)
    const key = bySignature.get(signature)
    if (key === undefined) {
      warn(
        `WARNING: SQL-parsed foreign key constraint '${signature}' could not be located in ` +
          `PRAGMA foreign_keys for table ${table.name}`,
      )
      continue
    }
    bySignature.delete(signature)
    named.push({ ...key, name: parsed.name, options: parsed.options })
  }
  return [...named, ...bySignature.values()]
}

type Signature = Pick<
  ReflectedForeignKey,
  'constrainedColumns' | 'referredTable' | 'referredColumns'
>

function signatureOf({ constrainedColumns, referredTable, referredColumns }: Signature): string {
  return JSON.stringify([...constrainedColumns, referredTable, ...referredColumns])
}

function parse(match: RegExpMatchArray) {
  const [, quotedName, name, columns = '', quotedTable, table, referred = '', actions = ''] = match
  const constrainedColumns = columnsIn(columns)
  return {
    name: quotedName ?? name ?? null,
    constrainedColumns,
    referredTable: quotedTable ?? table ?? '',
    referredColumns: referred === '' ? constrainedColumns : columnsIn(referred),
    options: { ...actionOptions(actions), ...deferOptions(match[8], match[9]) },
  }
}

function actionOptions(text: string): Record<string, string> {
  const options: Record<string, string> = {}
  for (const token of text.toUpperCase().split(/ *\bON\b */)) {
    const action = token.slice(6).trim()
    if (action === '' || action === 'NO ACTION') continue
    if (token.startsWith('DELETE')) options['ondelete'] = action
    if (token.startsWith('UPDATE')) options['onupdate'] = action
  }
  return options
}

function deferOptions(
  deferrable: string | undefined,
  initially: string | undefined,
): Record<string, string | boolean> {
  return {
    ...(deferrable ? { deferrable: !/NOT/i.test(deferrable) } : {}),
    ...(initially ? { initially: initially.toUpperCase() } : {}),
  }
}
