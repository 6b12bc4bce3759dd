/**
 * Values of hidden columns that have come from the database: wherever one of them is printed without the name of its
 * column, as a scalar or inside a text, it is taken out. Remembers texts, and numbers of some length.
 */
import type { EngineObserver } from '../../../engine/observer.js'

/** What separates words of a text; the escape of a colour does too. */
const WORD = /\x1b\[[0-9;]*m|[^\s'"`,;(){}[\]<>\x1b]+/g
/** Punctuation that ends a sentence is no part of its last word. */
const END = /[.:!?…]+$/

/** Shorter ones are words of any text. */
const MIN_LENGTH = 3
const MIN_DIGITS = 4
/** Values remembered; the oldest are forgotten first. */
const KEPT = 50_000

export class SeenSecrets implements EngineObserver {
  readonly #words = new Set<string>()
  readonly #phrases = new Set<string>()

  /** @param hides whether a column of that name is hidden; false for all while nothing is */
  constructor(private readonly hides: (column: string) => boolean) {}

  fetched(columns: readonly string[], rows: readonly (readonly unknown[])[]): void {
    columns.forEach((column, index) => {
      if (!this.#isHidden(column)) return
      for (const row of rows) this.#note(row[index])
    })
  }

  /** The text with `replacement` for each of the values. */
  hideIn(text: string, replacement: string): string {
    if (this.#words.size === 0 && this.#phrases.size === 0) return text
    const words = text.replace(WORD, (word) => {
      if (this.#words.has(word)) return replacement
      const [end = ''] = END.exec(word) ?? []
      const stem = end === '' ? word : word.slice(0, -end.length)
      return stem !== word && this.#words.has(stem) ? replacement + end : word
    })
    let hidden = words
    for (const phrase of this.#phrases) hidden = hidden.replaceAll(phrase, replacement)
    return hidden
  }

  /** `users_email` is the label of `users.email`. */
  #isHidden(column: string): boolean {
    const parts = column.split('_')
    return parts.some((_part, index) => this.hides(parts.slice(index).join('_')))
  }

  #note(value: unknown): void {
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
    const least = typeof value === 'number' ? MIN_DIGITS : MIN_LENGTH
    if (text.length < least) return
    const isWord = text.match(WORD)?.[0] === text
    const kept = isWord ? this.#words : this.#phrases
    kept.add(text)
    if (kept.size > KEPT) kept.delete(kept.values().next().value as string)
  }
}
