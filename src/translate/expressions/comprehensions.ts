/** Comprehensions as `map`, `filter` and `flatMap` over lists. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { variableName } from '../knowledge/naming.js'
import {
  elementType,
  isArray,
  isInstance,
  isTextual,
  listOf,
  SQL,
  UNKNOWN,
  type Type,
} from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Doc } from '../output/doc.js'
import type { Comprehension, ComprehensionClause, Expression } from '../syntax/nodes.js'
import { condition } from './truth.js'

export function comprehension(context: Context, node: Comprehension): Typed {
  if (node.clauses.some(({ isAsync }) => isAsync)) leave(node, 'async for', 'in a comprehension')
  const { code, type } = loops(context, node.clauses, () => elementOf(context, node))
  if (node.makes === 'set') {
    const set =
      isArray(type) || isInstance(type, 'Row') ? context.helper('TupleSet') : out.identifier('Set')
    return { code: out.newObject(set, [code]), type: { kind: 'set', of: type } }
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

function makeObject(context: Context, pairs: out.Code, type: Type): Typed {
  const [key = UNKNOWN, of = UNKNOWN] = type.kind === 'tuple' ? type.items : []
  if (key.kind === 'tuple' || (key.kind === 'instance' && key.of === 'Row')) {
    const made = out.newObject(context.helper('TupleMap'), [pairs])
    return { code: made, type: { kind: 'map', of, key } }
  }
  if (!isTextual(key)) {
    return { code: out.newObject(out.identifier('Map'), [pairs]), type: { kind: 'map', of, key } }
  }
  const code = out.call(out.member(out.identifier('Object'), 'fromEntries'), [pairs])
  return { code, type: { kind: 'dict', of } }
}

/** `xs.some((x) => f(x))`, or `every`: as early as Python's `any` and `all`. */
export function quantified(
  context: Context,
  node: Comprehension,
  method: 'some' | 'every',
): out.Code {
  const tests = ([clause, ...inner]: readonly ComprehensionClause[]): out.Code => {
    if (!clause) return condition(context, node.element)
    const values = asList(context.expression(clause.iterable))
    return context.scoped('block', () => {
      const parameter = bindTarget(context, clause.target, elementType(values.type))
      const conditions = clause.conditions.map((each) => condition(context, each))
      const source = filtered(values.code, parameter, conditions)
      return out.call(out.member(source, method), [out.arrow(parameter, tests(inner))])
    })
  }
  return tests(node.clauses)
}

/** A generator that is kept: its source is made at once, its elements as they are asked for. */
export function keptGenerator(context: Context, node: Comprehension): Typed | null {
  const [clause, ...inner] = node.clauses
  if (!clause || inner.length > 0 || clause.isAsync || node.makes !== 'generator') return null
  const values = context.expression(clause.iterable)
  const source =
    isInstance(values.type, 'collection') || isArray(values.type) ? values : iterable(values)
  return context.scoped('block', () => {
    const parameter = bindTarget(context, clause.target, elementType(values.type))
    const tests = clause.conditions.map((each) => condition(context, each))
    const element = context.expression(node.element)
    const args = [source.code, out.arrow(parameter, element.code)]
    const [first, ...others] = tests
    if (first) {
      const test = others.reduce(
        (all, each) => out.binary(all, '&&', each, out.PRECEDENCE.and),
        first,
      )
      args.push(out.arrow(parameter, test))
    }
    const code = out.call(context.helper('generate'), args)
    return { code, type: { kind: 'iterator', of: element.type } }
  })
}

/** What iterating goes through. */
function iterable(values: Typed): Typed {
  return values.type.kind === 'dict' || values.type.kind === 'map' ? asList(values) : values
}

/** `next(x for x in xs if c(x))` is `xs.find(c)`; null where the element is something else. */
export function firstMatch(context: Context, node: Comprehension): out.Code | null {
  const [clause, ...inner] = node.clauses
  const isItself =
    clause?.target.kind === 'name' &&
    node.element.kind === 'name' &&
    clause.target.id === node.element.id
  if (!clause || inner.length > 0 || !isItself || clause.conditions.length === 0) return null
  const values = asList(context.expression(clause.iterable))
  return context.scoped('block', () => {
    const parameter = bindTarget(context, clause.target, elementType(values.type))
    const [first = out.raw('true'), ...others] = clause.conditions.map((each) =>
      condition(context, each),
    )
    const test = others.reduce(
      (all, each) => out.binary(all, '&&', each, out.PRECEDENCE.and),
      first,
    )
    return out.call(out.member(values.code, 'find'), [out.arrow(parameter, test)])
  })
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
  if (type.kind === 'map') {
    const keys = out.call(out.member(code, 'keys'), [])
    return { code: out.array([out.spread(keys)]), type: listOf(elementType(type)) }
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
    return patternOf(
      target.items.map((item, index) =>
        isUnread(context, item) ? null : bindPattern(context, item, partType(type, index)),
      ),
    )
  }
  if (target.kind === 'starred') return ['...', bindPattern(context, target.value, listOf(UNKNOWN))]
  return leave(target, target.kind, 'as the target of a loop')
}

/** `_` stands for what nobody reads. */
export function isUnread(context: Context, node: Expression): boolean {
  return node.kind === 'name' && node.id === '_' && !context.isUsed('_')
}

/** `[a, , b]`: what is not wanted leaves its place empty. */
export function patternOf(items: readonly (Doc | null)[]): Doc {
  const last = items.findLastIndex((item) => item !== null)
  const parts = items.slice(0, last + 1).map((item, index) => {
    const text: Doc = item ?? ''
    return index === 0 ? text : [item === null ? ',' : ', ', text]
  })
  return ['[', ...parts, ']']
}

/** The type of one part of what is unpacked. */
export function partType(type: Type, index: number): Type {
  if (type.kind === 'tuple') return type.items[index] ?? UNKNOWN
  if (type.kind === 'instance' && type.of === 'Row') return type.row?.[index] ?? UNKNOWN
  return elementType(type)
}
