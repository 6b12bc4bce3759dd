/** `if`, `for`, `while`. */
import type { Context } from '../core/context.js'
import { bindPattern } from '../expressions/comprehensions.js'
import { condition } from '../expressions/truth.js'
import { elementType, isArray, type Type } from '../knowledge/types.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { Block, Call, Expression, For, If, While } from '../syntax/nodes.js'
import { targetNames } from '../core/walk.js'

export function branch(context: Context, node: If): Doc | null {
  const [first] = node.branches
  if (first && (isMainGuard(first.test) || isTypeGuard(first.test)))
    return join(hardline, context.block(first.body))
  const docs: Doc[] = node.branches.flatMap(({ test, body }, index) => [
    index === 0 ? 'if (' : ' else if (',
    condition(context, test).doc,
    ') ',
    blockDoc(context, body),
  ])
  if (node.otherwise) docs.push(' else ', blockDoc(context, node.otherwise))
  return docs
}

/** `if __name__ == "__main__":` always holds here. */
function isMainGuard(test: Expression): boolean {
  if (test.kind !== 'compare') return false
  const [left, right] = test.operands
  return left?.kind === 'name' && left.id === '__name__' && right?.kind === 'string'
}

/** `if TYPE_CHECKING:` avoids circles of imports, which modules here may have. */
function isTypeGuard(test: Expression): boolean {
  return lastName(test) === 'TYPE_CHECKING'
}

/** `{` statements `}`, with variables of their own. */
export function blockDoc(context: Context, body: Block): Doc {
  return context.scoped('block', () => out.braces(context.block(body)))
}

export function forLoop(context: Context, node: For, breaking: string | null = null): Doc {
  if (node.otherwise)
    return withElse(context, node, (word) => forLoop(context, { ...node, otherwise: null }, word))
  const { code, type } = iterated(context, node.iterable)
  const keywords = targetNames(node.target).map((name) => context.keyword(node, name))
  const isNew = keywords.every((keyword) => keyword !== null)
  const keyword = isNew ? (keywords.includes('let') ? 'let ' : 'const ') : ''
  const work = (): Doc => {
    const target = bindPattern(context, node.target, type)
    const word = node.isAsync ? 'for await (' : 'for ('
    const body = inLoop(context, breaking, () => context.block(node.body))
    return [word, keyword, target, ' of ', code.doc, ') ', out.braces(body)]
  }
  return isNew ? context.scoped('block', work) : sharing(context, targetNames(node.target), work)
}

/** Functions made in the loop see the last value of such a variable, unless they keep their own. */
function sharing(context: Context, names: readonly string[], work: () => Doc): Doc {
  const added = names.filter((name) => !context.sharedLoopNames.has(name))
  for (const name of added) context.sharedLoopNames.add(name)
  try {
    return work()
  } finally {
    for (const name of added) context.sharedLoopNames.delete(name)
  }
}

/** `else` after a loop runs where nothing broke out of it. */
function withElse(
  context: Context,
  { otherwise }: For | While,
  loop: (breaking: string) => Doc,
): Doc {
  const name = context.taken.has('finished') ? 'finished_' : 'finished'
  const doc = loop(`${name} = false`)
  return out.braces([
    `let ${name} = true`,
    doc,
    [`if (${name}) `, blockDoc(context, otherwise ?? [])],
  ])
}

/** The body of a loop, and what its `break` does first. */
function inLoop<R>(context: Context, breaking: string | null, work: () => R): R {
  const outer = context.breaking
  context.breaking = breaking
  try {
    return work()
  } finally {
    context.breaking = outer
  }
}

/** What to iterate, and what it yields. Lists need no copies here. */
function iterated(
  context: Context,
  node: Expression,
): { readonly code: out.Code; readonly type: Type } {
  const numbered = enumerated(context, node)
  if (numbered) return numbered
  const values = context.expression(node)
  const type = elementType(values.type)
  if (values.type.kind === 'dict') {
    return { code: out.call(out.member(out.identifier('Object'), 'keys'), [values.code]), type }
  }
  return { code: values.code, type }
}

function enumerated(
  context: Context,
  node: Expression,
): { readonly code: out.Code; readonly type: Type } | null {
  const isEnumerate =
    node.kind === 'call' && node.callee.kind === 'name' && node.callee.id === 'enumerate'
  const [values, start] = isEnumerate ? (node as Call).args : []
  if (!values || start) return null
  const typed = context.expression(values.value)
  const list = isArray(typed.type) ? typed.code : out.array([out.spread(typed.code)])
  const code = out.call(out.member(list, 'entries'), [])
  return { code, type: { kind: 'tuple', items: [{ kind: 'int' }, elementType(typed.type)] } }
}

export function whileLoop(context: Context, node: While, breaking: string | null = null): Doc {
  if (node.otherwise)
    return withElse(context, node, (word) => whileLoop(context, { ...node, otherwise: null }, word))
  const body = inLoop(context, breaking, () => blockDoc(context, node.body))
  return ['while (', condition(context, node.test).doc, ') ', body]
}
