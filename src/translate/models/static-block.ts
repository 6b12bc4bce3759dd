/** `static { mapped(this) … }`: registration, validators, constraints that need the class. */
import type { Context } from '../core/context.js'
import { functionInfo, functionParts } from '../statements/function-definition.js'
import type { ModelInfo } from '../knowledge/program.js'
import type { Type } from '../knowledge/types.js'
import { SQL } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Doc } from '../output/doc.js'
import type { Argument, ClassDefinition, Expression, FunctionDefinition } from '../syntax/nodes.js'
import { camelCase } from '../knowledge/naming.js'
import { decoratorName, hybridName } from './members.js'
import type { Mixin } from './mixins.js'

export interface BlockContext {
  readonly model: ModelInfo
  readonly mixins: readonly Mixin[]
  /** Constraints over expressions of the class's columns. */
  readonly afterwards: readonly Expression[]
}

export function staticBlock(
  context: Context,
  node: ClassDefinition,
  { model, mixins, afterwards }: BlockContext,
): Doc {
  const self = out.identifier('this')
  const register = out.call(context.library('mapped'), [self]).doc
  const functions = [...mixins.map((mixin) => mixin.node), node]
    .flatMap(({ body }) => body)
    .filter((statement): statement is FunctionDefinition => statement.kind === 'function')
  const lines = [
    ...functions.flatMap((each) => validator(context, each, model)),
    ...functions.flatMap((each) => hybridUpdate(context, each, model)),
    ...functions.flatMap((each) => reconstructor(context, each, model)),
    ...constraints(context, model, afterwards),
  ]
  if (lines.length === 0) return ['static { ', register, ' }']
  return ['static ', out.braces([register, ...lines])]
}

/** `validates(this, 'email', (target, key, value) => { … })`. */
function validator(context: Context, node: FunctionDefinition, model: ModelInfo): readonly Doc[] {
  const decorator = node.decorators.find((each) => decoratorName(each) === 'validates')
  if (decorator?.kind !== 'call') return []
  const names = decorator.args
    .filter((each) => each.name === null)
    .map((each) => context.code(each.value))
  const [only] = names
  const options = decorator.args.filter(
    (each): each is Argument & { name: string } => each.name !== null,
  )
  const args = [
    out.identifier('this'),
    names.length === 1 && only ? only : out.array(names),
    listener(context, node, { kind: 'entity', model }),
  ]
  if (options.length > 0) {
    args.push(
      out.object(
        options.map(({ name, value }) => ({ key: camelCase(name), value: context.code(value) })),
      ),
    )
  }
  return [out.call(context.library('validates'), args).doc]
}

/** `updateExpression(this, 'shifted', (cls, value) => [[cls.x, value - 10]])`. */
function hybridUpdate(
  context: Context,
  node: FunctionDefinition,
  model: ModelInfo,
): readonly Doc[] {
  const decorator = node.decorators.find((each) => decoratorName(each) === 'update_expression')
  if (!decorator) return []
  const args = [
    out.identifier('this'),
    out.stringLiteral(hybridName(decorator)),
    listener(context, node, { kind: 'model', model }),
  ]
  return [out.call(context.library('updateExpression'), args).doc]
}

/** Called when an object comes out of the database. */
function reconstructor(
  context: Context,
  node: FunctionDefinition,
  model: ModelInfo,
): readonly Doc[] {
  if (!node.decorators.some((each) => decoratorName(each) === 'reconstructor')) return []
  const listen = out.member(context.library('event'), 'listen')
  return [
    out.call(listen, [
      out.identifier('this'),
      out.stringLiteral('load'),
      listener(context, node, { kind: 'entity', model }),
    ]).doc,
  ]
}

/** A method as a function that takes the object first. */
function listener(context: Context, node: FunctionDefinition, self: Type): out.Code {
  const [first] = node.parameters
  const renamed =
    first?.name === 'self'
      ? [{ ...first, name: 'self' }, ...node.parameters.slice(1)]
      : node.parameters
  const parts = functionParts(
    context,
    { ...node, parameters: renamed },
    {
      fn: functionInfo(context, node),
      types: [self],
    },
  )
  const code = out.raw([parts.parameters, ' => ', parts.body], out.PRECEDENCE.assignment)
  return { ...code, hugs: true }
}

/** Constraints find their table through the columns they are about. */
function constraints(
  context: Context,
  model: ModelInfo,
  nodes: readonly Expression[],
): readonly Doc[] {
  return nodes.map((node) =>
    context.scoped('block', () => {
      for (const name of model.columns.keys()) {
        context.scope.set(name, { code: out.member(out.identifier('this'), name), type: SQL })
      }
      return context.code(node).doc
    }),
  )
}
