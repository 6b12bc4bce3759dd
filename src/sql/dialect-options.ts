/**
 * Options of one dialect on tables, columns, constraints, indexes and statements: `{ mysqlLimit: 5 }`, or `mysql_limit` as
 * SQLAlchemy writes it. They stand beside the other options, or together in `dialectOptions`.
 */

/** Options by name; each starts with its dialect's. */
export type DialectOptions = Readonly<Record<string, unknown>>

/** What an options object takes beside its own: `{ unique: true, postgresqlUsing: 'gin' }`. */
export interface DialectKeywords {
  readonly [option: `postgresql${string}`]: unknown
  readonly [option: `sqlite${string}`]: unknown
  readonly [option: `mysql${string}`]: unknown
  /** The same, collected. */
  readonly dialectOptions?: DialectOptions
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())

/** Objects with an option of a dialect or two among others. */
type Options = DialectKeywords | DialectOptions | object

/** One option of a dialect, under either spelling. */
export function dialectOption(
  options: Options | undefined,
  dialect: string,
  name: string,
): unknown {
  if (options === undefined) return undefined
  const key = `${dialect}_${name}`
  const all = options as DialectOptions
  const found = all[key] ?? all[camelCase(key)]
  return found ?? dialectOption(all['dialectOptions'] as DialectOptions, dialect, name)
}

/** The options of one dialect, as `with_rowid`. */
export function optionsOf(
  options: Options | undefined,
  dialect: string,
): readonly (readonly [name: string, value: unknown])[] {
  const { dialectOptions, ...rest } = (options ?? {}) as DialectKeywords & DialectOptions
  return Object.entries({ ...rest, ...dialectOptions }).flatMap(([key, value]) => {
    if (!/^(?:_|[A-Z])/.test(key.slice(dialect.length)) || !key.startsWith(dialect)) return []
    const name = key.slice(dialect.length).replace(/^_/, '')
    const words = name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
    return [[words, value] as const]
  })
}
