/** Classes that are no models: dataclasses, types, errors, enumerations, and all others. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { walk } from '../core/walk.js'
import { importPath } from '../expressions/import-path.js'
import { annotationType, typeText } from '../expressions/functions.js'
import { camelCase } from '../knowledge/naming.js'
import { isInstance, UNKNOWN, type Type } from '../knowledge/types.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { Assign, ClassDefinition, Expression, FunctionDefinition } from '../syntax/nodes.js'
import { documentationOf } from '../statements/documentation.js'
import { functionInfo } from '../statements/function-definition.js'
import { commentLines } from './comment-lines.js'
import { comparatorMethod, isComparatorClass } from './comparators.js'
import { decoratorName, method, methodName } from './members.js'
import type { ClassParts } from './model-class.js'

/** `const Color = { RED: 'RED' } as const`: the database stores the names of members. */
export function enumeration(context: Context, node: ClassDefinition): Doc {
  const members = context.knowledge.enums.get(node.name) ?? []
  const record = out.object(members.map((name) => ({ key: name, value: out.stringLiteral(name) })))
  return [record.doc, context.isShared ? '' : ' as const']
}

/** The type of the class, with its methods. */
export function classType(context: Context, node: ClassDefinition): Type {
  const members = new Map<string, Type>()
  for (const statement of node.body) {
    if (statement.kind === 'function') {
      const isProperty = statement.decorators.some((each) => decoratorName(each) === 'property')
      const type: Type = isProperty
        ? UNKNOWN
        : { kind: 'function', fn: functionInfo(context, statement) }
      members.set(statement.name, type)
    } else if (statement.kind === 'assign' && statement.targets[0]?.kind === 'name') {
      const type = statement.annotation ? annotationType(context, statement.annotation) : UNKNOWN
      members.set(statement.targets[0].id, type)
    }
  }
  if (isDataclass(node)) {
    members.set('__init__', initializer(node))
    members.set('__dataclass_fields__', UNKNOWN)
  }
  return { kind: 'class', name: node.name, members, isExpression: isExpressionClass(node) }
}

function isExpressionClass(node: ClassDefinition): boolean {
  return node.args.some((each) => EXPRESSION_BASES.has(lastName(each.value)))
}

const EXPRESSION_BASES = new Set([
  'FunctionElement',
  'GenericFunction',
  'ColumnElement',
  'ColumnClause',
])

/** Dataclasses take their fields in order. */
function initializer(node: ClassDefinition): Type {
  const self = {
    name: 'self',
    star: '' as const,
    annotation: null,
    fallback: null,
    keywordOnly: false,
    from: 0,
    to: 0,
  }
  const parameters = [self, ...fields(node).map((each) => ({ ...self, name: each.name }))]
  return {
    kind: 'function',
    fn: {
      name: '__init__',
      parameters,
      seen: new Map(),
      result: UNKNOWN,
      isContextManager: false,
      passesOn: false,
      isGenerator: false,
      isAsync: false,
    },
  }
}

function isDataclass(node: ClassDefinition): boolean {
  return node.decorators.some((each) => decoratorName(each) === 'dataclass')
}

interface Field {
  readonly name: string
  readonly statement: Assign
}

function fields(node: ClassDefinition): readonly Field[] {
  return node.body.flatMap((statement) =>
    statement.kind === 'assign' && statement.annotation && statement.targets[0]?.kind === 'name'
      ? [{ name: statement.targets[0].id, statement }]
      : [],
  )
}

/** Heritage and members of a class that is no model. */
export function plainClass(context: Context, node: ClassDefinition, type: Type): ClassParts {
  const others = node.decorators.filter((each) => decoratorName(each) !== 'dataclass')
  if (others.length > 0)
    leave(
      node,
      `@${decoratorName(others[0] ?? { kind: 'name', id: '', from: 0, to: 0 })}`,
      'a decorator without counterpart',
    )
  const isType = node.args.some((each) =>
    ['TypeDecorator', 'UserDefinedType'].includes(lastName(each.value)),
  )
  const isComparator = isComparatorClass(node)
  const extended = heritage(context, node)
  const members: Doc[] = context.isShared ? [] : [...instanceFields(node)]
  if (isDataclass(node)) members.push(dataclassConstructor(context, node, extended !== null))
  for (const statement of node.body) {
    const doc =
      statement.kind === 'function'
        ? isDerivedFromEquality(statement)
          ? null
          : methodOf(context, statement, {
              type,
              isType,
              isComparator,
              isDerived: extended !== null,
            })
        : statement.kind === 'assign' && !isDataclass(node)
          ? fieldDoc(context, statement, isType)
          : null
    if (doc)
      members.push([
        members.length > 0 && statement.kind === 'function' ? hardline : '',
        ...commentLines(statement),
        ...(statement.kind === 'function' ? documentationOf(statement.body) : []),
        doc,
      ])
  }
  if (node.args.some((each) => lastName(each.value) === 'GenericFunction'))
    members.push(['static { ', context.library('registerFunction').doc, '(this) }'])
  return { heritage: extended, members }
}

/** Fields the constructor assigns: their types are those of the assignments. */
function instanceFields(node: ClassDefinition): readonly Doc[] {
  const init = node.body.find(
    (each): each is FunctionDefinition => each.kind === 'function' && each.name === '__init__',
  )
  const self = init?.parameters[0]?.name
  const declared = new Set(fields(node).map(({ name }) => name))
  const names = new Set<string>()
  walk(init?.body ?? [], (each) => {
    for (const target of each.kind === 'assign' ? each.targets : []) {
      const isField =
        target.kind === 'attribute' && target.object.kind === 'name' && target.object.id === self
      if (isField && !declared.has(target.name)) names.add(target.name)
    }
    return true
  })
  return [...names]
}

function heritage(context: Context, node: ClassDefinition): Doc | null {
  const bases = node.args
    .filter((each) => each.name === null)
    .map(({ value }) => withoutTypes(value))
  const base = bases.find(
    (each) =>
      !/^(builtins\.object|typing\.|.*Generic$|.*Protocol$|.*ABC$)/.test(
        importPath(context, each) ?? '',
      ),
  )
  return base ? context.code(base).doc : null
}

/** `Comparator[str]` is `Comparator`. */
function withoutTypes(base: Expression): Expression {
  return base.kind === 'subscript' ? base.object : base
}

/** `!=`, hashing and the assignment of fields follow from the rest. */
function isDerivedFromEquality({ name }: FunctionDefinition): boolean {
  return name === '__ne__' || name === '__hash__' || name === '__setattr__'
}

interface ClassContext {
  readonly type: Type
  readonly isType: boolean
  readonly isComparator: boolean
  readonly isDerived: boolean
}

function methodOf(
  context: Context,
  node: FunctionDefinition,
  { type, isType, isComparator, isDerived }: ClassContext,
): Doc {
  const names = node.decorators.map(decoratorName)
  const members = type.kind === 'class' ? type.members : new Map<string, Type>()
  const self: Type = { kind: 'object', name: 'this', members }
  if (names.includes('staticmethod')) return method(context, node, { word: 'static ', self: null })
  if (names.includes('classmethod')) return method(context, node, { word: 'static ', self: type })
  if (names.includes('property')) return method(context, node, { word: 'get ', self })
  if (names.includes('setter')) return method(context, node, { word: 'set ', self })
  if (names.length > 0) leave(node, `@${names[0] ?? ''}`, 'a decorator without counterpart')
  if (isComparator) return comparatorMethod(context, node, members)
  const isSpecial = node.name.startsWith('__')
  const name = isType && !isSpecial ? camelCase(node.name) : methodName(node)
  const word = isType && node.name !== '__init__' ? 'override ' : ''
  return method(context, node, { word: context.isShared ? '' : word, self, name, isDerived })
}

function fieldDoc(
  context: Context,
  { targets: [target], value, annotation }: Assign,
  isType: boolean,
): Doc | null {
  if (target?.kind !== 'name') return null
  if (target.id === 'cache_ok' && value)
    return [context.isShared ? '' : 'override readonly ', 'cacheOk = ', context.code(value).doc]
  const type =
    annotation && !context.isShared
      ? `: ${typeText(context, annotationType(context, annotation))}`
      : ''
  if (!value) return context.isShared ? null : ['declare ', target.id, type]
  const code = context.expression(value)
  if (isType && target.id === 'impl') {
    const isCalled = isInstance(code.type, 'bareType')
    const impl = isCalled ? out.call(code.code, []) : code.code
    return [context.isShared ? '' : 'override readonly ', 'impl = ', impl.doc]
  }
  return [isType ? '' : 'static ', target.id, type, ' = ', code.code.doc]
}

function dataclassConstructor(context: Context, node: ClassDefinition, isDerived: boolean): Doc {
  const all = fields(node)
  const parameters = all.map(({ name, statement }) => {
    const type =
      context.isShared || !statement.annotation
        ? ''
        : `: ${typeText(context, annotationType(context, statement.annotation))}`
    const fallback = statement.value ? [' = ', context.code(statement.value).doc] : []
    return [context.isShared ? '' : 'public ', name, type, ...fallback] as Doc
  })
  const lines = [
    ...(isDerived ? ['super()'] : []),
    ...(context.isShared ? all.map(({ name }) => `this.${name} = ${name}`) : []),
  ]
  return ['constructor(', join(', ', parameters), ') ', out.braces(lines)]
}
