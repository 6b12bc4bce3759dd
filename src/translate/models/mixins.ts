/** Mixins and abstract classes: records of attributes that models spread, and functions evaluated for each of them. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import type { ModelInfo } from '../knowledge/program.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import type { ClassDefinition, Expression, FunctionDefinition, Statement } from '../syntax/nodes.js'
import { attributeCode } from './attributes.js'
import { isDeclaredAttribute } from './collect.js'

/** A class whose attributes and methods a model takes over. */
export interface Mixin {
  readonly model: ModelInfo
  readonly node: ClassDefinition
  /** The record of its attributes, if it has some to be spread. */
  readonly record: string | null
}

/** Mixins, abstract classes and the declarative base a model is made of, in the order Python looks through them. */
export function mixinsOf(context: Context, model: ModelInfo): readonly Mixin[] {
  const all = ancestors(model)
  // What several classes extend comes behind the last of them.
  const inOrder = all.filter((each, index) => all.lastIndexOf(each) === index)
  return inOrder.flatMap((base) => {
    const node = context.knowledge.classNodes.get(base.name)
    return node ? [{ model: base, node, record: recordName(base, node) }] : []
  })
}

function ancestors({ bases }: ModelInfo): readonly ModelInfo[] {
  return bases.flatMap((base) => (base.role === 'model' ? [] : [base, ...ancestors(base)]))
}

/** What the attributes of a mixin are called; a declarative base is something else than its attributes. */
export function recordName(model: ModelInfo, node: ClassDefinition): string | null {
  if (recordNames({ model, node }).length === 0) return null
  return model.role === 'base' ? `${model.name}Attributes` : model.name
}

/** The attributes in the record of a mixin. */
export function recordNames({ model, node }: Pick<Mixin, 'model' | 'node'>): readonly string[] {
  const declared = node.body.flatMap((statement) =>
    statement.kind === 'assign' && statement.targets[0]?.kind === 'name'
      ? [statement.targets[0].id]
      : [],
  )
  return declared.filter(
    (name) =>
      model.columns.has(name) ||
      model.relationships.has(name) ||
      model.members.get(name)?.kind === 'sql',
  )
}

/** What a `@declared_attr` function of a class or mixin returns for a model. */
export function declaredValue(
  node: ClassDefinition,
  name: string,
  model: ModelInfo,
): Expression | null {
  const found = node.body.find(
    (statement): statement is FunctionDefinition =>
      statement.kind === 'function' &&
      statement.name === name &&
      statement.decorators.some(isDeclaredAttribute),
  )
  return found ? returnedValue(found, model) : null
}

function returnedValue(node: FunctionDefinition, model: ModelInfo): Expression | null {
  const first = chosen(node.body, model).find((each) => each.kind !== 'expression')
  return first?.kind === 'return' ? first.value : null
}

/** The statements that run for a model: what depends on `has_inherited_table(cls)` alone is decided. */
function chosen(body: readonly Statement[], model: ModelInfo): readonly Statement[] {
  return body.flatMap((statement) => {
    if (statement.kind !== 'if') return [statement]
    const [branch, ...others] = statement.branches
    const isTaken = branch && others.length === 0 ? inheritsTable(branch.test, model) : null
    if (isTaken === null) return [statement]
    return chosen((isTaken ? branch?.body : statement.otherwise) ?? [], model)
  })
}

/** The value of `has_inherited_table(cls)` or of its contrary; null for other conditions. */
function inheritsTable(test: Expression, model: ModelInfo): boolean | null {
  if (test.kind === 'unary' && test.operator === 'not') {
    const contrary = inheritsTable(test.operand, model)
    return contrary === null ? null : !contrary
  }
  if (test.kind !== 'call' || lastName(test.callee) !== 'has_inherited_table') return null
  return model.bases.some(isMapped)
}

function isMapped(model: ModelInfo): boolean {
  return model.role === 'model' || model.bases.some(isMapped)
}

/** The attribute a `@declared_attr` function makes for a class. */
export function declaredAttribute(
  context: Context,
  node: FunctionDefinition,
  model: ModelInfo,
): out.Code {
  const value = returnedValue(node, model)
  if (!value) return leave(node, `@declared_attr ${node.name}`, 'it does more than return a value')
  return context.scoped('block', () => {
    const cls = node.parameters[0]?.name ?? 'cls'
    context.bind(cls, { kind: 'model', model }, out.identifier(model.name))
    const annotation = node.returns && isMappedType(node.returns) ? node.returns : null
    const statement = { ...node, kind: 'assign' as const, targets: [], annotation, value }
    const code = attributeCode(context, { model, name: node.name, statement })
    return code ?? leave(node, `@declared_attr ${node.name}`, 'its value is no attribute')
  })
}

function isMappedType(node: Expression): boolean {
  return node.kind === 'subscript' && lastName(node.object) === 'Mapped'
}
