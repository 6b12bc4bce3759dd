/** The members of a class besides its attributes: methods, properties, hybrids. */
import type { Context } from '../core/context.js'
import { leave, Untranslatable } from '../core/report.js'
import { targetNames, walk } from '../core/walk.js'
import { documentationOf } from '../statements/documentation.js'
import { functionInfo, functionParts } from '../statements/function-definition.js'
import type { FunctionInfo, ModelInfo } from '../knowledge/program.js'
import { specialName } from '../knowledge/special-methods.js'
import { isSql, type Type } from '../knowledge/types.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { ClassDefinition, Expression, FunctionDefinition, Statement } from '../syntax/nodes.js'
import { isDeclaredAttribute } from './collect.js'
import type { Mixin } from './mixins.js'
import { commentLines } from './comment-lines.js'

interface MemberContext {
  readonly model: ModelInfo
  readonly mixins: readonly Mixin[]
}

/** All methods of a class; those of mixins are written out, unless the class has its own. */
export function classMembers(
  context: Context,
  node: ClassDefinition,
  { model, mixins }: MemberContext,
): readonly Doc[] {
  const own = methodsOf(node)
  const names = new Set(own.map(({ name }) => name))
  // A declarative base is a class here as well: its methods are inherited.
  const mixed = mixins
    .filter((mixin) => mixin.model.role !== 'base')
    .flatMap((mixin) => methodsOf(mixin.node))
    .filter(({ name }) => !names.has(name))
  const all = [...mixed, ...own]
  return all.flatMap((each) => {
    const docs = memberDocs(context, each, { model, all })
    return docs.length === 0 ? [] : [join([hardline, hardline], docs)]
  })
}

function methodsOf(node: ClassDefinition): readonly FunctionDefinition[] {
  return node.body.filter(
    (statement): statement is FunctionDefinition =>
      statement.kind === 'function' && !isElsewhere(statement),
  )
}

/** Functions that become something else: validators, declared attributes. */
function isElsewhere(node: FunctionDefinition): boolean {
  return node.decorators.some((each) => {
    const name = decoratorName(each)
    return name === 'validates' || name === 'reconstructor' || isDeclaredAttribute(each)
  })
}

/** The last name of a decorator, called or not. */
export function decoratorName(node: Expression): string {
  return lastName(node.kind === 'call' ? node.callee : node)
}

interface OneMember {
  readonly model: ModelInfo
  readonly all: readonly FunctionDefinition[]
}

/** A member that cannot be translated is left by itself. */
function memberDocs(context: Context, node: FunctionDefinition, member: OneMember): readonly Doc[] {
  const { scope } = context
  try {
    const docs = memberDefinition(context, node, member)
    const above = [...commentLines(node), ...documentationOf(node.body)]
    return docs.length > 0 ? [[...above, docs[0] ?? ''], ...docs.slice(1)] : []
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error
    context.scope = scope
    const { line, construct, reason } = context.remember(error)
    return [`// Not translated, line ${line}: ${construct}: ${reason}`]
  }
}

function memberDefinition(
  context: Context,
  node: FunctionDefinition,
  { model, all }: OneMember,
): readonly Doc[] {
  const names = node.decorators.map(decoratorName)
  const entity: Type = { kind: 'entity', model }
  const class_: Type = { kind: 'model', model }
  if (names.includes('hybrid_property')) return hybridProperty(context, node, { model, all })
  if (names.includes('hybrid_method')) return hybridMethod(context, node, { model, all })
  if (names.includes('property') || names.includes('cached_property')) {
    return [property(context, node, model)]
  }
  if (names.includes('setter')) {
    return [method(context, node, { word: 'set ', self: entity, name: ownerOfSetter(node) })]
  }
  if (
    names.some((name) =>
      ['expression', 'comparator', 'update_expression', 'inplace'].includes(name),
    )
  ) {
    return belongsToHybrid(node) ? [] : [method(context, node, { word: 'static ', self: class_ })]
  }
  if (names.includes('classmethod'))
    return [method(context, node, { word: 'static ', self: class_ })]
  if (names.includes('staticmethod'))
    return [method(context, node, { word: 'static ', self: null })]
  if (names.length > 0) leave(node, `@${names[0] ?? ''}`, 'a decorator without counterpart')
  const name = methodName(node)
  const word = name === 'toString' && !context.isShared && model.role === 'model' ? 'override ' : ''
  return [method(context, node, { word, self: entity, name })]
}

/** A getter; an object that it answers is known in the next round. Other values are SQL when the class is asked. */
function property(context: Context, node: FunctionDefinition, model: ModelInfo): Doc {
  const fn = functionInfo(context, node)
  const shape = { word: 'get ', self: { kind: 'entity' as const, model }, name: node.name }
  const doc = methodDoc(context, node, { ...shape, fn, isDerived: false })
  if (fn.result.kind === 'object') model.members.set(node.name, fn.result)
  return doc
}

function belongsToHybrid(node: FunctionDefinition): boolean {
  return node.decorators.some((each) => each.kind === 'attribute')
}

/** `@name.setter` and `@name.inplace.setter`: the property's name. */
function ownerOfSetter(node: FunctionDefinition): string {
  const decorator = node.decorators.find((each) => decoratorName(each) === 'setter')
  return decorator ? hybridName(decorator) : node.name
}

/** The hybrid a decorator such as `@length.inplace.expression` belongs to. */
export function hybridName(node: Expression): string {
  if (node.kind !== 'attribute') return lastName(node)
  const { object } = node
  return object.kind === 'attribute' && object.name === 'inplace'
    ? lastName(object.object)
    : lastName(object)
}

export function methodName(node: FunctionDefinition): string {
  const known = specialName(node.name)
  if (known) return known
  if (/^__\w+__$/.test(node.name)) leave(node, node.name, 'a special method without counterpart')
  return node.name
}

export interface MethodShape {
  /** `get `, `static ` and the like. */
  readonly word: string
  /** The type of the first parameter, which becomes `this`; null for static methods. */
  readonly self: Type | null
  readonly name?: string
  /** The class extends another: its constructor calls that one first. */
  readonly isDerived?: boolean
}

/** `name(parameters) { … }` with `this` for `self`. */
export function method(
  context: Context,
  node: FunctionDefinition,
  { word, self, name, isDerived = self?.kind === 'entity' }: MethodShape,
): Doc {
  const fn = functionInfo(context, node)
  return methodDoc(context, node, { word, self, name: name ?? node.name, fn, isDerived })
}

/**
 * `super().__init__(…)` comes before the first mention of `this`, if it needs nothing that is made in between: Python
 * lets a constructor assign fields first.
 */
function superFirst(node: FunctionDefinition): FunctionDefinition {
  const self = node.parameters[0]?.name ?? ''
  const at = node.body.findIndex(isSuperCall)
  const first = node.body.findIndex((each) => mentions(each, [self]))
  const call = node.body[at]
  if (call === undefined || first < 0 || first >= at) return node
  const between = node.body.slice(first, at)
  const made = between.flatMap((each) =>
    each.kind === 'assign' ? each.targets.flatMap(targetNames) : [],
  )
  if (between.some(({ kind }) => kind !== 'assign') || mentions(call, [self, ...made])) return node
  const body = [...node.body.slice(0, first), call, ...between, ...node.body.slice(at + 1)]
  return { ...node, body }
}

function isSuperCall(statement: Statement): boolean {
  return statement.kind === 'expression' && mentions(statement.value, ['super'])
}

function mentions(root: unknown, names: readonly string[]): boolean {
  let found = false
  walk(root, (each) => {
    if (each.kind === 'name' && names.includes(each.id)) found = true
    return !found
  })
  return found
}

function callsSuper(node: FunctionDefinition): boolean {
  return mentions(node.body, ['super'])
}

function methodDoc(
  context: Context,
  node: FunctionDefinition,
  { word, self, name, fn, isDerived }: Required<MethodShape> & { readonly fn: FunctionInfo },
): Doc {
  const first = self ? node.parameters[0]?.name : undefined
  const body = isDerived && name === 'constructor' ? superFirst(node) : node
  const parts = functionParts(context, body, {
    fn,
    skip: first === undefined ? 0 : 1,
    first: isDerived && name === 'constructor' && !callsSuper(node) ? ['super()'] : [],
    prepare: () => {
      if (first !== undefined && self) context.bind(first, self, out.identifier('this'))
    },
  })
  const star = fn.isGenerator && !name.startsWith('*') ? '*' : ''
  return [parts.isAsync ? 'async ' : '', word, star, name, parts.parameters, ' ', parts.body]
}

/** A getter for objects beside one for the class, where the body makes sense in SQL. */
function hybridProperty(
  context: Context,
  node: FunctionDefinition,
  { model, all }: OneMember,
): readonly Doc[] {
  const entity: Type = { kind: 'entity', model }
  const docs = [method(context, node, { word: 'get ', self: entity })]
  const expression = partOf(all, node.name, 'expression') ?? partOf(all, node.name, 'comparator')
  const onClass = staticSide(context, expression ?? node, {
    model,
    word: 'static get ',
    name: node.name,
  })
  return onClass ? [...docs, onClass] : docs
}

function hybridMethod(
  context: Context,
  node: FunctionDefinition,
  { model, all }: OneMember,
): readonly Doc[] {
  const docs = [method(context, node, { word: '', self: { kind: 'entity', model } })]
  const expression = partOf(all, node.name, 'expression')
  const onClass = staticSide(context, expression ?? node, {
    model,
    word: 'static ',
    name: node.name,
  })
  return onClass ? [...docs, onClass] : docs
}

function partOf(
  all: readonly FunctionDefinition[],
  name: string,
  part: string,
): FunctionDefinition | null {
  const found = all.find((each) =>
    each.decorators.some(
      (decorator) => decoratorName(decorator) === part && hybridName(decorator) === name,
    ),
  )
  return found ?? null
}

interface StaticSide {
  readonly model: ModelInfo
  readonly word: string
  readonly name: string
}

/** The body with the class in place of the object; null if that gives no SQL. */
function staticSide(
  context: Context,
  node: FunctionDefinition,
  { model, word, name }: StaticSide,
): Doc | null {
  const fn: FunctionInfo = { ...functionInfo(context, node), seen: new Map() }
  const left = context.left.length
  const self: Type = { kind: 'model', model }
  const doc = methodDoc(context, node, { word, name, fn, self, isDerived: false })
  const isExpression =
    isSql(fn.result) || fn.result.kind === 'instance' || fn.result.kind === 'object'
  if (isExpression && context.left.length === left) return doc
  context.left.length = left
  return null
}
