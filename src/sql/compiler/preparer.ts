/** Quotes names that need it: reserved words, mixed case, odd characters. Each dialect has its rules. */
import type { IdentifierRules } from './dialect.js'

const LEGAL = /^[a-z_][a-z0-9_$]*$/
const cache = new WeakMap<IdentifierRules, Map<string, string>>()

/** The name as it is written in SQL; `force` true or false overrules. */
export function quoteIdentifier(
  rules: IdentifierRules,
  name: string,
  force: boolean | null = null,
): string {
  if (force === true) return quoted(rules, name)
  if (force === false) return name
  let known = cache.get(rules)
  if (!known) cache.set(rules, (known = new Map()))
  const found = known.get(name)
  if (found !== undefined) return found
  const text = needsQuotes(rules, name) ? quoted(rules, name) : name
  known.set(name, text)
  return text
}

function needsQuotes(rules: IdentifierRules, name: string): boolean {
  return !rules.legalName.test(name) || rules.reservedWords.has(name.toLowerCase())
}

function quoted(rules: IdentifierRules, name: string): string {
  const { initialQuote, finalQuote } = rules
  return initialQuote + name.replaceAll(finalQuote, finalQuote + finalQuote) + finalQuote
}

/** The words the SQL standard reserves, as SQLAlchemy lists them for a database it does not know. */
export const STANDARD_RESERVED: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between binary both case cast check ' +
    'collate column constraint create cross current_date current_role current_time current_timestamp current_user ' +
    'default deferrable desc distinct do else end except false for foreign freeze from full grant group having ' +
    'ilike in initially inner intersect into is isnull join leading left like limit localtime localtimestamp ' +
    'natural new not notnull null off offset old on only or order outer overlaps placing primary references right ' +
    'select session_user set similar some symmetric table then to trailing true union unique user using verbose ' +
    'when where'
  ).split(' '),
)

/** Lower case letters, digits, underscores; double quotes for everything else. */
export const STANDARD_IDENTIFIERS: IdentifierRules = {
  reservedWords: STANDARD_RESERVED,
  initialQuote: '"',
  finalQuote: '"',
  legalName: LEGAL,
}
