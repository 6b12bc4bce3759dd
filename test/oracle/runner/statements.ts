/** Statements with their parameters in one form, whatever the style of the placeholders. */

type Json = unknown
type Properties = Readonly<Record<string, Json>>

export interface NormalStatement {
  readonly sql: string
  readonly values: readonly Json[]
}

/** `?` for every placeholder, and the values in the order of the placeholders. */
export function normalStatement(sql: string, params: Json): NormalStatement {
  const text = sql.replace(/\s+/g, ' ').trim()
  if (params !== null && typeof params === 'object' && !Array.isArray(params)) {
    return named(text, params as Properties)
  }
  const list = (params ?? []) as readonly Json[]
  if (/\$\d/.test(text)) return numbered(text, list)
  const names = text.includes('?') ? [] : namesIn(text)
  if (names.length > 0 && names.length === list.length) {
    return named(text, Object.fromEntries(names.map((name, index) => [name, list[index]])))
  }
  return { sql: text.replace(/%s/g, '?').replace(/%+/g, '%'), values: list }
}

function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?<![:\w]):(\w+)/g)].map(([, name = '']) => name))]
}

function named(text: string, params: Properties): NormalStatement {
  const values: Json[] = []
  const sql = text.replace(
    /%\((\w+)\)s|(?<![:\w]):(\w+)/g,
    (all, percent: string | undefined, colon: string | undefined) => {
      const name = percent ?? colon ?? ''
      if (!(name in params)) return all
      values.push(params[name])
      return '?'
    },
  )
  return { sql: sql.replace(/%+/g, '%'), values }
}

function numbered(text: string, params: readonly Json[]): NormalStatement {
  const values: Json[] = []
  const sql = text.replace(/\$(\d+)/g, (_all, index: string) => {
    values.push(params[Number(index) - 1])
    return '?'
  })
  return { sql, values }
}

/** Whether two compiled forms say the same. */
export function sameStatement(theirs: Properties, ours: Properties | undefined): boolean {
  if (!ours) return false
  if ('error' in theirs) {
    // What Python's own formatting of placeholders makes of odd names is no behaviour.
    const { type } = theirs['error'] as { readonly type: string }
    return type === 'KeyError' || 'error' in ours
  }
  if ('error' in ours) return false
  if (Array.isArray(theirs['sql'])) {
    const mine = ours['sql']
    return (
      Array.isArray(mine) &&
      JSON.stringify(theirs['sql'].map(tidy)) === JSON.stringify(mine.map(tidy))
    )
  }
  const left = normalStatement(String(theirs['sql']), theirs['params'])
  const right = normalStatement(String(ours['sql']), ours['params'])
  return left.sql === right.sql && sameValues(left.values, right.values)
}

function tidy(text: unknown): string {
  return String(text).replace(/\s+/g, ' ').replace(/%+/g, '%').trim()
}

/** Parameters by value; Python's types are texts or tagged. */
export function sameValues(theirs: readonly Json[], ours: readonly Json[]): boolean {
  return (
    theirs.length === ours.length &&
    theirs.every((each, index) => sameParameter(each, ours[index] ?? null))
  )
}

function sameParameter(theirs: Json, ours: Json): boolean {
  if (isOpaque(theirs)) return ours !== null
  return plain(theirs) === plain(ours) || isExact(theirs, ours)
}

/** Of an object of the driver's own, such as psycopg2's `Binary`, a record has the class alone. */
function isOpaque(value: Json): boolean {
  return typeof value === 'object' && value !== null && '$other' in value
}

/** Numbers for exact columns are texts, where Python may send what it was given. */
function isExact(theirs: Json, ours: Json): boolean {
  return typeof theirs === 'number' && typeof ours === 'string' && ours === String(theirs)
}

/** A parameter without the tags of its type. */
function plain(value: Json): string {
  if (value === true || value === false) return JSON.stringify(Number(value))
  if (Array.isArray(value)) return `[${value.map(plain).join()}]`
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(jsonText(interval(dateText(value))) ?? null)
  const tagged = value as Properties
  const [tag = ''] = Object.keys(tagged)
  if (tag === '$decimal') return numeric(String(tagged[tag]))
  if (tag === '$enum') return JSON.stringify(String(tagged[tag]).split('.').at(-1))
  if (tag === '$tuple' || tag === '$set') return plain(tagged[tag])
  if (tag === '$timedelta') return JSON.stringify(Number(tagged[tag]) * 1000)
  if (tag.startsWith('$')) return JSON.stringify(dateText(tagged[tag]))
  return JSON.stringify(value)
}

/** Serialised objects and arrays without the spaces and escapes that Python's serialiser writes. */
export function jsonText(value: Json): Json {
  if (typeof value !== 'string' || !/^[[{].*[\]}]$/s.test(value)) return value
  try {
    return JSON.stringify(JSON.parse(value))
  } catch {
    return value
  }
}

function numeric(text: string): string {
  return JSON.stringify(text)
}

/** PostgreSQL is told intervals in words. */
function interval(value: Json): Json {
  const [, count] = (typeof value === 'string' && /^(-?\d+) milliseconds$/.exec(value)) || []
  return count === undefined ? value : Number(count)
}

/** Dates as the driver gets them. */
function dateText(value: Json): Json {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value)) return value
  return value
    .replace('T', ' ')
    .replace(/(?:Z|\+00:00)$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}
