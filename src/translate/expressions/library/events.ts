/** `event.listen(target, "before_flush", fn)` and its relatives: names of events follow the naming rules. */
import type { Context, Typed } from '../../core/context.js'
import { camelCase } from '../../knowledge/naming.js'
import { instance, listOf, plain, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, splitArguments } from '../arguments.js'

/** `event.listen`, `event.remove`, `event.contains`. */
export function eventCall(context: Context, node: Call, path: string): Typed {
  const method = camelCase(path.slice(path.lastIndexOf('.') + 1))
  const { positional, keywords } = splitArguments(node.args)
  const [target, name, fn] = positional
  const args: out.Code[] = []
  if (target) args.push(context.code(target.value))
  if (name) args.push(eventName(context, name.value))
  if (fn) args.push(listener(context, { target, name, fn: fn.value }))
  args.push(...buildArguments(context, keywords))
  return { code: out.call(out.member(context.library('event'), method), args), type: plain('none') }
}

function listener(
  context: Context,
  given: {
    readonly target: Argument | undefined
    readonly name: Argument | undefined
    readonly fn: Expression
  },
): out.Code {
  const name = given.name?.value.kind === 'string' ? given.name.value.value : ''
  const target = given.target ? context.expression(given.target.value).type : UNKNOWN
  return context.withParameterTypes(listenerTypes(name, target), () => context.code(given.fn))
}

/** A literal is spelled by the rules at once, anything else when the program runs. */
export function eventName(context: Context, node: Expression): out.Code {
  if (node.kind === 'string') return out.stringLiteral(camelCase(node.value))
  return out.call(context.helper('camelCase'), [context.code(node)])
}

const SESSION = instance('Session')
const CONNECTION = instance('Connection')

/** Events whose first argument is a connection. */
const onConnection =
  /execute$|^engine_connect$|^set_connection|^(?:begin|commit|rollback|savepoint|release)|_twophase$/

/** What the parameters of a listener are. */
export function listenerTypes(name: string, target: Type): readonly Type[] {
  const entity: Type = target.kind === 'model' ? { kind: 'entity', model: target.model } : UNKNOWN
  if (/^(before|after)_(insert|update|delete)$/.test(name))
    return [instance('mapper'), CONNECTION, entity]
  if (name === 'init') return [entity, listOf(UNKNOWN), { kind: 'dict', of: UNKNOWN }]
  if (['load', 'refresh', 'init', 'expire', 'refresh_flush'].includes(name)) return [entity]
  if (
    [
      'before_flush',
      'after_flush',
      'after_flush_postexec',
      'before_commit',
      'after_commit',
      'after_rollback',
      'after_soft_rollback',
      'before_attach',
      'after_attach',
      'after_transaction_create',
      'after_transaction_end',
      'do_orm_execute',
    ].includes(name)
  ) {
    return name === 'do_orm_execute' ? [instance('ormExecuteState')] : [SESSION]
  }
  if (name === 'after_begin') return [SESSION, instance('SessionTransaction'), CONNECTION]
  if (name.includes('_to_') || name === 'loaded_as_persistent') return [SESSION, UNKNOWN]
  return onConnection.test(name) ? [CONNECTION] : []
}
