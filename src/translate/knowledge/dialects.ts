/** What single dialects have of their own: `postgresql.INET` is `postgresql.inet`. */
import { camelCase } from './naming.js'
import { instance, SQL, UNKNOWN, type Type } from './types.js'

export interface DialectEntry {
  /** The namespace that is imported. */
  readonly dialect: string
  readonly name: string
  readonly kind: 'type' | 'function' | 'class'
  readonly result: Type
}

const TYPES: Readonly<Record<string, string>> = {
  postgresql: `ARRAY BIT CIDR CITEXT DATEMULTIRANGE DATERANGE DOMAIN ENUM HSTORE INET INT4MULTIRANGE INT4RANGE INT8MULTIRANGE INT8RANGE
    INTERVAL JSONPATH MACADDR MACADDR8 MONEY NUMMULTIRANGE NUMRANGE OID REGCLASS REGCONFIG TIME TIMESTAMP TSMULTIRANGE
    TSQUERY TSRANGE TSTZMULTIRANGE TSTZRANGE TSVECTOR UUID`,
  mysql: `BIGINT BIT CHAR DATE DATETIME:dateTime DECIMAL DOUBLE ENUM FLOAT INTEGER JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT
    MEDIUMTEXT NUMERIC REAL SET SMALLINT TEXT TIME TIMESTAMP TINYBLOB TINYINT TINYTEXT VARCHAR YEAR`,
  sqlite: '',
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  postgresql: `array_agg dialect hstore phraseto_tsquery plainto_tsquery to_tsquery to_tsvector ts_headline
    websearch_to_tsquery`,
  mysql: 'dialect match',
  sqlite: 'dialect',
}

const CLASSES: Readonly<Record<string, string>> = {
  postgresql: 'CreateDomainType CreateEnumType DropDomainType DropEnumType ExcludeConstraint Range',
}

const ENTRIES = new Map<string, DialectEntry>()

function enter(lists: Readonly<Record<string, string>>, kind: DialectEntry['kind']): void {
  for (const [dialect, list] of Object.entries(lists)) {
    for (const item of list.split(/\s+/).filter(Boolean)) {
      const [python = '', ours] = item.split(':')
      const plain = kind === 'type' ? python.toLowerCase() : camelCase(python)
      const name = ours ?? (kind === 'class' ? python : plain)
      ENTRIES.set(`${dialect}.${python}`, { dialect, name, kind, result: resultOf(kind, python) })
    }
  }
}

function resultOf(kind: DialectEntry['kind'], name: string): Type {
  if (kind === 'type') return instance('type')
  if (name === 'Range') return instance('Range')
  return name === 'dialect' ? UNKNOWN : SQL
}

enter(TYPES, 'type')
enter(FUNCTIONS, 'function')
enter(CLASSES, 'class')

/** `sqlalchemy.sql.operators.custom_op` is `operators.customOp`. */
function namespacedEntry([, dialect = '', name = '']: RegExpExecArray): DialectEntry {
  return { dialect, name: camelCase(name), kind: 'function', result: UNKNOWN }
}

/** The entry of an import path such as `sqlalchemy.dialects.postgresql.INET`; null if there is none. */
export function dialectEntry(path: string): DialectEntry | null {
  // The exact type is PostgreSQL's; `Uuid` is whatever a database has.
  if (/^sqlalchemy\.(?:types\.)?UUID$/.test(path)) return ENTRIES.get('postgresql.UUID') ?? null
  const namespaced = /^sqlalchemy\.sql\.(operators|visitors)\.(\w+)$/.exec(path)
  if (namespaced) return namespacedEntry(namespaced)
  const match = /^sqlalchemy\.dialects\.(\w+)\.(?:\w+\.)*(\w+)$/.exec(path)
  return match ? (ENTRIES.get(`${match[1]}.${match[2]}`) ?? null) : null
}
