/** Parameters of functions and lambdas. */
import type { Context, Typed } from '../core/context.js'
import type { FunctionInfo } from '../knowledge/program.js'
import { variableName } from '../knowledge/naming.js'
import { listOf, plain, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import { bracketed, type Doc } from '../output/doc.js'
import type { Expression, Lambda, Parameter } from '../syntax/nodes.js'
import { importPath } from './import-path.js'
import { annotatedType, unwrapOptional } from './library/sql-types.js'

export function lambda(context: Context, node: Lambda): Typed {
  const types = context.parameterTypes
  const typed = context.scoped('block', () => {
    const parameters = parameterList(
      context,
      node.parameters,
      (_parameter, index) => types[index] ?? UNKNOWN,
    )
    const body = context.withParameterTypes([], () => context.expression(node.body))
    return {
      code: out.arrow(parameters, body.code),
      type: { kind: 'function' as const, fn: lambdaInfo(node, body.type) },
    }
  })
  return { ...typed, code: keeping(context, node.parameters, typed.code) }
}

/** `lambda x, n=n: …`, where `n` is a loop's variable that all rounds share: a function around it keeps the value. */
function keeping(
  context: Context,
  parameters: readonly Parameter[],
  lambdaCode: out.Code,
): out.Code {
  const kept = parameters.filter(keepsItself).map(({ name }) => name)
  const shared = kept.filter((name) => context.sharedLoopNames.has(name))
  if (shared.length === 0) return lambdaCode
  const docs = shared.map((name): Doc => {
    const type = context.lookup(name)?.type ?? UNKNOWN
    const annotation = context.isShared ? '' : `: ${typeText(context, type)}`
    return [variableName(name), annotation]
  })
  const values = shared.map((name) => out.identifier(variableName(name)))
  return out.call(out.arrow(bracketed('(', docs, ')'), lambdaCode), values)
}

function keepsItself({ name, fallback }: Parameter): boolean {
  return fallback?.kind === 'name' && fallback.id === name
}

function lambdaInfo(node: Lambda, result: Type): Extract<Type, { kind: 'function' }>['fn'] {
  return {
    name: '',
    parameters: node.parameters,
    seen: new Map(),
    result,
    isContextManager: false,
    passesOn: false,
    isGenerator: false,
    isAsync: false,
  }
}

/** `(a, b = 1, ...rest)`; makes the names known. */
export function parameterList(
  context: Context,
  parameters: readonly Parameter[],
  typeOf: (parameter: Parameter, index: number) => Type,
): Doc {
  const isRest = hasRest(parameters)
  const isListed = isRest && parameters.some(({ star }) => star === '**')
  const isUnread = ({ name, keywordOnly }: Parameter): boolean =>
    isRest && keywordOnly && !context.isUsed(name)
  const docs = parameters.flatMap((parameter, index) =>
    parameter.name === '' || isUnread(parameter)
      ? []
      : isListed && parameter.star === '*'
        ? listDoc(context, parameter, typeOf(parameter, index))
        : parameterDoc(context, parameter, typeOf(parameter, index)),
  )
  return bracketed('(', docs, ')')
}

/** `*args` beside `**kwargs` is a list: what follows it is the options. */
export function takesBoth({ parameters, passesOn }: FunctionInfo): boolean {
  return !passesOn && parameters.some(({ star }) => star === '**') && hasRest(parameters)
}

function hasRest(parameters: readonly Parameter[]): boolean {
  return parameters.some(({ star, name }) => star === '*' && name !== '')
}

/** Parameters that are called the same everywhere. */
const CONVENTIONS: Readonly<Record<string, Type>> = {
  session: { kind: 'instance', of: 'Session' },
  db_session: { kind: 'instance', of: 'Session' },
}

function listDoc(context: Context, { name }: Parameter, seen: Type): readonly Doc[] {
  context.bind(name, listOf(seen))
  return [[variableName(name), context.isShared ? '' : ': any[]', ' = []']]
}

function parameterDoc(context: Context, parameter: Parameter, seen: Type): readonly Doc[] {
  const { name, star, fallback } = parameter
  const written = variableName(name)
  const declared = parameter.annotation ? annotationType(context, parameter.annotation) : UNKNOWN
  const told = declared.kind === 'unknown' ? seen : declared
  const type = told.kind === 'unknown' && star === '' ? (CONVENTIONS[name] ?? told) : told
  // `lambda x, n=n: …` keeps the value of a loop's variable; a closure does so by itself.
  if (keepsItself(parameter) && context.lookup(name)) return []
  const value = fallback ? context.expression(fallback) : null
  const known = star === '*' ? listOf(type) : star === '**' ? objectOf(type) : type
  context.bind(
    name,
    known.kind === 'unknown' && value ? defaultType(value.type) : known,
    out.identifier(written),
  )
  const annotation = context.isShared ? '' : typeAnnotation(context, known, value)
  if (star === '*') return [['...', written, annotation || ': any[]']]
  if (star === '**') return [[written, context.isShared ? '' : ': Record<string, any>', ' = {}']]
  return [value ? [written, annotation, ' = ', value.code.doc] : [written, annotation]]
}

function objectOf(of: Type): Type {
  return { kind: 'dict', of }
}

/** `None` as a default says nothing about the values to come. */
function defaultType(type: Type): Type {
  return type.kind === 'none' ? UNKNOWN : type
}

/** `: string`; a default that tells the type makes it superfluous. */
function typeAnnotation(context: Context, type: Type, value: Typed | null): string {
  if (value && value.type.kind !== 'none' && value.type.kind !== 'unknown') return ''
  const text = typeText(context, type)
  return value?.type.kind === 'none' && text !== 'any' ? `: ${text} | null` : `: ${text}`
}

const TEXTS: Readonly<Record<string, string>> = {
  int: 'number',
  float: 'number',
  str: 'string',
  bool: 'boolean',
  datetime: 'Date',
  date: 'string',
  time: 'string',
  decimal: 'string',
  uuid: 'string',
  timedelta: 'number',
  bytes: 'Uint8Array',
}

const CLASSES = new Set([
  'Session',
  'Connection',
  'Engine',
  'Result',
  'Query',
  'Table',
  'MetaData',
  'AsyncSession',
])

/** A type as TypeScript writes it; `any` where little is known. */
export function typeText(context: Context, type: Type): string {
  const simple = TEXTS[type.kind]
  if (simple) return simple
  if (type.kind === 'entity') return type.model.name
  if (type.kind === 'list') return `${typeText(context, type.of)}[]`
  if (type.kind === 'dict') return `Record<string, ${typeText(context, type.of)}>`
  if (type.kind === 'object') return type.name
  if (type.kind === 'instance' && CLASSES.has(type.of)) {
    context.library(type.of)
    return type.of
  }
  return 'any'
}

/** What an annotation of a parameter or variable says. */
export function annotationType(context: Context, node: Expression): Type {
  const optional = unwrapOptional(context, node)
  if (optional) return annotationType(context, optional)
  if (node.kind === 'string') {
    const parsed = context.parse(node.value)
    return parsed ? annotationType(context, parsed) : UNKNOWN
  }
  if (node.kind === 'subscript') return genericAnnotation(context, node)
  if (node.kind !== 'name' && node.kind !== 'attribute') return UNKNOWN
  const path = importPath(context, node)
  const library = path?.slice(path.lastIndexOf('.') + 1) ?? ''
  if (path?.startsWith('sqlalchemy') && CLASSES.has(library))
    return { kind: 'instance', of: library }
  if (path === 'builtins.dict') return objectOf(UNKNOWN)
  if (path === 'builtins.list') return listOf(UNKNOWN)
  const type = path === null ? context.expression(node).type : UNKNOWN
  if (type.kind === 'model') return { kind: 'entity', model: type.model }
  if (type.kind === 'class') return { ...type, kind: 'object' }
  return annotatedType(context, node).value
}

const LISTS = new Set(['List', 'list', 'Sequence', 'Iterable', 'Collection'])

function genericAnnotation(
  context: Context,
  node: Extract<Expression, { kind: 'subscript' }>,
): Type {
  const name =
    node.object.kind === 'attribute'
      ? node.object.name
      : node.object.kind === 'name'
        ? node.object.id
        : ''
  const items = node.index.kind === 'tuple' ? node.index.items : [node.index]
  const of = items.at(-1)
  const inner = of ? annotationType(context, of) : UNKNOWN
  if (LISTS.has(name)) return listOf(inner)
  if (name === 'Set' || name === 'set') return { kind: 'set', of: inner }
  if (name === 'Dict' || name === 'dict') return objectOf(inner)
  return name === 'Literal' ? plain('str') : UNKNOWN
}
