/** Method calls, by what the object is: library objects, collections, texts, objects of the program. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { hasMember } from '../knowledge/members.js'
import { OPERATION_NAMES } from '../knowledge/migrations.js'
import { camelCase } from '../knowledge/naming.js'
import {
  findMember,
  isHybridMethod,
  type FunctionInfo,
  type ModelInfo,
} from '../knowledge/program.js'
import { instance, isSql, SQL, sqlOf, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Attribute, Call } from '../syntax/nodes.js'
import { imperativeMapper } from '../models/imperative.js'
import { isImperativeCall } from '../models/imperative-calls.js'
import { calledType, memberAccess, unknownName } from './access.js'
import { buildArguments, keyword, without } from './arguments.js'
import { collectionMethod } from './python/collection-methods.js'
import { instanceCall } from './library/instance-methods.js'
import { callFunction, callValue } from './program-calls.js'
import { dateMethod } from './python/dates.js'
import { decimalMethod } from './python/number-modules.js'
import { matchMethod, patternMethod } from './python/regular-expressions.js'
import { hashMethod, logged } from './python/standard-library.js'
import { textMethod } from './python/text-methods.js'

export function methodCall(context: Context, node: Call, callee: Attribute): Typed {
  if (isImperativeCall(node)) return imperativeMapper(context, node, callee)
  const owner = context.expression(callee.object)
  const { type } = owner
  if (callee.name === '__clause_element__')
    return { code: out.member(owner.code, 'expression'), type: SQL }
  if (isSql(type)) return sqlMethod(context, node, { owner, name: callee.name })
  if (type.kind === 'instance') {
    const own = STANDARD_OBJECTS[type.of]?.(context, node, owner, callee.name)
    if (own) return own
    return instanceCall(context, node, { owner: calledType(owner), type, name: callee.name })
  }
  const special =
    dateMethod(context, node, owner, callee.name) ??
    decimalMethod(context, node, owner, callee.name)
  if (special) return special
  const text = textMethod(context, node, { owner, callee })
  if (text) return text
  const collection = collectionMethod(context, node, { owner, name: callee.name })
  if (collection) return collection
  return memberCall(context, node, { owner, callee })
}

type ObjectMethod = (context: Context, node: Call, owner: Typed, name: string) => Typed | null

/** Objects of Python's standard library. */
const STANDARD_OBJECTS: Readonly<Record<string, ObjectMethod>> = {
  Pattern: patternMethod,
  Match: matchMethod,
  Logger: logged,
  Hash: hashMethod,
}

/** Methods of SQL expressions. A relationship's `contains` and columns' `in_` alike. */
function sqlMethod(
  context: Context,
  node: Call,
  { owner, name }: { readonly owner: Typed; readonly name: string },
): Typed {
  const order = name === 'label' ? ['name'] : name === 'as_numeric' ? ['precision', 'scale'] : []
  const args =
    comparisonArguments(context, node, name) ?? buildArguments(context, node.args, { order })
  const type = resultOfSqlMethod(owner.type, node, name)
  return { code: out.call(out.member(owner.code, sqlName(owner, name)), args), type }
}

/** `tags.any(5, operator=operator.gt)`: the comparison goes by its name. */
function comparisonArguments(
  context: Context,
  { args }: Call,
  name: string,
): readonly out.Code[] | null {
  const comparison = name === 'any' || name === 'all' ? keyword(args, 'operator') : null
  if (comparison?.kind !== 'attribute') return null
  const options = out.object([{ key: 'operator', value: out.stringLiteral(comparison.name) }])
  return [...buildArguments(context, without(args, 'operator')), options]
}

function sqlName({ type }: Typed, name: string): string {
  const isRelationship = type.kind === 'sql' && type.relationship !== undefined
  if (isRelationship && name === 'is_') return 'is'
  return camelCase(name)
}

/** Methods that answer something of the same kind. */
const KEEPING = new Set(
  'label over filter within_group collate nulls_first desc asc distinct'.split(' '),
)

function resultOfSqlMethod(owner: Type, node: Call, name: string): Type {
  if (owner.kind === 'sql' && KEEPING.has(name)) {
    const label = name === 'label' ? node.args[0]?.value : undefined
    return sqlOf(owner.value, label?.kind === 'string' ? label.value : owner.name)
  }
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
    const target = memberAccess(context, madeOf(context, owner, callee), callee.name)
    const isSqlMethod = type.kind !== 'entity' && isHybridMethod(type.model, callee.name)
    if (member?.kind === 'function') {
      const called = callFunction(context, node, target, withoutSelf(member.fn))
      return isSqlMethod ? { ...called, type: SQL } : called
    }
    const code = out.call(target.code, buildArguments(context, node.args))
    return { code, type: isSqlMethod ? SQL : UNKNOWN }
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

/** What a mixin does is written in the classes made of it: any of them can be asked. */
function madeOf(context: Context, owner: Typed, callee: Attribute): Typed {
  const { type } = owner
  if (type.kind !== 'model' || type.model.role !== 'mixin' || owner.code.identifier === 'this')
    return owner
  const isMadeOf = (model: ModelInfo): boolean =>
    model.bases.some((base) => base === type.model || isMadeOf(base))
  const found = context.knowledge.models
    .values()
    .find((each) => each.role === 'model' && isMadeOf(each))
  if (!found) return leave(callee, context.text(callee), 'no class is made of this mixin')
  return { code: out.identifier(found.name), type: { kind: 'model', model: found } }
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
  // A compiler's `process` takes the library's options, whose names follow the rules.
  const isOwn = name === callee.name && name !== 'process'
  const args = buildArguments(context, node.args, isOwn ? AS_WRITTEN : {})
  return { code: out.call(out.member(owner.code, name), args), type: UNKNOWN }
}

/** Methods only one class has. */
const GUESSES: readonly (readonly [string, readonly string[]])[] = [
  ['Operations', OPERATION_NAMES],
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
