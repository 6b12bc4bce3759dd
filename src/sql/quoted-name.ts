/** Names that say themselves whether they are written in quotes. */

/**
 * A name in quotes, or without them, whatever the dialect thinks; `sqlalchemy.sql.quoted_name`. Columns, tables and
 * labels take one where they take a name.
 *
 * @example
 * column(quotedName('Select', { quote: false }))
 */
export class QuotedName {
  constructor(
    readonly name: string,
    /** Null leaves it to the dialect. */
    readonly quote: boolean | null,
  ) {}

  toString(): string {
    return this.name
  }
}

/** See `QuotedName`. */
export function quotedName(
  name: string,
  options: { readonly quote?: boolean | null } | boolean | null = {},
): QuotedName {
  const quote = typeof options === 'object' ? (options?.quote ?? null) : options
  return new QuotedName(name, quote)
}
