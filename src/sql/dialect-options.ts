/** Options of one dialect on tables, indexes and statements: `{ mysqlLimit: 5 }`, or `mysql_limit` as SQLAlchemy writes it. */

/** Options by name; each starts with its dialect's. */
export type DialectOptions = Readonly<Record<string, unknown>>

const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())

/** One option of a dialect, under either spelling. */
export function dialectOption(
  options: DialectOptions | undefined,
  dialect: string,
  name: string,
): unknown {
  const key = `${dialect}_${name}`
  return options?.[key] ?? options?.[camelCase(key)]
}

/** The options of one dialect, as `with_rowid`. */
export function optionsOf(
  options: DialectOptions | undefined,
  dialect: string,
): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(options ?? {}).flatMap(([key, value]) => {
    if (!key.startsWith(dialect)) return []
    const rest = key.slice(dialect.length).replace(/^_/, '')
    const name = rest.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
    return [[name, value] as const]
  })
}
