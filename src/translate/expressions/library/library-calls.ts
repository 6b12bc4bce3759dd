/** Calls of functions and classes of SQLAlchemy itself. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { catalogEntry, isLibrary } from '../../knowledge/catalog.js'
import { dialectEntry, type DialectEntry } from '../../knowledge/dialects.js'
import { camelCase } from '../../knowledge/naming.js'
import { instance, plain, SQL, sqlOf, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call } from '../../syntax/nodes.js'
import {
  argumentTypes,
  buildArguments,
  keyword,
  splitArguments,
  without,
  type ArgumentOptions,
} from '../arguments.js'
import { eventCall } from './events.js'
import { rowNames, rowTypes } from './rows.js'
import { columnCall, tableCall } from './schema-calls.js'
import { enumCall, typeOptions } from './sql-types.js'

type LibraryCall = (context: Context, node: Call) => Typed

/** Keywords that are positional here. */
const SHAPES: Readonly<Record<string, ArgumentOptions>> = {
  create_engine: { drop: ['encoding', 'convert_unicode'], dropTrue: ['future'] },
  create_async_engine: { dropTrue: ['future'] },
  engine_from_config: { order: ['configuration', 'prefix'], pad: 2 },
  Session: { drop: ['class_'], dropTrue: ['future'] },
  AsyncSession: { drop: ['future', 'class_', 'sync_session_class'] },
  literal: { order: ['value', 'type_'], pad: 2 },
  alias: { order: ['selectable', 'name'] },
  aliased: { order: ['element', 'alias'], pad: 2 },
  lateral: { order: ['selectable', 'name'] },
  tablesample: { order: ['selectable', 'sampling'] },
  join: { order: ['left', 'right', 'onclause'], pad: 3 },
  outerjoin: { order: ['left', 'right', 'onclause'], pad: 3 },
  label: { order: ['name', 'element'] },
  with_polymorphic: { order: ['base', 'classes'] },
  ForeignKey: { order: ['column'] },
  declarative_base: { drop: ['cls', 'name', 'class_registry', 'mapper'] },
  association_proxy: { order: ['target_collection', 'attr'] },
  index_property: { order: ['attr_name', 'index'] },
  attribute_keyed_dict: { order: ['attr_name'] },
  get_history: { order: ['obj', 'key'] },
}

const CALLS: Readonly<Record<string, LibraryCall>> = {
  Table: tableCall,
  Column: (context, node) => columnCall(context, node, null),
  mapped_column: (context, node) => columnCall(context, node, null),
  Enum: enumCall,
  column: lightColumn,
  relationship: (_context, node) =>
    leave(node, 'relationship()', 'only in the body of a mapped class'),
  literal: literalCall,
  between: (context, node) => firstAsOwner(context, node, 'between'),
  collate: (context, node) => firstAsOwner(context, node, 'collate'),
  label: (context, node) => {
    const [name, element] = buildArguments(context, node.args, SHAPES.label)
    return method(element ?? out.raw('null'), 'label', name ? [name] : [])
  },
  bitwise_not: (context, node) => firstAsOwner(context, node, 'bitwiseNot'),
  bindparam: bindparam,
  select: (context, node) => withRow(context, node, 'Select'),
  aliased: aliasedCall,
  with_polymorphic: aliasedCall,
  sessionmaker: sessionMaker,
  async_sessionmaker: sessionMaker,
  inspect: inspectCall,
  values: valuesCall,
  with_loader_criteria: loaderCriteria,
  URL: (context, node) => ({
    code: out.call(context.expression(node.callee).code, buildArguments(context, node.args)),
    type: instance('Url'),
  }),
  create: urlCreate,
  text: (context, node) => call(context, node, 'text'),
  backref: (_context, node) => leave(node, 'backref()', 'only inside of relationship()'),
  declarative_base: declarativeBase,
}

/** What a call of a name of the library becomes; null if the path is not the library's. */
export function libraryCall(context: Context, node: Call, path: string): Typed | null {
  if (path.startsWith('sqlalchemy.func.')) return functionCall(context, node)
  if (path.startsWith('sqlalchemy.event.')) return eventCall(context, node, path)
  if (!isLibrary(path)) return null
  const own = dialectEntry(path)
  if (own) return dialectCall(context, node, own)
  const name = path.slice(path.lastIndexOf('.') + 1)
  const translate = CALLS[name]
  if (translate) return translate(context, node)
  return catalogCall(context, node, path)
}

/** `mysql.TINYINT(1)`: types without arguments stay bare. */
function dialectCall(context: Context, node: Call, { kind, name, result }: DialectEntry): Typed {
  const { code: callee } = context.expression(node.callee)
  const given = buildArguments(context, node.args, { drop: ['as_uuid'] })
  // An enumeration that is named only: its options would pass for its members.
  const isNamedOnly = name === 'enum' && splitArguments(node.args).positional.length === 0
  const args = isNamedOnly ? [out.object([]), ...given] : given
  if (kind === 'class') return { code: out.newObject(callee, args), type: result }
  const isBare = kind === 'type' && args.length === 0
  return isBare
    ? { code: callee, type: instance('bareType') }
    : { code: out.call(callee, args), type: result }
}

function catalogCall(context: Context, node: Call, path: string): Typed {
  const name = path.slice(path.lastIndexOf('.') + 1)
  const entry = catalogEntry(path)
  const callee = context.library(entry?.name ?? camelCase(name))
  if (entry?.kind === 'type') return typeCall(context, node, { callee, name })
  const args = buildArguments(context, node.args, SHAPES[name] ?? {})
  const type = entry?.result ?? UNKNOWN
  const isNew =
    entry?.kind === 'class' || entry?.kind === 'error' || (!entry && /^[A-Z]/.test(name))
  return { code: isNew ? out.newObject(callee, args) : out.call(callee, args), type }
}

function call(context: Context, node: Call, name: string): Typed {
  const entry = catalogEntry(`sqlalchemy.${name}`)
  const args = buildArguments(context, node.args, SHAPES[name] ?? {})
  return {
    code: out.call(context.library(entry?.name ?? camelCase(name)), args),
    type: entry?.result ?? UNKNOWN,
  }
}

function typeCall(
  context: Context,
  node: Call,
  { callee, name }: { readonly callee: out.Code; readonly name: string },
): Typed {
  const args = typeOptions(context, node, name)
  return args.length === 0
    ? { code: callee, type: instance('bareType') }
    : { code: out.call(callee, args), type: instance('type') }
}

/** `func.count(x)`; keywords are options of the call. */
function functionCall(context: Context, node: Call): Typed {
  const callee = context.expression(node.callee)
  const { positional, keywords } = splitArguments(node.args)
  const args = positional.map((each) =>
    each.star === '*' ? out.spread(context.code(each.value)) : context.code(each.value),
  )
  const type = functionType(context, node)
  if (keywords.length === 0) return { code: out.call(callee.code, args), type }
  const options = buildArguments(context, keywords)
  return { code: out.call(callee.code, [...args, ...options]), type }
}

const FUNCTION_VALUES: Readonly<Record<string, Type>> = {
  count: plain('int'),
  length: plain('int'),
  char_length: plain('int'),
  row_number: plain('int'),
  rank: plain('int'),
  lower: plain('str'),
  upper: plain('str'),
  trim: plain('str'),
  concat: plain('str'),
  group_concat: plain('str'),
  string_agg: plain('str'),
}

const OF_ARGUMENT = new Set('sum min max coalesce abs first_value last_value lag lead'.split(' '))

/** What the database answers for a function: counts, texts, what it is given. */
function functionType(context: Context, node: Call): Type {
  const name = node.callee.kind === 'attribute' ? node.callee.name : ''
  const [first] = argumentTypes(context, node.args)
  const given = OF_ARGUMENT.has(name) && first?.kind === 'sql' ? first.value : undefined
  return sqlOf(FUNCTION_VALUES[name] ?? given, name)
}

function method(owner: out.Code, name: string, args: readonly out.Code[]): Typed {
  return { code: out.call(out.member(owner, name), args), type: SQL }
}

const VALUES: ReadonlySet<string> = new Set(['int', 'float', 'str', 'bool', 'datetime'])

/** `between(a, 1, 2)` is `a.between(1, 2)`. */
function firstAsOwner(context: Context, node: Call, name: string): Typed {
  const [owner = out.raw('null'), ...args] = buildArguments(context, node.args)
  const [type] = argumentTypes(context, node.args)
  // Values have no such methods: `between(5, a, b)` is about a parameter.
  const isValue = type !== undefined && VALUES.has(type.kind)
  return method(isValue ? out.call(context.library('literal'), [owner]) : owner, name, args)
}

/** What is a text or a number here and something else in Python: its type says what. */
const LITERAL_TYPES: Readonly<Partial<Record<Type['kind'], string>>> = {
  decimal: 'numeric',
  date: 'date',
  time: 'time',
  timedelta: 'interval',
}

function literalCall(context: Context, node: Call): Typed {
  const made = call(context, node, 'literal')
  const [type, ...others] = argumentTypes(context, node.args)
  const own = type && LITERAL_TYPES[type.kind]
  if (own === undefined || others.length > 0 || keyword(node.args, 'type_')) return made
  const args = [...buildArguments(context, node.args, SHAPES.literal), context.library(own)]
  return { ...made, code: out.call(context.library('literal'), args) }
}

/** A column without a table: `column("x", Integer)`. */
function lightColumn(context: Context, node: Call): Typed {
  return {
    code: out.call(context.library('column'), buildArguments(context, node.args)),
    type: SQL,
  }
}

/** `bindparam(key, value, type)`: all but the name are options. */
function bindparam(context: Context, node: Call): Typed {
  const { positional, keywords } = splitArguments(node.args)
  const names = ['key', 'value', 'type']
  const [key, ...others] = positional
  const args = key ? [context.code(key.value)] : [out.raw('null')]
  const options: out.Property[] = [
    ...others.map((each, index) => ({
      key: names[index + 1] ?? '',
      value: context.code(each.value),
    })),
    ...keywords
      .filter(({ name }) => name !== 'key')
      .map(({ name, value }) => ({ key: camelCase(name ?? ''), value: context.code(value) })),
  ]
  if (options.length > 0) args.push(out.object(options))
  return { code: out.call(context.library('bindparam'), args), type: SQL }
}

function withRow(context: Context, node: Call, of: string): Typed {
  const made = call(context, node, of.toLowerCase())
  if (node.args.some(({ star }) => star === '*')) return { ...made, type: instance(of) }
  const types = argumentTypes(context, node.args)
  return { ...made, type: instance(of, rowTypes(types), rowNames(types)) }
}

function aliasedCall(context: Context, node: Call): Typed {
  const path = node.callee.kind === 'name' ? node.callee.id : 'aliased'
  const isPolymorphic = path === 'with_polymorphic'
  const name = isPolymorphic ? 'withPolymorphic' : 'aliased'
  const shape: ArgumentOptions = isPolymorphic
    ? { order: ['base', 'classes'], pad: 2 }
    : { order: ['element', 'alias'], pad: 1 }
  const [of] = argumentTypes(context, node.args)
  const code = out.call(context.library(name), buildArguments(context, node.args, shape))
  if (of?.kind === 'model' || of?.kind === 'aliased')
    return { code, type: { kind: 'aliased', model: of.model } }
  return { code, type: instance('From') }
}

/** The engine is an option like the others. */
function sessionMaker(context: Context, node: Call): Typed {
  const made = sessionClass(context, node)
  const isOwn = made !== null && made.kind !== 'imported'
  const args = without(node.args, ...(isOwn ? [] : ['class_']), 'future', 'sync_session_class').map(
    (each, index) =>
      index === 0 && each.name === null && each.star === '' ? { ...each, name: 'bind' } : each,
  )
  const isAsync = node.callee.kind === 'name' && node.callee.id.startsWith('async')
  const usesAsync = isAsync || (made?.kind === 'imported' && made.path.endsWith('.AsyncSession'))
  const code = out.call(
    context.library(usesAsync ? 'asyncSessionmaker' : 'sessionmaker'),
    buildArguments(context, args),
  )
  return { code, type: instance('SessionMaker') }
}

function sessionClass(context: Context, node: Call): Type | null {
  const value = keyword(node.args, 'class_')
  return value ? context.expression(value).type : null
}

/** `with_loader_criteria(User, lambda cls: cls.active)`: the function is called with the class. */
function loaderCriteria(context: Context, node: Call): Typed {
  const entity = keyword(node.args, 'entity_or_base') ?? node.args[0]?.value
  const order = ['entity_or_base', 'where_criteria']
  const args = context.withParameterTypes(entity ? [context.expression(entity).type] : [], () =>
    buildArguments(context, node.args, { order }),
  )
  return { code: out.call(context.library('withLoaderCriteria'), args), type: instance('option') }
}

function inspectCall(context: Context, node: Call): Typed {
  const [of] = argumentTypes(context, node.args)
  const code = out.call(context.library('inspect'), buildArguments(context, node.args))
  return { code, type: inspectedType(of ?? UNKNOWN) }
}

function inspectedType(of: Type): Type {
  if (of.kind === 'model' || of.kind === 'aliased') return instance('mapper')
  if (of.kind === 'entity') return instance('state')
  if (of.kind === 'instance') {
    if (['Engine', 'Connection', 'AsyncEngine'].includes(of.of)) return instance('Inspector')
  }
  return UNKNOWN
}

/** `values(column("a"), name="v")`: the columns are a list. */
function valuesCall(context: Context, node: Call): Typed {
  const { positional, keywords } = splitArguments(node.args)
  const columns = out.array(positional.map((each) => context.code(each.value)))
  const args = [columns, ...buildArguments(context, keywords)]
  return { code: out.call(context.library('values'), args), type: instance('From') }
}

/** `URL.create("postgresql", username=…)`: all fields are in one object. */
function urlCreate(context: Context, node: Call): Typed {
  const names = ['drivername', 'username', 'password', 'host', 'port', 'database', 'query']
  const args = node.args.map((each, index) =>
    each.name === null ? { ...each, name: names[index] ?? '' } : each,
  )
  const code = out.call(context.expression(node.callee).code, buildArguments(context, args))
  return { code, type: instance('Url') }
}

function declarativeBase(context: Context, node: Call): Typed {
  const args = buildArguments(context, node.args, SHAPES.declarative_base)
  return { code: out.call(context.library('declarativeBase'), args), type: plain('none') }
}
