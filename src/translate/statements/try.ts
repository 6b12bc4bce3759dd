/** `try` with its handlers. */
import type { Context } from '../core/context.js'
import { variableName } from '../knowledge/naming.js'
import { UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { Expression, Handler, Try } from '../syntax/nodes.js'
import { importPath } from '../expressions/import-path.js'
import { blockDoc } from './control.js'

export function tryStatement(context: Context, node: Try): Doc {
  const docs: Doc[] = []
  if (node.otherwise) docs.push('let succeeded = false', hardline)
  const body = context.scoped('block', () => context.block(node.body))
  docs.push('try ', out.braces(node.otherwise ? [...body, 'succeeded = true'] : body))
  if (node.handlers.length > 0) docs.push(' ', handlers(context, node.handlers))
  if (node.finalizer) docs.push(' finally ', blockDoc(context, node.finalizer))
  if (node.otherwise) docs.push(hardline, 'if (succeeded) ', blockDoc(context, node.otherwise))
  return docs
}

/** One `catch` that tells the errors apart; others are thrown again. */
function handlers(context: Context, all: readonly Handler[]): Doc {
  const caught = caughtName(all)
  const outer = context.caught
  context.caught = caught
  try {
    const [only] = all
    if (only && all.length === 1 && catchesAll(context, only.type)) {
      const usesName = only.name !== null || rethrows(only)
      return [usesName ? `catch (${caught}) ` : 'catch ', handlerBody(context, only, caught)]
    }
    return [`catch (${caught}) `, out.braces([cases(context, all, caught)])]
  } finally {
    context.caught = outer
  }
}

function caughtName(all: readonly Handler[]): string {
  const named = all.find(({ name }) => name !== null)
  return named?.name ? variableName(named.name) : 'error'
}

function rethrows({ body }: Handler): boolean {
  return JSON.stringify(body).includes('"kind":"raise","value":null')
}

function catchesAll(context: Context, type: Expression | null): boolean {
  if (type === null) return true
  return ['builtins.Exception', 'builtins.BaseException'].includes(importPath(context, type) ?? '')
}

function cases(context: Context, all: readonly Handler[], caught: string): Doc {
  const docs: Doc[] = []
  let isOpen = true
  for (const handler of all) {
    const isLast = catchesAll(context, handler.type)
    if (docs.length > 0) docs.push(' else ')
    if (!isLast) docs.push('if (', classTest(context, handler.type, caught), ') ')
    docs.push(handlerBody(context, handler, caught))
    if (isLast) isOpen = false
  }
  if (isOpen) docs.push(' else ', out.braces([`throw ${caught}`]))
  return docs
}

function classTest(context: Context, type: Expression | null, caught: string): Doc {
  const classes = type?.kind === 'tuple' ? type.items : type ? [type] : []
  return join(
    ' || ',
    classes.map((each) => [`${caught} instanceof `, context.code(each).doc] as Doc),
  )
}

function handlerBody(context: Context, handler: Handler, caught: string): Doc {
  return context.scoped('block', () => {
    if (handler.name !== null) context.bind(handler.name, ERROR, out.identifier(caught))
    return out.braces(context.block(handler.body))
  })
}

/** Errors: their text is the message. */
const ERROR: Type = { kind: 'object', name: 'Error', members: new Map([['orig', UNKNOWN]]) }
