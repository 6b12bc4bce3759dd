/** SQL in tokens, for colours and for completion: what is a word of the language, a name, a text. Never fails. */

export type SqlTokenKind =
  'keyword' | 'type' | 'function' | 'name' | 'string' | 'number' | 'comment' | 'other'

export interface SqlToken {
  readonly kind: SqlTokenKind
  readonly text: string
  readonly start: number
  /** False for a text, quoted name or comment that has no end yet. */
  readonly closed: boolean
}

/** Words with a meaning in a statement of SQLite, PostgreSQL or MySQL that are rarely names. */
export const SQL_KEYWORDS: readonly string[] = (
  'SELECT FROM WHERE JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL ON USING LATERAL GROUP BY HAVING ORDER ASC DESC ' +
  'NULLS LIMIT OFFSET FETCH DISTINCT ALL AS AND OR NOT IN IS NULL LIKE ILIKE ESCAPE BETWEEN EXISTS ANY CASE WHEN THEN ' +
  'ELSE END CAST COLLATE UNION INTERSECT EXCEPT WITH RECURSIVE MATERIALIZED OVER PARTITION WINDOW FILTER WITHIN ROWS RANGE ' +
  'UNBOUNDED PRECEDING FOLLOWING INSERT INTO VALUES DEFAULT UPDATE SET DELETE RETURNING CONFLICT DO NOTHING ' +
  'REPLACE MERGE CREATE ALTER DROP TABLE VIEW INDEX UNIQUE PRIMARY FOREIGN REFERENCES CONSTRAINT CHECK CASCADE ' +
  'RESTRICT ADD COLUMN RENAME TO IF TEMPORARY TRIGGER SEQUENCE SCHEMA BEGIN COMMIT ROLLBACK SAVEPOINT RELEASE ' +
  'TRANSACTION EXPLAIN ANALYZE PRAGMA VACUUM TRUNCATE GRANT REVOKE FOR SHARE TRUE FALSE GLOB REGEXP SIMILAR'
).split(' ')

/** Functions that databases share, with what they take. */
export const SQL_FUNCTIONS: Readonly<Record<string, string>> = {
  abs: 'abs(number)',
  avg: 'avg(expression)',
  coalesce: 'coalesce(value, …)',
  concat: 'concat(text, …)',
  count: 'count(*) or count([distinct] expression)',
  lower: 'lower(text)',
  ltrim: 'ltrim(text)',
  length: 'length(text)',
  max: 'max(expression)',
  min: 'min(expression)',
  nullif: 'nullif(value, value)',
  replace: 'replace(text, from, to)',
  round: 'round(number[, digits])',
  row_number: 'row_number() over (…)',
  rank: 'rank() over (…)',
  rtrim: 'rtrim(text)',
  substr: 'substr(text, start[, length])',
  sum: 'sum(expression)',
  trim: 'trim(text)',
  upper: 'upper(text)',
}

const KEYWORDS = new Set(SQL_KEYWORDS)
/** Named as columns are when written small. */
const TYPES = new Set(
  (
    'INTEGER INT BIGINT SMALLINT SERIAL BIGSERIAL TEXT VARCHAR CHAR NUMERIC DECIMAL REAL FLOAT DOUBLE PRECISION BOOLEAN ' +
    'DATE TIME TIMESTAMP TIMESTAMPTZ INTERVAL DATETIME BLOB BYTEA JSON JSONB UUID ARRAY ENUM'
  ).split(' '),
)

const PARTS =
  /(?<comment>--[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$)|\be'(?:[^'\\]|\\[^]|'')*(?:'|$)|(?<tag>\$(?:[\p{L}_]\w*)?\$)[^]*?(?:\k<tag>|$))|(?<quoted>"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$))|(?<parameter>::|[:@$]\w+|%\(\w+\)s)|(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<other>\s+|[^])/giu

export function sqlTokens(sql: string): readonly SqlToken[] {
  return [...sql.matchAll(PARTS)].map((match) => {
    const { 0: text, index: start, groups = {} } = match
    const end = start + text.length
    const kind = kindOf(groups, sql[start - 1], sql[end])
    return { kind, text, start, closed: isClosed(text, groups, end < sql.length) }
  })
}

function kindOf(
  groups: Readonly<Record<string, string | undefined>>,
  before: string | undefined,
  after: string | undefined,
): SqlTokenKind {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['string'] !== undefined) return 'string'
  if (groups['number'] !== undefined) return 'number'
  if (groups['quoted'] !== undefined) return 'name'
  const { word } = groups
  if (word === undefined) return 'other'
  if (before === '.') return 'name'
  if (isKeyword(word)) return 'keyword'
  if (TYPES.has(word)) return 'type'
  return after === '(' ? 'function' : 'name'
}

function isClosed(
  text: string,
  { comment, string, quoted }: Readonly<Record<string, string | undefined>>,
  goesOn: boolean,
): boolean {
  if (comment !== undefined) return text.startsWith('--') ? goesOn : /^\/\*[^]*\*\/$/.test(text)
  const delimited = string ?? quoted
  return delimited === undefined || (delimited.length > 1 && delimited.endsWith(delimited[0] ?? ''))
}

/** As the language is written: all large or all small. */
function isKeyword(word: string): boolean {
  const large = word.toUpperCase()
  return KEYWORDS.has(large) && (word === large || word === word.toLowerCase())
}
