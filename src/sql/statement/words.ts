/** Text that a statement carries beside its clauses, in front or behind; for all dialects, or for one. */
import { asElement } from '../elements/coercions.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { TextClause } from '../elements/literals.js'

/** Prefixes and suffixes of a statement; what `prefixWith()` keeps. */
export interface StatementWord {
  readonly text: ClauseElement
  /** Name of the dialect it is for; `*` is all. */
  readonly dialect: string
}

export interface StatementWordOptions {
  /** Written for this dialect only. */
  readonly dialect?: string
}

/** The words given to `prefixWith()` or `suffixWith()`: texts and elements, options last. @internal */
export function statementWords(given: readonly unknown[]): readonly StatementWord[] {
  const last = given.at(-1)
  const options = isOptions(last) ? last : null
  const words = options === null ? given : given.slice(0, -1)
  const dialect = options?.dialect ?? '*'
  return words.map((word) => ({ text: asElement(word) ?? new TextClause(String(word)), dialect }))
}

/** Those of a dialect. @internal */
export function wordsFor(
  words: readonly StatementWord[],
  dialect: { readonly name: string },
): readonly ClauseElement[] {
  return words
    .filter((word) => word.dialect === '*' || word.dialect === dialect.name)
    .map(({ text }) => text)
}

function isOptions(value: unknown): value is StatementWordOptions {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    asElement(value) === null
  )
}
