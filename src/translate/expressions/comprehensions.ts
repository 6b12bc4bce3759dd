/** Comprehensions as `map`, `filter` and `flatMap` over lists. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { variableName } from '../knowledge/naming.js'
import { elementType, isArray, listOf, SQL, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Doc } from '../output/doc.js'
import type { Comprehension, ComprehensionClause, Expression } from '../syntax/nodes.js'
import { condition } from './truth.js'

export function comprehension(context: Context, node: Comprehension): Typed {
  if (node.clauses.some(({ isAsync }) => isAsync)) leave(node, 'async for', 'in a comprehension')
  const { code, type } = loops(context, node.clauses, () => elementOf(context, node))
  if (node.makes === 'set') {
    return { code: out.newObject(out.identifier('Set'), [code]), type: { kind: 'set', of: type } }
  }
  if (node.makes === 'dict') return makeObject(context, code, type)
  return { code, type: listOf(type) }
}

function elementOf(context: Context, { element, value }: Comprehension): Typed {
  const first = context.expression(element)
  if (value === null) return first
  const second = context.expression(value)
  const pair = out.array([first.code, second.code])
  return { code: pair, type: { kind: 'tuple', items: [first.type, second.type] } }
}

function makeObject(_context: Context, pairs: out.Code, type: Type): Typed {
  const [key = UNKNOWN, of = UNKNOWN] = type.kind === 'tuple' ? type.items : []
  if (['sql', 'entity', 'int', 'model'].includes(key.kind)) {
    return { code: out.newObject(out.identifier('Map'), [pairs]), type: { kind: 'map', of } }
  }
  const code = out.call(out.member(out.identifier('Object'), 'fromEntries'), [pairs])
  return { code, type: { kind: 'dict', of } }
}

/** `[f(x) for x in xs if c(x)]` is `xs.filter(c).map(f)`; inner loops are `flatMap`. */
function loops(
  context: Context,
  [clause, ...inner]: readonly ComprehensionClause[],
  element: () => Typed,
): Typed {
  if (!clause) return element()
  const values = asList(context.expression(clause.iterable))
  return context.scoped('block', () => {
    const of = elementType(values.type)
    const parameter = bindTarget(context, clause.target, of)
    const tests = clause.conditions.map((each) => condition(context, each))
    const source = filtered(values.code, parameter, tests)
    const body = loops(context, inner, element)
    const name = clause.target.kind === 'name' ? variableName(clause.target.id) : null
    if (inner.length === 0 && name !== null && body.code.identifier === name) {
      const code = tests.length > 0 ? source : out.array([out.spread(values.code)])
      return { code, type: of }
    }
    const method = inner.length > 0 ? 'flatMap' : 'map'
    return {
      code: out.call(out.member(source, method), [out.arrow(parameter, body.code)]),
      type: body.type,
    }
  })
}

function filtered(source: out.Code, parameter: Doc, tests: readonly out.Code[]): out.Code {
  const [first, ...others] = tests
  if (!first) return source
  const test = others.reduce((all, each) => out.binary(all, '&&', each, out.PRECEDENCE.and), first)
  return out.call(out.member(source, 'filter'), [out.arrow(parameter, test)])
}

/** A list that has `map`; other iterables are copied into one. */
export function asList(values: Typed): Typed {
  const { type, code } = values
  if (isArray(type) || (type.kind === 'instance' && type.of === 'collection')) return values
  if (type.kind === 'dict') {
    return {
      code: out.call(out.member(out.identifier('Object'), 'keys'), [code]),
      type: listOf(elementType(type)),
    }
  }
  if (type.kind === 'instance' && type.of === 'mapOfColumns') {
    const columns = out.call(out.member(code, 'values'), [])
    return { code: out.array([out.spread(columns)]), type: listOf(SQL) }
  }
  return { code: out.array([out.spread(code)]), type: listOf(elementType(type)) }
}

/** The parameter of a callback: `(x)` or `([a, b])`. */
export function bindTarget(context: Context, target: Expression, type: Type): Doc {
  return ['(', bindPattern(context, target, type), ')']
}

/** Binds the names of a pattern. */
export function bindPattern(context: Context, target: Expression, type: Type): Doc {
  if (target.kind === 'name') {
    return context.bind(target.id, type).code.doc
  }
  if (target.kind === 'tuple' || target.kind === 'list') {
    const items = target.items.map((item, index) =>
      bindPattern(context, item, partType(type, index)),
    )
    return ['[', items.flatMap((item, index) => (index === 0 ? [item] : [', ', item])), ']']
  }
  if (target.kind === 'starred') return ['...', bindPattern(context, target.value, listOf(UNKNOWN))]
  return leave(target, target.kind, 'as the target of a loop')
}

/** The type of one part of a tuple or row. */
export function partType(type: Type, index: number): Type {
  if (type.kind === 'tuple') return type.items[index] ?? UNKNOWN
  if (type.kind === 'instance' && type.of === 'Row') return type.row?.[index] ?? UNKNOWN
  return type.kind === 'list' ? type.of : UNKNOWN
}
