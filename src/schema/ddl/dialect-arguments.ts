/**
 * Which options a table, a column, an index or a constraint takes: its own, and those of dialects. A misspelt one is an
 * error and not silence. Each dialect registers its own; options of dialects nobody has loaded are warned about.
 */
import { ArgumentError } from '../../errors.js'
import { optionsOf } from '../../sql/dialect-options.js'
import { nearest } from '../../util/nearest.js'
import { warn } from '../../util/warnings.js'
import { UnknownOptionError } from '../errors.js'

/** What takes options of dialects, with the name errors give it. */
const TAKERS = {
  table: 'Table',
  column: 'Column',
  index: 'Index',
  primaryKey: 'PrimaryKeyConstraint',
  unique: 'UniqueConstraint',
  check: 'CheckConstraint',
  foreignKey: 'ForeignKeyConstraint',
  exclude: 'ExcludeConstraint',
} as const

const NAMED = ['name', 'deferrable', 'initially', 'comment', 'info', 'dialectOptions']

/** The options each takes itself, whatever the database. */
const OWN: Readonly<Record<ArgumentTaker, readonly string[]>> = {
  table:
    `schema comment constraints prefixes quote quoteSchema info extendExisting keepExisting mustExist autoloadWith
    autoloadReplace includeColumns resolveFks listeners implicitReturning dialectOptions`.split(
      /\s+/,
    ),
  column:
    `primaryKey nullable unique index default serverDefault onupdate serverOnupdate autoincrement identity computed
    comment key quote doc info system insertSentinel useExistingColumn dialectOptions`.split(/\s+/),
  index: ['unique', 'quote', 'info', 'table', 'where', 'using', 'include', 'dialectOptions'],
  primaryKey: NAMED,
  unique: NAMED,
  check: NAMED,
  foreignKey: [...NAMED, 'ondelete', 'onupdate', 'match', 'useAlter', 'linkToName'],
  exclude: [...NAMED, 'using', 'where', 'ops'],
}

export type ArgumentTaker = keyof typeof TAKERS

/** Names in SQLAlchemy's spelling, `nulls_not_distinct`; `*` accepts all. */
export type DialectArguments = Readonly<Partial<Record<ArgumentTaker, readonly string[]>>>

const known = new Map<string, DialectArguments>()

/** Declares what a dialect takes. */
export function registerDialectArguments(dialect: string, accepted: DialectArguments): void {
  known.set(dialect, accepted)
}

/**
 * @throws ArgumentError for an option that its dialect does not have there
 * @throws UnknownOptionError for one that can be none of a dialect
 */
export function checkOptions(taker: ArgumentTaker, options: object): void {
  for (const [dialect, accepted] of known) {
    const names = accepted[taker] ?? []
    if (names.includes('*')) continue
    for (const [name] of optionsOf(options, dialect)) {
      if (!names.includes(name)) throw unknownArgument(taker, dialect, name, names)
    }
  }
  for (const key of Object.keys(options)) {
    if (!OWN[taker].includes(key) && !isDialectOption(key)) refuse(taker, key)
  }
}

function isDialectOption(key: string): boolean {
  return [...known.keys()].some(
    (dialect) => key.startsWith(dialect) && /^(?:_|[A-Z])/.test(key.slice(dialect.length)),
  )
}

/** A first word that is no dialect may be one that is not loaded. */
function refuse(taker: ArgumentTaker, key: string): void {
  const words = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const near = nearest(key, OWN[taker])
  const [dialect = '', ...rest] = words.split('_')
  if (rest.length > 0 && near === null) {
    warn(
      `Can't validate argument '${words}'; can't locate any SQLAlchemy dialect named '${dialect}'`,
    )
    return
  }
  throw new UnknownOptionError(
    `Additional arguments should be named <dialectname>_<argument>, got '${words}'`,
    {
      hint:
        near === null
          ? `${TAKERS[taker]} takes ${OWN[taker].join(', ')}`
          : `did you mean '${near}'?`,
    },
  )
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
