/** What translations of calls into Python's modules are made of. */
import type { Context, Typed } from '../../core/context.js'
import { elementType, isArray, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, keyword, splitArguments } from '../arguments.js'

export type StandardCall = (context: Context, node: Call) => Typed

/** The types of results, by what the call is given. */
export type ResultType = Type | ((given: readonly Typed[]) => Type)

/** Positional arguments, typed. */
export function positional(context: Context, node: Call): readonly Typed[] {
  return splitArguments(node.args).positional.map((each) => context.expression(each.value))
}

/** The code of all arguments; keywords in an object at the end. */
export function codes(context: Context, node: Call): out.Code[] {
  return buildArguments(context, node.args)
}

export function first(context: Context, node: Call): out.Code {
  const [argument] = node.args
  return argument ? context.code(argument.value) : out.raw('undefined')
}

/** The node of an argument, by place or by name. */
export function argument(node: Call, place: number, name: string): Expression | null {
  const given = splitArguments(node.args).positional[place]?.value
  return given ?? keyword(node.args, name)
}

/** A call of a helper with the arguments as they are, in this order. */
export function viaHelper(
  name: string,
  type: ResultType = UNKNOWN,
  order: readonly string[] = [],
): StandardCall {
  return (context, node) => {
    const given = positional(context, node)
    const args = buildArguments(context, node.args, { order })
    return { code: out.call(context.helper(name), args), type: resultOf(type, given) }
  }
}

/** A call of a function of JavaScript. */
export function viaGlobal(owner: string, name: string, type: ResultType): StandardCall {
  return (context, node) => {
    const given = positional(context, node)
    const callee = out.member(out.identifier(owner), name)
    return { code: out.call(callee, codes(context, node)), type: resultOf(type, given) }
  }
}

export function constant(code: string, type: Type): () => Typed {
  return () => ({ code: out.raw(code), type })
}

function resultOf(type: ResultType, given: readonly Typed[]): Type {
  return typeof type === 'function' ? type(given) : type
}

/** A list; what is none is copied into one. */
export function listCode(value: Typed | undefined): out.Code {
  if (!value) return out.array([])
  return isArray(value.type) ? value.code : out.array([out.spread(value.code)])
}

/** An iterator over what the first argument holds. */
export function iteratorOfFirst(given: readonly Typed[]): Type {
  return { kind: 'iterator', of: given[0] ? elementType(given[0].type) : UNKNOWN }
}

/** An iterator over what the second argument holds. */
export function iteratorOfSecond(given: readonly Typed[]): Type {
  return { kind: 'iterator', of: given[1] ? elementType(given[1].type) : UNKNOWN }
}
