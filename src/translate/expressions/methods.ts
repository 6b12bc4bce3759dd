/** Method calls, by what the object is: library objects, collections, texts, objects of the program. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { hasMember } from '../knowledge/members.js'
import { camelCase } from '../knowledge/naming.js'
import { findMember, type FunctionInfo } from '../knowledge/program.js'
import { instance, isSql, SQL, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Attribute, Call } from '../syntax/nodes.js'
import { calledType, memberAccess, unknownName } from './access.js'
import { buildArguments } from './arguments.js'
import { collectionMethod } from './python/collection-methods.js'
import { instanceCall } from './library/instance-methods.js'
import { callFunction, callValue } from './program-calls.js'
import { textMethod } from './python/text-methods.js'

export function methodCall(context: Context, node: Call, callee: Attribute): Typed {
  const owner = context.expression(callee.object)
  const { type } = owner
  if (callee.name === '__clause_element__')
    return { code: out.member(owner.code, 'expression'), type: SQL }
  if (isSql(type)) return sqlMethod(context, node, { owner, name: callee.name })
  if (type.kind === 'instance') {
    return instanceCall(context, node, { owner: calledType(owner), type, name: callee.name })
  }
  const text = textMethod(context, node, { owner, callee })
  if (text) return text
  const collection = collectionMethod(context, node, { owner, name: callee.name })
  if (collection) return collection
  return memberCall(context, node, { owner, callee })
}

/** Methods of SQL expressions. A relationship's `contains` and columns' `in_` alike. */
function sqlMethod(
  context: Context,
  node: Call,
  { owner, name }: { readonly owner: Typed; readonly name: string },
): Typed {
  const order = name === 'label' ? ['name'] : name === 'as_numeric' ? ['precision', 'scale'] : []
  const args = buildArguments(context, node.args, { order })
  const type = resultOfSqlMethod(name)
  return { code: out.call(out.member(owner.code, sqlName(owner, name)), args), type }
}

function sqlName({ type }: Typed, name: string): string {
  const isRelationship = type.kind === 'sql' && type.relationship !== undefined
  if (isRelationship && name === 'is_') return 'is'
  return camelCase(name)
}

function resultOfSqlMethod(name: string): Type {
  if (name === 'select') return instance('Select')
  if (['alias', 'table_valued', 'lateral', 'subquery', 'cte', 'render_derived'].includes(name))
    return instance('From')
  if (name === 'compile') return instance('Compiled')
  return SQL
}

/** Methods of objects, classes and values of unknown type. */
function memberCall(
  context: Context,
  node: Call,
  { owner, callee }: { readonly owner: Typed; readonly callee: Attribute },
): Typed {
  const { type } = owner
  if (type.kind === 'entity' || type.kind === 'model' || type.kind === 'aliased') {
    const member = findMember(type.model, callee.name)
    if (type.kind === 'model' && type.model.role === 'mixin')
      leave(node, context.text(callee), 'what mixins do belongs to the classes made of them')
    const target = memberAccess(context, owner, callee.name)
    if (member?.kind === 'function') {
      return callFunction(context, node, target, withoutSelf(member.fn))
    }
    return { code: out.call(target.code, buildArguments(context, node.args)), type: UNKNOWN }
  }
  if (type.kind === 'object' || type.kind === 'class') {
    const target = memberAccess(context, owner, callee.name)
    if (target.type.kind === 'function') {
      return callFunction(context, node, target, withoutSelf(target.type.fn))
    }
    if (target.type.kind !== 'unknown') return callValue(context, node, target)
    return {
      code: out.call(target.code, buildArguments(context, node.args, AS_WRITTEN)),
      type: UNKNOWN,
    }
  }
  return unknownMethod(context, node, { owner, callee })
}

const AS_WRITTEN = { naming: (name: string): string => name }

/** On values nothing is known about, the method's name decides what they are. */
function unknownMethod(
  context: Context,
  node: Call,
  { owner, callee }: { readonly owner: Typed; readonly callee: Attribute },
): Typed {
  if (callee.name === 'get_current_parameters') {
    return {
      code: out.member(owner.code, 'currentParameters'),
      type: { kind: 'dict', of: UNKNOWN },
    }
  }
  const guessed = GUESSES.find(
    ([of, names]) => names.includes(callee.name) && hasMember(of, callee.name),
  )
  const takesSession = SESSION_METHODS.has(callee.name)
  const of = guessed?.[0] ?? (takesSession ? 'Session' : null)
  if (of !== null && !context.knowledge.ownNames.has(callee.name)) {
    const type = instance(of) as Extract<Type, { kind: 'instance' }>
    return instanceCall(context, node, { owner, type, name: callee.name })
  }
  const name = unknownName(context, callee.name)
  const args = buildArguments(context, node.args, name === callee.name ? AS_WRITTEN : {})
  return { code: out.call(out.member(owner.code, name), args), type: UNKNOWN }
}

/** Methods only one class has. */
const GUESSES: readonly (readonly [string, readonly string[]])[] = [
  ['Session', ['execute', 'scalars', 'connection', 'begin_nested']],
  ['Result', ['scalar_one', 'scalar_one_or_none', 'mappings', 'fetchall', 'fetchone', 'fetchmany']],
]

const SESSION_METHODS = new Set(
  `query add add_all flush commit rollback expunge expunge_all expire expire_all refresh merge get_one scalar
   bulk_insert_mappings bulk_update_mappings bulk_save_objects is_modified`.split(/\s+/),
)

/** What callers pass: the object itself is none of it. */
function withoutSelf(fn: FunctionInfo): FunctionInfo {
  const [first] = fn.parameters
  const takesSelf = first?.name === 'self' || first?.name === 'cls'
  return takesSelf ? { ...fn, parameters: fn.parameters.slice(1) } : fn
}
