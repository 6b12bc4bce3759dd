/** Methods of library objects: argument order, and what rows consist of. */
import { listOnlyMethod, setOnlyMethod } from '../python/collection-methods.js'
import type { Context, Typed } from '../../core/context.js'
import { memberOf } from '../../knowledge/members.js'
import {
  instance,
  isInstance,
  listOf,
  plain,
  sameRows,
  SQL,
  UNKNOWN,
  type Type,
} from '../../knowledge/types.js'
import { driverSqlArguments } from './driver-sql.js'
import { camelCase } from '../../knowledge/naming.js'
import * as out from '../../output/code.js'
import type { Call } from '../../syntax/nodes.js'
import {
  argumentTypes,
  buildArguments,
  camelDictionary,
  splitArguments,
  type ArgumentOptions,
} from '../arguments.js'
import { takesMigrationArguments } from '../../knowledge/migrations.js'
import { operationCall } from './migration-calls.js'
import { rowNames, rowTypes } from './rows.js'

type Instance = Extract<Type, { kind: 'instance' }>

export interface InstanceCall {
  readonly owner: Typed
  readonly type: Instance
  readonly name: string
}

const asWritten = (name: string): string => name

/** Keywords that are positional here, and options that stand behind them. */
const SHAPES: Readonly<Record<string, ArgumentOptions>> = {
  execute: { order: ['statement', 'params'], pad: 2 },
  scalars: { order: ['statement', 'params'], pad: 2 },
  scalar: { order: ['statement', 'params'], pad: 2 },
  get: { order: ['entity', 'ident'] },
  get_one: { order: ['entity', 'ident'] },
  refresh: { order: ['instance', 'attribute_names'], pad: 2 },
  expire: { order: ['instance', 'attribute_names'] },
  merge: { order: ['instance'] },
  flush: { order: ['objects'] },
  create_all: { order: ['bind'], pad: 1 },
  drop_all: { order: ['bind'], pad: 1 },
  reflect: { order: ['bind'], pad: 1 },
  subquery: { order: ['name'], pad: 1 },
  alias: { order: ['name'], pad: 1 },
  cte: { order: ['name'], pad: 1 },
  lateral: { order: ['name'], pad: 1 },
  label: { order: ['name'] },
  join: { order: ['target', 'onclause'], pad: 2 },
  outerjoin: { order: ['target', 'onclause'], pad: 2 },
  join_from: { order: ['from_', 'target', 'onclause'], pad: 3 },
  outerjoin_from: { order: ['from_', 'target', 'onclause'], pad: 3 },
  from_select: { order: ['names', 'select'], pad: 2 },
  values: { naming: asWritten },
  filter_by: { naming: asWritten },
  params: { naming: asWritten },
  with_variant: {},
  bindparams: { naming: asWritten },
  on_duplicate_key_update: { naming: asWritten },
  partitions: { order: ['size'] },
  yield_per: { order: ['num'] },
  begin: { drop: ['nested'] },
}

/** What lambdas given to a method are called with. */
const LAMBDA_PARAMETERS: Readonly<Record<string, readonly Type[]>> = {
  reflect: [plain('str'), instance('MetaData')],
}

/** A call of a library object's method. */
export function instanceCall(context: Context, node: Call, call: InstanceCall): Typed {
  return specialCall(context, node, call) ?? plainCall(context, node, call)
}

function plainCall(context: Context, node: Call, { owner, type, name }: InstanceCall): Typed {
  const member = memberOf(type, name)
  if (takesMigrationArguments(type.of)) {
    const callee = out.member(owner.code, member.name)
    return operationCall(context, node, { callee, of: type.of, name })
  }
  if (context.knowledge.addedMethods.has(name)) {
    const args = buildArguments(context, node.args, { naming: asWritten })
    return { code: out.call(out.member(owner.code, name), args), type: member.type }
  }
  const args = context.withParameterTypes(LAMBDA_PARAMETERS[name] ?? [], () =>
    buildArguments(context, node.args, SHAPES[name] ?? {}),
  )
  const code = member.name.endsWith('()')
    ? out.call(out.member(owner.code, member.name.slice(0, -2)), [])
    : out.call(out.member(owner.code, member.name), args)
  return { code, type: resultType(context, node, { owner, type, name }, member.type) }
}

function resultType(
  context: Context,
  node: Call,
  { type, name }: InstanceCall,
  answer: Type,
): Type {
  const sees = [
    'execute',
    'scalars',
    'query',
    'returning',
    'with_only_columns',
    'with_entities',
    'stream',
    'stream_scalars',
  ]
  const isScalar = name === 'scalar' && splitArguments(node.args).positional.length > 0
  if (sees.includes(name) || isScalar) return withRows(context, node, { name, answer })
  const [first] = ['get', 'get_one', 'merge'].includes(name)
    ? argumentTypes(context, node.args)
    : []
  if ((name === 'get' || name === 'get_one') && first?.kind === 'model') {
    return { kind: 'entity', model: first.model }
  }
  if (name === 'merge' && first) return first
  if (type.of === 'SessionMaker' && name === 'begin') return instance('Session')
  return answer
}

/** What a statement's rows consist of, handed on to the result. */
function withRows(
  context: Context,
  node: Call,
  { name, answer }: { readonly name: string; readonly answer: Type },
): Type {
  const types = argumentTypes(context, node.args)
  const [statement = UNKNOWN] = types
  if (name === 'scalar')
    return statement.kind === 'instance' ? (statement.row?.[0] ?? UNKNOWN) : UNKNOWN
  if (answer.kind !== 'instance') return answer
  if (['execute', 'scalars', 'stream', 'stream_scalars'].includes(name))
    return statement.kind === 'instance' ? sameRows(answer.of, statement) : answer
  if (node.args.some(({ star }) => star === '*')) return instance(answer.of)
  return instance(answer.of, rowTypes(types), rowNames(types))
}

type SpecialCall = (context: Context, node: Call, call: InstanceCall) => Typed | null

const SPECIAL: Readonly<Record<string, SpecialCall>> = {
  run_sync: (context, node, { owner }) => {
    const [work, ...rest] = buildArguments(context, node.args)
    if (work && isInstance(owner.type, 'AsyncSession', 'Session')) {
      const call =
        rest.length === 0
          ? work
          : out.arrow('(sync)', out.call(work, [out.identifier('sync'), ...rest]).doc)
      return { code: out.call(out.member(owner.code, 'runSync'), [call]), type: UNKNOWN }
    }
    return { code: out.call(work ?? out.raw('undefined'), [owner.code, ...rest]), type: UNKNOWN }
  },
  exec_driver_sql: (context, node, { owner }) => {
    const args = driverSqlArguments(context, node)
    const code = args && out.call(out.member(owner.code, 'execDriverSql'), args)
    return code && { code, type: instance('Result') }
  },
  execution_options: (context, node, { owner, type }) => {
    const [first] = splitArguments(node.args).positional
    if (first?.value.kind !== 'dict') return null
    const options = camelDictionary(context, first.value)
    return { code: out.call(out.member(owner.code, 'executionOptions'), [options]), type }
  },
  keys: (_context, _node, call) =>
    call.type.of === 'constraintColumns'
      ? {
          code: out.call(out.member(call.owner.code, 'map'), [out.raw('({ key }) => key')]),
          type: listOf(plain('str')),
        }
      : mapPart(call, 'keys', plain('str')),
  values: (_context, _node, call) =>
    mapPart(call, 'values', call.type.of === 'mapOfTables' ? instance('Table') : UNKNOWN),
  items: (_context, _node, call) => items(call),
  sort: asListMethod,
  reverse: asListMethod,
  pop: asListMethod,
  index: asListMethod,
  count: asListMethod,
  copy: asListMethod,
  intersection_update: asSetMethod,
  difference_update: asSetMethod,
  symmetric_difference_update: asSetMethod,
  append: (context, node, call) => collectionCall(context, node, call, 'push'),
  extend: (context, node, call) => collectionCall(context, node, call, 'extend'),
  render_as_string: (context, node, { owner }) => ({
    code: out.call(out.member(owner.code, 'renderAsString'), buildArguments(context, node.args)),
    type: plain('str'),
  }),
  get: (context, node, { owner, type }) => {
    const [key, fallback] = splitArguments(node.args).positional
    if (type.of === 'reflected' && key?.value.kind === 'string') {
      const value = out.member(owner.code, camelCase(key.value.value))
      const other = fallback ? context.code(fallback.value) : out.raw('null')
      return { code: out.binary(value, '??', other, out.PRECEDENCE.coalesce), type: UNKNOWN }
    }
    if (!['columns', 'columnList', 'mapOfTables', 'mapOfColumns'].includes(type.of)) return null
    const answer = type.of === 'mapOfTables' ? instance('Table') : SQL
    return {
      code: out.call(out.member(owner.code, 'get'), buildArguments(context, node.args)),
      type: answer,
    }
  },
  _asdict: (_context, _node, { owner }) => ({
    code: out.call(out.member(owner.code, 'asObject'), []),
    type: { kind: 'dict', of: UNKNOWN },
  }),
  columns: (context, node, { owner, type }) => {
    if (type.of !== 'Text') return null
    const args = buildArguments(context, node.args, { naming: asWritten })
    return {
      code: out.call(out.member(owner.code, 'columns'), args),
      type: instance('TextualSelect'),
    }
  },
}

/** What lists of Python have and related objects in a list so too. */
function asListMethod(context: Context, node: Call, call: InstanceCall): Typed | null {
  const { owner, type, name } = call
  return type.of === 'collection' ? listOnlyMethod(context, node, { owner, name }) : null
}

function asSetMethod(context: Context, node: Call, call: InstanceCall): Typed | null {
  const { owner, type, name } = call
  return type.of === 'collection' ? setOnlyMethod(context, node, { owner, name }) : null
}

function specialCall(context: Context, node: Call, call: InstanceCall): Typed | null {
  return SPECIAL[call.name]?.(context, node, call) ?? null
}

/** `metadata.tables.keys()` as a list. */
function mapPart({ owner, type }: InstanceCall, name: string, of: Type): Typed | null {
  if (type.of === 'attrs') {
    return {
      code: out.call(out.member(out.identifier('Object'), name), [owner.code]),
      type: listOf(of),
    }
  }
  if (!['mapOfTables', 'mapOfColumns', 'mapOfValues'].includes(type.of)) return null
  return {
    code: out.array([out.spread(out.call(out.member(owner.code, name), []))]),
    type: listOf(of),
  }
}

function items({ owner, type }: InstanceCall): Typed | null {
  if (['mapOfTables', 'mapOfColumns', 'identityMap'].includes(type.of)) {
    return { code: out.array([out.spread(owner.code)]), type: listOf(UNKNOWN) }
  }
  if (type.of === 'columns' || type.of === 'columnList' || type.of === 'RowMapping') {
    const code = out.call(out.member(owner.code, 'entries'), [])
    return { code, type: listOf({ kind: 'tuple', items: [plain('str'), UNKNOWN] }) }
  }
  return null
}

function collectionCall(
  context: Context,
  node: Call,
  { owner, type }: InstanceCall,
  name: string,
): Typed | null {
  if (type.of !== 'collection') return null
  const code = out.call(out.member(owner.code, name), buildArguments(context, node.args))
  return { code, type: plain('none') }
}
