/** Mapped dataclasses: a constructor that says which values an object must be made with, and the defaults of others. */
import type { Context } from '../core/context.js'
import { annotationType, typeText } from '../expressions/functions.js'
import { importPath } from '../expressions/import-path.js'
import type { ModelInfo } from '../knowledge/program.js'
import * as out from '../output/code.js'
import { join, type Doc } from '../output/doc.js'
import type { Argument, Assign, ClassDefinition, Expression } from '../syntax/nodes.js'
import { isMappedAnnotation } from './collect.js'
import type { Mixin } from './mixins.js'

interface Field {
  readonly name: string
  /** What stands inside of `Mapped[…]`. */
  readonly annotation: Expression | null
  /** Null: a value must be given. */
  readonly fallback: out.Code | null
}

interface DataclassContext {
  readonly model: ModelInfo
  readonly mixins: readonly Mixin[]
}

/** `constructor({ name, nick = null }) { super({ name, nick }) }`; null for other classes. */
export function dataclassConstructor(
  context: Context,
  node: ClassDefinition,
  { model, mixins }: DataclassContext,
): Doc | null {
  if (!model.fields || model.fields.length === 0 || model.members.has('__init__')) return null
  const own = [...mixins.map((mixin) => mixin.node), node].flatMap((each) =>
    fieldsOf(context, each),
  )
  const names = new Set(own.map(({ name }) => name))
  const inherited = model.fields.filter((name) => !names.has(name))
  if (own.length === 0) return null
  const pattern = [...own.map(parameter), ...(inherited.length > 0 ? ['...inherited'] : [])]
  const isEmpty = inherited.length === 0 && own.every(({ fallback }) => fallback !== null)
  const made = [...(inherited.length > 0 ? ['...inherited'] : []), ...own.map(({ name }) => name)]
  return [
    'constructor({ ',
    join(', ', pattern),
    ' }',
    context.isShared ? '' : `: ${fieldTypes(context, own, inherited.length > 0)}`,
    isEmpty ? ' = {}' : '',
    ') ',
    out.braces([
      ['super({ ', made.join(', '), ' })'],
      ...(model.members.has('__post_init__') ? ['this.postInit()'] : []),
    ]),
  ]
}

/** `Usr(id=1, name='ed')`, as dataclasses print themselves; only where somebody may print one. */
export function dataclassText(
  context: Context,
  node: ClassDefinition,
  { model }: DataclassContext,
): Doc | null {
  const isPrinted = context.isShared || /\b(?:repr|print|str)\(|!r\}/.test(context.program.source)
  const isOwn = ['__repr__', '__str__'].some((name) => model.members.has(name))
  if (!model.fields || isOwn || !isPrinted) return null
  const names = new Set(printedNames(context, model, node))
  const parts = [...names].flatMap((name, index) => [
    `${index === 0 ? '' : ', '}${name}=`,
    out.call(context.helper('repr'), [out.member(out.identifier('this'), name)]),
  ])
  const text = out.template([`${node.name}(`, ...parts, ')'])
  const word = context.isShared ? '' : 'override '
  return [word, 'toString() ', out.braces([['return ', text.doc]])]
}

/** All fields that are not `repr=False`, those of the classes it extends first. */
function printedNames(
  context: Context,
  model: ModelInfo,
  node: ClassDefinition,
): readonly string[] {
  const inherited = model.bases.flatMap((base) => {
    const above = context.knowledge.classNodes.get(base.name)
    return above && base.role !== 'base' ? printedNames(context, base, above) : []
  })
  const own = node.body.flatMap((statement) => {
    if (statement.kind !== 'assign' || statement.targets[0]?.kind !== 'name') return []
    if (!statement.annotation || !isMappedAnnotation(statement.annotation)) return []
    return isConstant(argumentsOf(statement), 'repr', 'False') ? [] : [statement.targets[0].id]
  })
  return [...inherited, ...own]
}

function fieldsOf(context: Context, node: ClassDefinition): readonly Field[] {
  return node.body.flatMap((statement) => {
    if (statement.kind !== 'assign' || statement.targets[0]?.kind !== 'name') return []
    const { annotation } = statement
    if (!annotation || !isMappedAnnotation(annotation)) return []
    const args = argumentsOf(statement)
    if (isConstant(args, 'init', 'False')) return []
    const { id: name } = statement.targets[0]
    const inner = annotation.kind === 'subscript' ? annotation.index : null
    return [{ name, annotation: inner, fallback: fallbackOf(context, args) }]
  })
}

function argumentsOf(statement: Assign): readonly Argument[] {
  return statement.value?.kind === 'call' ? statement.value.args : []
}

function isConstant(args: readonly Argument[], name: string, text: string): boolean {
  const value = args.find((each) => each.name === name)?.value
  return value?.kind === 'constant' && value.value === text
}

function fallbackOf(context: Context, args: readonly Argument[]): out.Code | null {
  const value = args.find(({ name }) => name === 'default')?.value
  if (value) return context.code(value)
  const factory = args.find(({ name }) => name === 'default_factory')?.value
  if (!factory) return null
  const empty = EMPTY[importPath(context, factory) ?? '']
  return empty ? out.raw(empty) : out.call(context.code(factory), [])
}

const EMPTY: Readonly<Record<string, string>> = {
  'builtins.list': '[]',
  'builtins.dict': '{}',
  'builtins.set': 'new Set()',
}

function parameter({ name, fallback }: Field): Doc {
  return fallback ? [name, ' = ', fallback.doc] : name
}

function fieldTypes(context: Context, own: readonly Field[], hasInherited: boolean): string {
  const parts = own.map(({ name, annotation, fallback }) => {
    const text = annotation ? typeText(context, annotationType(context, annotation)) : 'any'
    return `${name}${fallback ? '?' : ''}: ${text}${isNullable(annotation) && text !== 'any' ? ' | null' : ''}`
  })
  return `{ ${parts.join('; ')} }${hasInherited ? ' & Record<string, any>' : ''}`
}

function isNullable(annotation: Expression | null): boolean {
  if (annotation?.kind === 'subscript')
    return annotation.object.kind === 'name' && annotation.object.id === 'Optional'
  return annotation?.kind === 'binary' && annotation.operator === '|'
}
