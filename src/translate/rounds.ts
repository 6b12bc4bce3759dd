/**
 * A program statement by statement, in two rounds: the first one learns what functions are called with and what they
 * return, the second one writes.
 */
import { collect } from './models/collect.js'
import { Context, Knowledge, type TranslateOptions, type Translators } from './core/context.js'
import type { LeftOver } from './core/report.js'
import { translateExpression } from './expressions/index.js'
import { render } from './output/doc.js'
import type { Imported } from './output/imports.js'
import { commentDoc, translateBlock, translateTopLevel } from './statements/index.js'
import type { Program, Statement } from './syntax/nodes.js'
import { parse, parseExpression } from './syntax/parse.js'

/** One top-level statement of the program. */
export interface TranslatedStatement {
  /** Offsets in the Python source, without comments above. */
  readonly from: number
  readonly to: number
  /** Empty if nothing is left of it. */
  readonly code: string
  /** True for a single expression, whose value may be looked at. */
  readonly isExpression: boolean
  /** True if Python's value of the expression is None because the call answers nothing. */
  readonly answersNothing: boolean
}

/** A statement with what it is the first to need. */
export interface ProgramStatement extends TranslatedStatement {
  /** An empty line was above it. */
  readonly spaced: boolean
  /** A text by itself: documentation. */
  readonly isText: boolean
  readonly imports: readonly Imported[]
  readonly helpers: readonly string[]
}

export interface TranslatedProgram {
  readonly statements: readonly ProgramStatement[]
  /** Comments below the last statement, as lines. */
  readonly comments: readonly string[]
  readonly left: readonly LeftOver[]
  /** Names the program binds. */
  readonly taken: ReadonlySet<string>
}

const TRANSLATORS: Translators = {
  expression: translateExpression,
  block: translateBlock,
  parse: parseExpression,
}

/** Translates all statements of a program. */
export function translateProgram(source: string, options: TranslateOptions): TranslatedProgram {
  const program = parse(source)
  const knowledge = new Knowledge()
  collect(program, knowledge)
  run(program, options, knowledge)
  return run(program, options, knowledge)
}

function run(program: Program, options: TranslateOptions, knowledge: Knowledge): TranslatedProgram {
  const context = new Context(program, { knowledge, options, translators: TRANSLATORS })
  return {
    statements: program.body.map((statement) => translated(context, statement)),
    comments: program.comments.map((comment) => render(commentDoc(comment))),
    left: context.left,
    taken: context.taken,
  }
}

function translated(context: Context, statement: Statement): ProgramStatement {
  context.knowledge.models.position = statement.to
  const known = { imports: context.imports.size, helpers: context.helpers.size }
  const doc = translateTopLevel(context, statement)
  return {
    from: statement.from,
    to: statement.to,
    code: doc === null ? '' : render(doc),
    spaced: statement.spaced,
    isText: statement.kind === 'expression' && statement.value.kind === 'string',
    ...valueOf(context, statement),
    imports: [...context.imports.values()].slice(known.imports),
    helpers: [...context.helpers].slice(known.helpers),
  }
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
