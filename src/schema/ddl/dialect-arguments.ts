/**
 * Which options of its own a dialect understands on a table, a column, an index or a constraint, so that a misspelt one
 * is an error and not silence. Each dialect registers its own; options of dialects nobody has loaded pass.
 */
import { ArgumentError } from '../../errors.js'
import { optionsOf } from '../../sql/dialect-options.js'
import { nearest } from '../../util/nearest.js'

/** What takes options of dialects, with the name errors give it. */
const TAKERS = {
  table: 'Table',
  column: 'Column',
  index: 'Index',
  primaryKey: 'PrimaryKeyConstraint',
  unique: 'UniqueConstraint',
  check: 'CheckConstraint',
  foreignKey: 'ForeignKeyConstraint',
} as const

export type ArgumentTaker = keyof typeof TAKERS

/** Names in SQLAlchemy's spelling, `nulls_not_distinct`; `*` accepts all. */
export type DialectArguments = Readonly<Partial<Record<ArgumentTaker, readonly string[]>>>

const known = new Map<string, DialectArguments>()

/** Declares what a dialect takes. */
export function registerDialectArguments(dialect: string, accepted: DialectArguments): void {
  known.set(dialect, accepted)
}

/** @throws ArgumentError for an option that its dialect does not have there. */
export function checkDialectArguments(taker: ArgumentTaker, options: object): void {
  for (const [dialect, accepted] of known) {
    const names = accepted[taker] ?? []
    if (names.includes('*')) continue
    for (const [name] of optionsOf(options, dialect)) {
      if (!names.includes(name)) throw unknownArgument(taker, dialect, name, names)
    }
  }
}

function unknownArgument(
  taker: ArgumentTaker,
  dialect: string,
  name: string,
  names: readonly string[],
): ArgumentError {
  const near = nearest(name, names)
  const hint = near === null ? '' : `. Did you mean '${dialect}_${near}'?`
  return new ArgumentError(
    `Argument '${dialect}_${name}' is not accepted by dialect '${dialect}' on behalf of <class '${TAKERS[taker]}'>${hint}`,
  )
}
