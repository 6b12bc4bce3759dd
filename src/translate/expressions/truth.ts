/** What Python takes for true: empty collections are false, which in JavaScript they are not. */
import type { Context, Typed } from '../core/context.js'
import { isArray, type Type } from '../knowledge/types.js'
import { specialMethod } from '../knowledge/special-methods.js'
import * as out from '../output/code.js'
import type { Expression } from '../syntax/nodes.js'

/** An expression as a condition. */
export function condition(context: Context, node: Expression): out.Code {
  return truth(context.expression(node))
}

/** True where Python finds the value true. */
export function truth({ code, type }: Typed): out.Code {
  const own = specialMethod(type, '__bool__')
  if (own) return out.call(out.member(code, own.name), [])
  const size = sizeOf({ code, type })
  if (size === null) return code
  return out.binary(size, '>', out.raw('0'), out.PRECEDENCE.relational)
}

/** False where Python finds the value true. */
export function falsehood({ code, type }: Typed): out.Code {
  const own = specialMethod(type, '__bool__')
  if (own) return out.unary('!', out.call(out.member(code, own.name), []))
  const size = sizeOf({ code, type })
  if (size === null) return out.unary('!', code)
  return out.binary(size, '===', out.raw('0'), out.PRECEDENCE.equality)
}

const SETS = new Set(['identitySet', 'identityMap', 'mapOfTables'])

/** How many elements, for collections; null for values that are true or false as in JavaScript. */
export function sizeOf({ code, type }: Typed): out.Code | null {
  if (isArray(type) || isListInstance(type)) return out.member(code, 'length')
  if (type.kind === 'set' || type.kind === 'map') return out.member(code, 'size')
  if (type.kind === 'instance' && SETS.has(type.of)) return out.member(code, 'size')
  const own = specialMethod(type, '__len__')
  if (own) return out.member(code, own.name)
  if (type.kind === 'dict') {
    const keys = out.call(out.member(out.identifier('Object'), 'keys'), [code])
    return out.member(keys, 'length')
  }
  return null
}

function isListInstance(type: Type): boolean {
  return type.kind === 'instance' && (type.of === 'collection' || type.of === 'Row')
}
