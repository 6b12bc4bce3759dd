/** `a.b` and `a[b]`: by the rules of names, and by what `a` is. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { memberOf, hasMember, VOCABULARY } from '../knowledge/members.js'
import { camelCase } from '../knowledge/naming.js'
import { findColumn, findMember, findRelationship, type ModelInfo } from '../knowledge/program.js'
import {
  elementType,
  instance,
  isArray,
  isInstance,
  isSql,
  listOf,
  notePut,
  plain,
  rowPart,
  SQL,
  sqlOf,
  type Type,
  UNKNOWN,
} from '../knowledge/types.js'
import { specialMethod } from '../knowledge/special-methods.js'
import * as out from '../output/code.js'
import type { Attribute, Expression, SliceRange, Subscript } from '../syntax/nodes.js'
import { importPath } from './import-path.js'
import { imported } from './names.js'
import { dateField } from './python/dates.js'

export function attribute(context: Context, node: Attribute): Typed {
  const path = importPath(context, node)
  if (path !== null) return importedMember(context, node, path)
  const owner = context.expression(node.object)
  return special(context, node, owner) ?? memberAccess(context, owner, node.name)
}

function importedMember(context: Context, node: Attribute, path: string): Typed {
  if (path.startsWith('sqlalchemy.func.')) {
    const names = path.slice('sqlalchemy.func.'.length).split('.')
    const code = names.reduce((object, each) => out.member(object, each), context.library('func'))
    return { code, type: { kind: 'imported', path } }
  }
  if (path.startsWith('sqlalchemy.event.')) {
    return {
      code: out.member(context.library('event'), camelCase(node.name)),
      type: { kind: 'imported', path },
    }
  }
  if (path === 'sqlalchemy.URL.create' || path === 'sqlalchemy.engine.URL.create') {
    return {
      code: out.member(context.library('URL'), 'create'),
      type: { kind: 'imported', path: 'sqlalchemy.URL.create' },
    }
  }
  if (/\.JSON\.NULL$/.test(path)) return { code: context.library('JSON_NULL'), type: UNKNOWN }
  if (path === 'sqlalchemy.__version__')
    return { code: context.library('version'), type: plain('str') }
  return imported(context, path, node)
}

/** Names between double underscores. */
function special(context: Context, node: Attribute, owner: Typed): Typed | null {
  const { type, code } = owner
  switch (node.name) {
    case '__class__':
      return { code: out.member(code, 'constructor'), type: classOf(type) }
    case '__name__':
    case '__qualname__':
      if (type.kind === 'unknown') {
        const value = typeArgument(context, node.object)
        if (value)
          return { code: out.call(context.helper('typeName'), [value]), type: plain('str') }
      }
      return { code: className(context, owner), type: plain('str') }
    case '__table__':
      return {
        code: out.call(context.library('tableOf'), [code]),
        type: instance('Table'),
      }
    case '__tablename__':
      return {
        code: out.member(out.call(context.library('tableOf'), [code]), 'name'),
        type: plain('str'),
      }
    case 'awaitable_attrs':
      return { code: out.call(context.library('awaitableAttrs'), [code]), type }
    case '__mapper__':
      return {
        code: out.call(context.library('inspect'), [classCode(owner)]),
        type: instance('mapper'),
      }
    case '__dict__':
      return type.kind === 'object'
        ? { code, type: { kind: 'dict', of: UNKNOWN } }
        : {
            code: out.member(out.call(context.library('inspect'), [code]), 'dict'),
            type: { kind: 'dict', of: UNKNOWN },
          }
    case '__version__':
      return { code: out.member(code, 'version'), type: plain('str') }
    case 'name':
      // The direction of a relationship is its name here.
      return isNamed(node.object, 'direction') ? { code, type: plain('str') } : null
    default:
      return node.name.startsWith('__') && node.name.endsWith('__')
        ? leave(node, node.name, 'Python only')
        : null
  }
}

/** `x` of `type(x)`. */
function typeArgument(context: Context, node: Expression): out.Code | null {
  if (node.kind !== 'call' || importPath(context, node.callee) !== 'builtins.type') return null
  const [value] = node.args
  return value && node.args.length === 1 ? context.code(value.value) : null
}

function isNamed(node: Expression, name: string): boolean {
  return node.kind === 'attribute' && node.name === name
}

function classOf(type: Type): Type {
  return type.kind === 'entity' ? { kind: 'model', model: type.model } : UNKNOWN
}

function classCode({ code, type }: Typed): out.Code {
  return type.kind === 'entity' ? out.member(code, 'constructor') : code
}

/** The name of a class. Mapped classes may have an attribute `name`; their mapper knows the class's. */
export function className(context: Context, owner: Typed): out.Code {
  if (owner.type.kind === 'model') {
    return out.member(out.call(context.library('inspect'), [owner.code]), 'className')
  }
  if (owner.type.kind === 'unknown') return out.call(context.helper('className'), [owner.code])
  return out.member(owner.code, 'name')
}

/** Special methods, called by name. */
const SPECIAL_METHODS: Readonly<Record<string, string>> = {
  __eq__: 'equals',
  __composite_values__: 'compositeValues',
}

/** An attribute by what its owner is. */
export function memberAccess(context: Context, owner: Typed, name: string): Typed {
  const { type, code } = owner
  switch (type.kind) {
    case 'model':
    case 'aliased':
      return {
        code: out.member(code, modelName(type.model, name)),
        type: classMember(type.model, name),
      }
    case 'entity':
      return {
        code: out.member(code, modelName(type.model, name)),
        type: entityMember(type.model, name),
        isNullable: findColumn(type.model, name)?.isNullable ?? false,
      }
    case 'instance':
      return instanceMember(owner, type, name)
    case 'sql':
      return sqlMember(context, owner, name)
    case 'class':
    case 'object':
      return {
        code: out.member(code, SPECIAL_METHODS[name] ?? memberName(context, type.members, name)),
        type: type.members.get(name) ?? UNKNOWN,
      }
    case 'datetime':
    case 'date':
    case 'time':
      return { code: dateField(owner, name), type: plain('int') }
    case 'enum':
      return enumMember(context, owner, name)
    case 'timedelta':
      return { code: duration(code, name), type: plain('int') }
    default:
      return { code: read(code, unknownName(context, name)), type: guess(name) }
  }
}

function modelName(model: ModelInfo, name: string): string {
  const isOwn = findColumn(model, name) ?? findRelationship(model, name) ?? findMember(model, name)
  return isOwn === null && VOCABULARY.has(name) ? camelCase(name) : name
}

function classMember(model: ModelInfo, name: string): Type {
  const column = findColumn(model, name)
  if (column) return sqlOf(column.type, name)
  const relationship = findRelationship(model, name)
  if (relationship)
    return { kind: 'sql', relationship: { model: null, isMany: relationship.isMany } }
  if (name === 'metadata') return instance('MetaData')
  return findMember(model, name) ?? UNKNOWN
}

function entityMember(model: ModelInfo, name: string): Type {
  const column = findColumn(model, name)
  if (column) return column.type
  const relationship = findRelationship(model, name)
  if (relationship) return relationship.valueType()
  const member = findMember(model, name)
  if (member?.kind === 'sql' && member.through) return proxiedMember(model, member.through)
  return member && !isSql(member) ? member : UNKNOWN
}

/** What an association proxy shows has the shape of the collection it goes through. */
function proxiedMember(model: ModelInfo, through: string): Type {
  const type = findRelationship(model, through)?.valueType() ?? UNKNOWN
  if (type.kind === 'map' || type.kind === 'set') return { ...type, of: UNKNOWN }
  return isInstance(type, 'collection') ? instance('proxiedList') : UNKNOWN
}

/** A type without arguments is written without parentheses, unless something is asked of it. */
export function calledType(owner: Typed): Typed {
  const { type, code } = owner
  if (type.kind !== 'instance' || type.of !== 'bareType') return owner
  return { code: out.call(code, []), type: instance('type') }
}

function instanceMember(
  given: Typed,
  type: Extract<Type, { kind: 'instance' }>,
  name: string,
): Typed {
  const owner = calledType(given)
  if (type.of === 'Table' && name === 'primary_key') {
    return { code: out.member(owner.code, 'primaryKeyConstraint'), type: instance('keyConstraint') }
  }
  if (type.of === 'columns')
    return { code: out.member(owner.code, name), type: sqlOf(rowPart(type, name) ?? UNKNOWN, name) }
  if (type.of === 'attrs') return { code: out.member(owner.code, name), type: instance('attr') }
  if (type.of === 'mapOfProperties') {
    return { code: out.member(owner.code, name), type: instance('mapperProperty') }
  }
  if (type.of === 'Row' && !hasMember('Row', name)) {
    return { code: out.member(owner.code, name), type: rowPart(type, name) ?? UNKNOWN }
  }
  const member = memberOf(type, name)
  return { code: read(owner.code, member.name), type: member.type }
}

/** An attribute; some of Python's are methods here. */
function read(code: out.Code, name: string): out.Code {
  return name.endsWith('()')
    ? out.call(out.member(code, name.slice(0, -2)), [])
    : out.member(code, name)
}

const DURATIONS: Readonly<Record<string, string>> = { days: '86_400_000', seconds: '1000' }

/** Intervals are milliseconds. */
function duration(code: out.Code, name: string): out.Code {
  const unit = DURATIONS[name]
  if (!unit) return out.member(code, name)
  const quotient = out.binary(code, '/', out.raw(unit), out.PRECEDENCE.multiplicative)
  return out.call(out.member(out.identifier('Math'), 'floor'), [quotient])
}

const SQL_VALUES: Readonly<Record<string, Type>> = {
  key: plain('str'),
  name: plain('str'),
  nullable: plain('bool'),
  property: UNKNOWN,
  type: UNKNOWN,
  table: instance('Table'),
  class_: UNKNOWN,
  parent: UNKNOWN,
  comparator: UNKNOWN,
}

function sqlMember(context: Context, { code }: Typed, name: string): Typed {
  if (name === 'c') return { code: out.member(code, 'c'), type: instance('columns') }
  const type = SQL_VALUES[name] ?? SQL
  return { code: out.member(code, unknownName(context, name)), type }
}

/** Members of enumerations are their names, as the database stores them. */
function enumMember(_context: Context, { code }: Typed, name: string): Typed {
  if (name === 'name') return { code, type: plain('str') }
  return { code: out.member(code, name), type: plain('enum') }
}

/** What a class does not declare it may have from one of the library's. */
function memberName(context: Context, members: ReadonlyMap<string, Type>, name: string): string {
  return members.has(name) ? name : unknownName(context, name)
}

/** The user's names stay, the library's follow the rules. */
export function unknownName(context: Context, name: string): string {
  if (context.knowledge.ownNames.has(name)) return name
  // What a compiler has for each kind of construct is one method here.
  if (name.startsWith('visit_')) return 'processDefault'
  return VOCABULARY.has(name) ? camelCase(name) : name
}

const GUESSES: Readonly<Record<string, string>> = {
  execute: 'Result',
  scalars: 'ScalarResult',
  c: 'columns',
  clauses: 'columnList',
  columns: 'columnList',
  metadata: 'MetaData',
  new: 'identitySet',
  dirty: 'identitySet',
  identity_map: 'identityMap',
  identity_key: 'unknown',
  execution_options: 'reflected',
  no_autoflush: 'NoAutoflush',
  query: 'Query',
  begin_nested: 'SessionTransaction',
}

/** Names that tell what they answer, whoever is asked. */
function guess(name: string): Type {
  const found = GUESSES[name]
  return found ? instance(found) : UNKNOWN
}

export function subscript(context: Context, node: Subscript): Typed {
  const owner = context.expression(node.object)
  if (node.index.kind === 'slice') return slice(context, owner, node.index)
  const { type } = owner
  if (type.kind === 'instance') {
    const found = instanceElement(context, node, owner)
    if (found) return found
  }
  if (isSql(type)) {
    return { code: out.call(out.member(owner.code, 'get'), [context.code(node.index)]), type: SQL }
  }
  if (type.kind === 'map') {
    notePut(type, { key: context.expression(node.index).type })
    return {
      code: out.call(out.member(owner.code, 'get'), [context.code(node.index)]),
      type: type.of,
    }
  }
  const own = specialMethod(type, '__getitem__')
  if (own) {
    const code = out.call(out.member(owner.code, own.name), [context.code(node.index)])
    return { code, type: own.result }
  }
  if (isNegative(node.index) && type.kind !== 'dict') {
    return {
      code: out.call(out.member(owner.code, 'at'), [context.code(node.index)]),
      type: elementType(type),
    }
  }
  return { code: element(context, owner.code, node.index), type: itemType(type, node.index) }
}

function isNegative(index: Expression): boolean {
  return index.kind === 'unary' && index.operator === '-'
}

/** `a.key` where the key is a name, else `a[key]`. */
function element(context: Context, owner: out.Code, index: Expression): out.Code {
  if (index.kind === 'string' && !index.isBytes) return out.member(owner, index.value)
  return out.elementOf(owner, context.code(index))
}

function itemType(type: Type, index: Expression): Type {
  if (type.kind === 'dict') return type.of
  if (type.kind === 'tuple' && index.kind === 'number')
    return type.items[Number(index.text)] ?? UNKNOWN
  if (type.kind === 'instance' && type.of === 'Row' && index.kind === 'number') {
    return type.row?.[Number(index.text)] ?? UNKNOWN
  }
  return type.kind === 'instance' && type.of !== 'collection' ? UNKNOWN : elementType(type)
}

const KEYED = new Set(['mapOfTables', 'mapOfColumns', 'mapOfValues', 'RowMapping', 'identityMap'])

function instanceElement(context: Context, node: Subscript, owner: Typed): Typed | null {
  const { type, code } = owner
  if (type.kind !== 'instance') return null
  const index = node.index
  if (type.of === 'columns' || type.of === 'columnList') {
    if (index.kind === 'tuple') {
      const items = index.items.map((item) => element(context, code, item))
      return { code: out.array(items), type: { kind: 'tuple', items: items.map(() => SQL) } }
    }
    const view = type.of === 'columns' || index.kind === 'number'
    return view
      ? {
          code: index.kind === 'number' ? at(context, code, index) : element(context, code, index),
          type: SQL,
        }
      : { code: out.call(out.member(code, 'get'), [context.code(index)]), type: SQL }
  }
  if (isInstance(type, 'Query', 'AppenderQuery')) return queryElement(context, owner, index)
  if (type.of === 'reflected' && index.kind === 'string') {
    return { code: out.member(code, camelCase(index.value)), type: UNKNOWN }
  }
  if (type.of === 'History' && index.kind === 'number') {
    const parts = ['added', 'unchanged', 'deleted']
    return { code: out.member(code, parts[Number(index.text)] ?? 'deleted'), type: listOf(UNKNOWN) }
  }
  if (type.of === 'identityKey' && index.kind === 'number') {
    const parts = ['class_', 'identity', 'token']
    return { code: out.member(code, parts[Number(index.text)] ?? 'token'), type: UNKNOWN }
  }
  if (KEYED.has(type.of)) {
    const item =
      type.of === 'mapOfTables' ? instance('Table') : type.of === 'mapOfColumns' ? SQL : UNKNOWN
    return { code: out.call(out.member(code, 'get'), [context.code(index)]), type: item }
  }
  return null
}

function at(context: Context, columns: out.Code, index: Expression): out.Code {
  const values = out.call(out.member(columns, 'values'), [])
  return out.elementOf(values, context.code(index))
}

/** `query[3]` loads one object. */
function queryElement(context: Context, owner: Typed, index: Expression): Typed {
  const start = context.code(index)
  const stop = out.binary(start, '+', out.raw('1'), out.PRECEDENCE.additive)
  const limited = out.call(out.member(owner.code, 'slice'), [start, stop])
  return { code: out.call(out.member(limited, 'one'), []), type: elementType(owner.type) }
}

function slice(context: Context, owner: Typed, range: SliceRange): Typed {
  if (range.step) return steppedSlice(context, owner, range)
  if (isSql(owner.type)) {
    const bounds = out.object([
      { key: 'start', value: bound(context, range.start) },
      { key: 'stop', value: bound(context, range.stop) },
    ])
    return { code: out.call(out.member(owner.code, 'get'), [bounds]), type: SQL }
  }
  const bounds = [range.start ? context.code(range.start) : out.raw('0')]
  if (range.stop) bounds.push(context.code(range.stop))
  const code = out.call(out.member(owner.code, 'slice'), range.start || range.stop ? bounds : [])
  if (isInstance(owner.type, 'Query', 'AppenderQuery')) {
    const item = elementType(owner.type)
    return { code: out.call(out.member(code, 'all'), []), type: { kind: 'list', of: item } }
  }
  return { code, type: owner.type }
}

function bound(context: Context, node: Expression | null): out.Code {
  return node ? context.code(node) : out.raw('null')
}

/** `[a:b:n]`: only `[::-1]` has a short counterpart. */
function steppedSlice(context: Context, owner: Typed, range: SliceRange): Typed {
  const isReversed = range.step && isNegative(range.step) && context.text(range.step) === '-1'
  if (!isReversed || range.start || range.stop) return everyNth(context, owner, range)
  const copy = out.array([out.spread(owner.code)])
  const code = out.call(out.member(copy, 'reverse'), [])
  if (owner.type.kind === 'str')
    return { code: out.call(out.member(code, 'join'), [out.raw("''")]), type: owner.type }
  return { code, type: isArray(owner.type) ? owner.type : { kind: 'list', of: UNKNOWN } }
}

function everyNth(context: Context, owner: Typed, { start, stop, step }: SliceRange): Typed {
  const isText = owner.type.kind === 'str'
  const list = isArray(owner.type) ? owner.code : out.array([out.spread(owner.code)])
  const args = [list, bound(context, step)]
  if (start ?? stop) args.push(bound(context, start))
  if (stop) args.push(bound(context, stop))
  const code = out.call(context.helper('everyNth'), args)
  if (isText) return { code: out.call(out.member(code, 'join'), [out.raw("''")]), type: owner.type }
  return { code, type: isArray(owner.type) ? owner.type : { kind: 'list', of: UNKNOWN } }
}
