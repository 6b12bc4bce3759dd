/** SQLAlchemy Python to TypeScript for this library: a program, a session with prompts, the code in a Markdown document. */
import type { TranslateOptions } from './core/context.js'
import type { LeftOver } from './core/report.js'
import { hasPrompts, withoutPrompts } from './documents/prompts.js'
import { helperCode } from './output/helpers/index.js'
import { importLines } from './output/imports.js'
import { translateProgram, type ProgramStatement, type TranslatedStatement } from './rounds.js'

export { translateMarkdown } from './documents/markdown.js'
export { findSyntaxProblem, type SyntaxProblem } from './syntax/problems.js'
export type { TranslateOptions } from './core/context.js'
export type { LeftOver } from './core/report.js'
export type { TranslatedStatement } from './rounds.js'

export interface Translation {
  /** The whole program, imports and helpers included. */
  readonly code: string
  readonly statements: readonly TranslatedStatement[]
  /** What was left, in order. */
  readonly left: readonly LeftOver[]
  /** Names of small functions the program uses; part of `code` in modules. */
  readonly helpers: readonly string[]
  /** Names the program binds, which helpers may not have. */
  readonly taken: ReadonlySet<string>
}

/**
 * Translates a Python program.
 *
 * @param source models, statements, functions; documentation without imports works as well, and so do prompts
 * @example
 * translate('session.query(User).filter(User.name == "ed").all()').code
 * // session.query(User).filter(User.name.eq('ed')).all()
 */
export function translate(source: string, options: TranslateOptions = {}): Translation {
  const python = hasPrompts(source) ? withoutPrompts(source) : source
  const { statements, comments, left, taken } = translateProgram(python, options)
  const helpers = statements.flatMap((each) => each.helpers).sort()
  const isModule = options.mode !== 'shared'
  const [first] = statements
  const title = isModule && first?.isText ? first : null
  const body = [...linesOf(statements.filter((each) => each !== title)), ...comments].join('\n')
  const imports = importLines(statements.flatMap((each) => each.imports))
  const classes = helperCode(helpers, { taken, part: 'classes' })
  const functions = helperCode(helpers, { taken, part: 'functions' })
  const parts = isModule ? [title?.code, imports, classes, body, functions] : [body]
  return { code: `${parts.filter(Boolean).join('\n\n')}\n`, statements, left, helpers, taken }
}

/** The code of statements, with the empty lines between them. */
export function linesOf(statements: readonly ProgramStatement[]): readonly string[] {
  return statements
    .filter(({ code }) => code !== '')
    .map(({ code, spaced }, index) => (spaced && index > 0 ? `\n${code}` : code))
}
