/** Prefixes and suffixes of statements and CTEs, and hints behind FROM elements. */
import { nameKey, type Name } from '../../names.js'
import type { FromClause } from '../../selectable/from-clause.js'
import type { FromHint } from '../../selectable/select.js'
import { wordsFor, type StatementWord } from '../../statement/words.js'
import type { Context, SqlCompiler } from '../compiler.js'

function written(
  words: readonly StatementWord[],
  compiler: SqlCompiler,
  context: Context,
): readonly string[] {
  if (words.length === 0) return []
  return wordsFor(words, compiler.dialect).map((word) => compiler.process(word, context))
}

/** Each word with a space after it. */
export function wordsBefore(
  words: readonly StatementWord[],
  compiler: SqlCompiler,
  context: Context = {},
): string {
  return written(words, compiler, context)
    .map((text) => `${text} `)
    .join('')
}

/** Each word with a space before it. */
export function wordsAfter(
  words: readonly StatementWord[],
  compiler: SqlCompiler,
  context: Context = {},
): string {
  return written(words, compiler, context)
    .map((text) => ` ${text}`)
    .join('')
}

/** A FROM element with the hint that was given for it; `format_from_hint_text`. */
export function hinted(
  text: string,
  from: FromClause & { readonly name: Name | null },
  compiler: SqlCompiler,
  hints: readonly FromHint[] | undefined,
): string {
  const found = hints?.findLast(
    ({ element, dialect }) =>
      element.identity === from.identity && (dialect === '*' || dialect === compiler.dialect.name),
  )
  if (!found) return text
  const name = compiler.quote(nameKey(from.name ?? ''))
  return compiler.dialect.select.fromHint(text, found.text.replaceAll('%(name)s', name))
}
