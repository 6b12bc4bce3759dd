/** What databases make of types, defaults and indexes, so that the same thing does not look different. */
import type { Column } from '../../schema/column.js'
import type { UniqueConstraint } from '../../schema/constraints.js'
import { ddlRules, type DdlDialect } from '../../schema/ddl-dialect.js'
import type { Index } from '../../schema/table-index.js'
import { typeText } from '../../sql/compiler/type-names.js'
import { literalColumn } from '../../sql/elements/column-clause.js'
import { select } from '../../sql/selectable/select.js'
import { EnumType } from '../../sql/types/enum.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import { warn } from '../../util/warnings.js'
import type { DefaultImpl } from '../ddl/default-impl.js'
import { sameExpression } from './index-expressions.js'
import { hasExpressions } from './signatures.js'

/** A column with its default as text. */
export interface RenderedDefault {
  readonly column: Column
  readonly rendered: string | null
}

/** Unique constraints and indexes of one table on both sides; what needs no comparing is taken out. */
export interface TableKeys {
  readonly databaseUniques: Set<UniqueConstraint>
  readonly databaseIndexes: Set<Index>
  readonly modelUniques: Set<UniqueConstraint>
  readonly modelIndexes: Set<Index>
  /** Indexes the database made for constraints. */
  readonly duplicates: ReadonlySet<Index>
}

export interface DialectRules {
  readonly typesDiffer: (existing: TypeEngine, model: TypeEngine, dialect: DdlDialect) => boolean
  readonly serverDefaultsDiffer: (
    existing: RenderedDefault,
    model: RenderedDefault,
    impl: DefaultImpl,
  ) => boolean
  readonly correctKeys: (keys: TableKeys) => void
  readonly indexesDiffer: (existing: Index, model: Index, dialect: DdlDialect) => boolean
}

const synonyms: readonly (readonly string[])[] = [['numeric', 'decimal']]

const standard: DialectRules = {
  typesDiffer: (existing, model, dialect) => textsDiffer(existing, model, { dialect, synonyms }),
  serverDefaultsDiffer: (existing, model) => existing.rendered !== model.rendered,
  correctKeys: () => undefined,
  indexesDiffer: (existing, model) =>
    existing.unique !== model.unique || columnsOf(existing) !== columnsOf(model),
}

const sqlite: DialectRules = {
  ...standard,
  serverDefaultsDiffer: (existing, model) => bare(existing.rendered) !== bare(model.rendered),
  /** Indexes over expressions are not read back. */
  correctKeys({ databaseIndexes, modelIndexes }) {
    const known = new Set([...databaseIndexes].map((each) => nameOf(each)))
    for (const index of modelIndexes) {
      if (known.has(nameOf(index)) || !hasExpressions(index)) continue
      warn(
        `autogenerate skipping metadata-specified expression-based index '${nameOf(index)}'; dialect 'sqlite' can't reflect these indexes so they can't be compared`,
      )
      modelIndexes.delete(index)
    }
  },
}

const postgresql: DialectRules = {
  ...standard,
  typesDiffer: (existing, model, dialect) =>
    textsDiffer(existing, model, {
      dialect,
      synonyms: [...synonyms, ['float', 'double precision']],
    }),
  serverDefaultsDiffer: postgresqlDefaultsDiffer,
  correctKeys({ databaseIndexes, duplicates }) {
    for (const index of duplicates) databaseIndexes.delete(index)
  },
  indexesDiffer: (existing, model, dialect) =>
    existing.unique !== model.unique || !sameExpression(existing, model, dialect),
}

const mysql: DialectRules = {
  ...standard,
  typesDiffer(existing, model, dialect) {
    if (existing instanceof EnumType && model instanceof EnumType)
      return JSON.stringify([...existing.enums].sort()) !== JSON.stringify([...model.enums].sort())
    const own = [...synonyms, ['bool', 'tinyint'], ['json', 'longtext']]
    return textsDiffer(existing, model, { dialect, synonyms: own })
  },
  serverDefaultsDiffer: (existing, model) =>
    plainMysql(existing.rendered) !== plainMysql(model.rendered),
  /** Every foreign key has an index by its name or its column's. */
  correctKeys({ databaseIndexes, modelIndexes }) {
    for (const index of databaseIndexes) {
      const name = nameOf(index)
      const isMade = index.columns.some(
        (column) =>
          column.name === name || column.foreignKeys.some((key) => key.options.name === name),
      )
      if (index.unique || !isMade) continue
      databaseIndexes.delete(index)
      for (const each of modelIndexes) if (nameOf(each) === name) modelIndexes.delete(each)
    }
  },
}

const rules: ReadonlyMap<string, DialectRules> = new Map([
  ['sqlite', sqlite],
  ['postgresql', postgresql],
  ['mysql', mysql],
  ['mariadb', mysql],
])

export function rulesFor(dialect: DdlDialect): DialectRules {
  return rules.get(dialect.name) ?? standard
}

/** Comments are kept by the database. */
export function supportsComments(dialect: DdlDialect): boolean {
  return ddlRules(dialect).commentStatements || ['mysql', 'mariadb'].includes(dialect.name)
}

interface TypeTokens {
  readonly name: string
  readonly words: readonly string[]
  readonly args: readonly string[]
}

/** Types by their text in DDL: name, other words, arguments where both have them. */
function textsDiffer(
  existing: TypeEngine,
  model: TypeEngine,
  how: { readonly dialect: DdlDialect; readonly synonyms: readonly (readonly string[])[] },
): boolean {
  const [left, right] = [tokensOf(existing, how.dialect), tokensOf(model, how.dialect)]
  const full = ({ name, words }: TypeTokens): string => [name, ...words].join(' ')
  const areSynonyms = how.synonyms.some(
    (batch) =>
      (batch.includes(left.name) && batch.includes(right.name)) ||
      (batch.includes(full(left)) && batch.includes(full(right))),
  )
  if (left.name !== right.name && !areSynonyms) return true
  return listsDiffer(left.words, right.words) || listsDiffer(left.args, right.args)
}

function listsDiffer(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.join() !== right.join()
}

function tokensOf(type: TypeEngine, dialect: DdlDialect): TypeTokens {
  const found =
    typeText(type, dialect)
      .toLowerCase()
      .match(/[\w-]+|\(.+?\)/g) ?? []
  const [name = '', ...words] = found.filter((token) => !token.startsWith('('))
  const term = found.filter((token) => token.startsWith('(')).at(-1) ?? ''
  const args = (term.match(/[^(),]+/g) ?? []).map((each) => each.trim())
  return { name, words, args: args.filter((each) => !each.includes('=')) }
}

function columnsOf(index: Index): string {
  return index.columns.map(({ name }) => name).join()
}

function nameOf({ name }: Index): string | null {
  return name
}

function bare(text: string | null): string | null {
  return text?.replace(/^\((.+)\)$/, '$1').replace(/^"?'(.+)'"?$/, '$1') ?? null
}

function plainMysql(text: string | null): string | null {
  return (
    text
      ?.toLowerCase()
      .replace(/^\((.*)\)$/, '$1')
      .replace(/^'(.*)'$/, '$1')
      .replace(/\(\)$/, '') ?? null
  )
}

/** Texts that differ may still mean the same: the server is asked. */
function postgresqlDefaultsDiffer(
  existing: RenderedDefault,
  model: RenderedDefault,
  impl: DefaultImpl,
): boolean {
  const { column } = model
  if (column.primaryKey && column.table?.autoincrementColumn === column) return false
  const old = existing.rendered?.replace(/^(nextval\('.+?')::regclass\)/, '$1)') ?? null
  if (old === model.rendered) return false
  const arg = column.serverDefault?.arg ?? null
  if (old === null || model.rendered === null || arg === null) return true
  const isNumber = existing.column.type.affinity === 'numeric'
  const wanted =
    typeof arg === 'string' && !isNumber ? `'${arg.replace(/^'|'$/g, '')}'` : model.rendered
  const question = select(literalColumn(old).eq(literalColumn(wanted)))
  return impl.connection?.scalar(question) !== true
}
