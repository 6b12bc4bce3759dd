/** Completes inside SQL: tables where one is named, columns by table or alias, functions and keywords. Runs nothing. */
import { SQL_FUNCTIONS, SQL_KEYWORDS, sqlTokens, type SqlToken } from '../../format/sql-tokens.js'
import type { CompletionItem } from '../../protocol.js'
import type { ModelCatalog } from '../contracts.js'
import { columnItem } from './members.js'

/** Words that a table's name follows. */
const BEFORE_TABLE = new Set(['FROM', 'JOIN', 'UPDATE', 'INTO', 'TABLE'])
/** Words after which a comma goes on with what they began. */
const CLAUSES = new Set([
  'SELECT',
  'FROM',
  'WHERE',
  'ON',
  'SET',
  'GROUP',
  'ORDER',
  'HAVING',
  'VALUES',
])

interface SqlCompletions {
  readonly items: readonly CompletionItem[]
  readonly prefix: string
}

interface Source {
  readonly table: string
  /** What columns of it are qualified by. */
  readonly name: string
}

/** What can stand at the end of `before`; `after` is what follows, for tables that are named only there. */
export function completeSql(before: string, after: string, catalog: ModelCatalog): SqlCompletions {
  const tokens = significant(before)
  const last = tokens.at(-1)
  const [prefix = ''] = /[\p{L}\p{N}_$]*$/u.exec(before) ?? []
  if (last && (!last.closed || last.kind === 'comment')) return { items: [], prefix: '' }
  const left = prefix === '' ? tokens : tokens.slice(0, -1)
  // Without the word being typed: behind a table it would look like an alias.
  const settled = before.slice(0, before.length - prefix.length)
  const sources = sourcesIn(significant(statementAround(settled, after)))
  return { items: itemsAfter(left, { prefix, sources, catalog }), prefix }
}

interface Place {
  readonly prefix: string
  readonly sources: readonly Source[]
  readonly catalog: ModelCatalog
}

function itemsAfter(left: readonly SqlToken[], place: Place): readonly CompletionItem[] {
  const { sources, catalog, prefix } = place
  const tables = (catalog.tables?.() ?? []).map((text): CompletionItem => ({ text, kind: 'table' }))
  if (left.at(-1)?.text === '.') {
    const qualifier = unquoted(left.at(-2)?.text ?? '').toLowerCase()
    const source = sources.find(({ name }) => name.toLowerCase() === qualifier)
    return columnsOf(source?.table ?? qualifier, catalog)
  }
  if (wantsTable(left)) return tables
  const columns = sources.flatMap(({ table }) => columnsOf(table, catalog))
  const names = sources.map(({ name, table }): CompletionItem => ({
    text: name,
    kind: 'table',
    ...(name === table ? {} : { detail: table }),
  }))
  const functions = Object.entries(SQL_FUNCTIONS).map(([text, detail]): CompletionItem => ({
    text,
    kind: 'method',
    detail,
  }))
  return [...columns, ...names, ...functions, ...keywords(left, prefix)]
}

function columnsOf(table: string, { columnsOf: ask }: ModelCatalog): readonly CompletionItem[] {
  return (ask?.(table) ?? []).map(columnItem)
}

/** Behind a word that a table follows, and behind the commas of its list. */
function wantsTable(left: readonly SqlToken[]): boolean {
  const last = left.at(-1)
  if (last?.text !== ',')
    return last?.kind === 'keyword' && BEFORE_TABLE.has(last.text.toUpperCase())
  const clause = left.findLast(
    ({ kind, text }) => kind === 'keyword' && CLAUSES.has(text.toUpperCase()),
  )
  return clause?.text.toUpperCase() === 'FROM'
}

/** Small or large as what is typed, or as the statement begins. */
function keywords(left: readonly SqlToken[], prefix: string): readonly CompletionItem[] {
  const sample = prefix === '' ? (left[0]?.text ?? 's') : prefix
  const isSmall = sample === sample.toLowerCase()
  return SQL_KEYWORDS.map((word) => ({
    text: isSmall ? word.toLowerCase() : word,
    kind: 'keyword',
  }))
}

/** The tables a statement names, with what they are called in it. */
function sourcesIn(tokens: readonly SqlToken[]): readonly Source[] {
  const found: Source[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (!wantsTable(tokens.slice(0, index))) continue
    let at = index
    while (tokens[at + 1]?.text === '.') at += 2
    const table = tokens[at]
    if (table?.kind !== 'name' && table?.kind !== 'function') continue
    const alias = tokens[at + 1]?.text.toUpperCase() === 'AS' ? tokens[at + 2] : tokens[at + 1]
    const name = alias?.kind === 'name' ? alias : table
    found.push({ table: unquoted(table.text), name: unquoted(name.text) })
  }
  return found
}

/** Of several statements, the one the cursor is in. */
function statementAround(before: string, after: string): string {
  const begins = sqlTokens(before).findLast(({ text }) => text === ';')
  const ends = sqlTokens(after).find(({ text }) => text === ';')
  return before.slice(begins ? begins.start + 1 : 0) + after.slice(0, ends?.start ?? after.length)
}

function significant(sql: string): readonly SqlToken[] {
  return sqlTokens(sql).filter(({ kind, text, closed }) =>
    kind === 'comment' ? !closed : text.trim() !== '',
  )
}

function unquoted(name: string): string {
  return /^["`]/.test(name) ? name.slice(1, -1) : name
}
