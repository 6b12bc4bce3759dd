/**
 * SQLAlchemy Python to TypeScript for this library. Two rounds: the first one learns what functions are called with
 * and what they return, the second one writes.
 */
import { collect } from './models/collect.js'
import { Context, Knowledge, type TranslateOptions, type Translators } from './core/context.js'
import type { LeftOver } from './core/report.js'
import { translateExpression } from './expressions/index.js'
import { helperCode } from './output/helpers.js'
import { render, type Doc } from './output/doc.js'
import { importLines } from './output/imports.js'
import { commentDoc, translateBlock, translateStatement } from './statements/index.js'
import type { Program, Statement } from './syntax/nodes.js'
import { parse, parseExpression } from './syntax/parse.js'

export type { TranslateOptions } from './core/context.js'
export type { LeftOver } from './core/report.js'

/** One top-level statement of the program. */
export interface TranslatedStatement {
  /** Offsets in the Python source, without comments above. */
  readonly from: number
  readonly to: number
  readonly code: string
  /** True for a single expression, whose value may be looked at. */
  readonly isExpression: boolean
  /** True if Python's value of the expression is None because the call answers nothing. */
  readonly answersNothing: boolean
}

export interface Translation {
  /** The whole program, imports and helpers included. */
  readonly code: string
  readonly statements: readonly TranslatedStatement[]
  /** What was left, in order. */
  readonly left: readonly LeftOver[]
  /** Names of small functions the program uses; part of `code` in modules. */
  readonly helpers: readonly string[]
}

const TRANSLATORS: Translators = {
  expression: translateExpression,
  block: translateBlock,
  parse: parseExpression,
}

/**
 * Translates a Python program.
 *
 * @param source models, statements, functions; documentation without imports works as well
 * @example
 * translate('session.query(User).filter(User.name == "ed").all()').code
 * // session.query(User).filter(User.name.eq('ed')).all()
 */
export function translate(source: string, options: TranslateOptions = {}): Translation {
  const program = parse(source)
  const knowledge = new Knowledge()
  collect(program, knowledge)
  run(program, options, knowledge)
  return run(program, options, knowledge)
}

function run(program: Program, options: TranslateOptions, knowledge: Knowledge): Translation {
  const context = new Context(program, { knowledge, options, translators: TRANSLATORS })
  const statements: TranslatedStatement[] = []
  const docs: Doc[] = []
  for (const statement of program.body) {
    const doc = translateStatement(context, statement)
    const code = doc === null ? '' : render(doc)
    statements.push({
      from: statement.from,
      to: statement.to,
      code,
      ...valueOf(context, statement),
    })
    if (doc !== null) docs.push(statement.spaced && docs.length > 0 ? `\n${code}` : code)
  }
  docs.push(...program.comments.map(commentDoc))
  const helpers = [...context.helpers].sort()
  const lines = docs.map((doc) => render(doc))
  const parts = [importLines(context.imports), lines.join('\n'), helperCode(helpers)]
  const code = options.mode === 'shared' ? lines.join('\n') : parts.filter(Boolean).join('\n\n')
  return { code: `${code}\n`, statements, left: context.left, helpers }
}

function valueOf(
  context: Context,
  statement: Statement,
): Pick<TranslatedStatement, 'isExpression' | 'answersNothing'> {
  if (statement.kind !== 'expression') return { isExpression: false, answersNothing: true }
  const known = context.scope.memo.get(statement.value)
  const isExpression = statement.value.kind !== 'string' && known !== undefined
  return { isExpression, answersNothing: known?.type.kind === 'none' }
}
