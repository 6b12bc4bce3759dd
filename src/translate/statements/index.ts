/** Python statements to TypeScript: comments and empty lines kept, what cannot be translated written as a comment. */
import type { Context } from '../core/context.js'
import { Untranslatable } from '../core/report.js'
import { scriptName } from '../knowledge/migrations.js'
import { variableName } from '../knowledge/naming.js'
import { firstCharacter } from '../output/code.js'
import { hardline, join, render, type Doc } from '../output/doc.js'
import type { Block, Comment, Statement } from '../syntax/nodes.js'
import { assign, remove, update } from './assign.js'
import { branch, forLoop, whileLoop } from './control.js'
import { classDefinition } from './class-definition.js'
import { documentationOf } from './documentation.js'
import { functionDefinition } from './function-definition.js'
import { importStatement } from './imports.js'
import { assertion, expression, raise, returned } from './simple.js'
import { tryStatement } from './try.js'
import { withStatement } from './with.js'

/** A statement's text; null if nothing is left of it. */
type Translate<S extends Statement> = (context: Context, node: S) => Doc | null

type Table = {
  readonly [K in Statement['kind']]: Translate<Extract<Statement, { kind: K }>>
}

const TABLE: Table = {
  expression,
  assign,
  update,
  return: returned,
  raise,
  if: branch,
  for: (context, node) => forLoop(context, node),
  while: (context, node) => whileLoop(context, node),
  with: withStatement,
  try: tryStatement,
  function: functionDefinition,
  class: classDefinition,
  import: importStatement,
  delete: remove,
  assert: assertion,
  pass: () => null,
  break: (context) => (context.breaking ? [context.breaking, hardline, 'break'] : 'break'),
  continue: () => 'continue',
  scope: () => null,
  unknownStatement: (context, node) => {
    throw new Untranslatable(node, firstLine(context, node), 'not understood')
  },
}

/** The statements of a body, each with its comments. */
export function translateBlock(context: Context, block: Block): readonly Doc[] {
  const docs: Doc[] = []
  for (const statement of block) {
    const doc = translateStatement(context, statement)
    if (doc === null) continue
    docs.push(statement.spaced && docs.length > 0 ? [hardline, doc] : doc)
  }
  return docs
}

/** A statement of the program itself; a module may export what it declares. */
export function translateTopLevel(context: Context, statement: Statement): Doc | null {
  const exports =
    (context.options.exports === true && isDefinition(context, statement)) ||
    (context.isMigrationScript && isScriptPart(statement))
  return translateStatement(context, statement, (doc) =>
    exports && DECLARATION.test(render(doc)) ? ['export ', doc] : doc,
  )
}

const DECLARATION = /^(?:(?:async )?function\b|class |const |let )/

/** What other files use: classes, functions, tables and bases, and constants in capitals. */
function isDefinition({ knowledge }: Context, statement: Statement): boolean {
  if (statement.kind === 'class' || statement.kind === 'function')
    return !statement.name.startsWith('_')
  if (statement.kind !== 'assign') return false
  const [target] = statement.targets
  if (target?.kind !== 'name') return false
  const { id } = target
  const isTable = [...knowledge.tableVariables.values()].includes(id)
  return isTable || knowledge.models.has(id) || /^[A-Z]\w*$/.test(id)
}

/** What the environment looks for in a migration script. */
function isScriptPart(statement: Statement): boolean {
  if (statement.kind === 'function') return ['upgrade', 'downgrade'].includes(statement.name)
  if (statement.kind !== 'assign') return false
  const [target] = statement.targets
  return target?.kind === 'name' && scriptName(target.id) !== null
}

/** One statement with its comments; null if nothing is left of it. */
export function translateStatement(
  context: Context,
  statement: Statement,
  finish: (doc: Doc) => Doc = (doc) => doc,
): Doc | null {
  const hoisted = declaredBefore(context, statement)
  const made = attempt(context, statement)
  const doc = made === null ? null : [...documentationAbove(statement), finish(made)]
  const lines = [...statement.comments.map(commentDoc), ...hoisted]
  if (doc !== null)
    lines.push(statement.trailing ? [doc, '  ', commentDoc(statement.trailing)] : doc)
  return lines.length === 0 ? null : join(hardline, lines)
}

/** The docstring of a class or function. */
function documentationAbove(statement: Statement): readonly Doc[] {
  const hasBody = statement.kind === 'class' || statement.kind === 'function'
  return hasBody ? documentationOf(statement.body) : []
}

function declaredBefore(context: Context, statement: Statement): readonly Doc[] {
  const names = context.declarations
    .before(statement)
    .filter(() => !context.isShared || context.scope.owner.kind !== 'program')
  for (const name of names) if (!context.lookup(name)) context.bind(name, { kind: 'unknown' })
  return names.length > 0 ? [`let ${names.map(variableName).join(', ')}`] : []
}

function attempt(context: Context, statement: Statement): Doc | null {
  const translate = TABLE[statement.kind] as Translate<Statement>
  const { scope } = context
  try {
    const doc = translate(context, statement)
    return doc !== null && '([`'.includes(firstCharacter(doc) || ' ') ? [';', doc] : doc
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error
    context.scope = scope
    return leftDoc(context, statement, error)
  }
}

/** The Python, as comments below one line that says why. */
export function leftDoc(context: Context, node: Statement, error: Untranslatable): Doc {
  const { line, construct, reason } = context.remember(error)
  const source = context.program.source.slice(node.from, node.to).trimEnd().split('\n')
  const head = `// Not translated, line ${line}: ${construct.split('\n')[0] ?? ''}: ${reason}`
  return join(hardline, [head, ...source.map((each) => `//   ${each}`.trimEnd())])
}

export function commentDoc({ text }: Comment): Doc {
  return text === '' ? '//' : `// ${text}`
}

function firstLine(context: Context, node: Statement): string {
  return context.program.source.slice(node.from, node.to).split('\n')[0] ?? ''
}
