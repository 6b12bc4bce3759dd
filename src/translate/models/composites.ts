/** Composites: the class of the value, the attributes it is made of, and the columns that are declared inside of it. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { columnCode, readColumn } from '../expressions/library/columns.js'
import { annotatedType } from '../expressions/library/sql-types.js'
import { hasAttribute, type ModelInfo } from '../knowledge/program.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import type { Call, ClassDefinition, Expression } from '../syntax/nodes.js'

interface CompositeDeclaration {
  readonly model: ModelInfo
  /** What stands inside of `Mapped[…]`. */
  readonly annotation: Expression | null
  readonly call: Call
}

interface Part {
  readonly name: string
  readonly annotation: Expression | null
}

/** `composite(Point, 'x', 'y')`. */
export function compositeCode(context: Context, declaration: CompositeDeclaration): out.Code {
  const names = partsOf(context, declaration).map(({ name }) => out.stringLiteral(name))
  return out.call(context.library('composite'), [classCode(context, declaration), ...names])
}

/** The columns that a composite declares inside of its call. */
export function compositeColumns(
  context: Context,
  declaration: CompositeDeclaration,
): out.Property[] {
  return partsOf(context, declaration).flatMap(({ name, column, annotation }) => {
    if (column === undefined) return []
    const type = annotation
      ? annotatedType(context, annotation, declaration.model.annotationTypes)
      : null
    const parts = readColumn(context, column, {
      key: name,
      type: type?.code ?? null,
      isNullable: type ? type.isNullable : null,
    })
    return [{ key: name, value: columnCode(context, parts) }]
  })
}

interface CompositePart extends Part {
  /** The call that declares the column, null where nothing does; undefined: it is an attribute already. */
  readonly column: Call | null | undefined
}

function partsOf(context: Context, declaration: CompositeDeclaration): readonly CompositePart[] {
  const given = positional(declaration.call).slice(givesClass(declaration) ? 1 : 0)
  const fields = fieldsOf(context, classNode(declaration))
  return Array.from({ length: Math.max(given.length, fields.length) }, (_, index) => {
    const field = fields[index]
    const value = given[index]
    const annotation = field?.annotation ?? null
    if (value === undefined) return { name: field?.name ?? '', annotation, column: null }
    if (value.kind === 'name') return { name: value.id, annotation, column: undefined }
    // A column of a table is an attribute called as it is.
    if (value.kind === 'attribute') return { name: value.name, annotation, column: undefined }
    if (value.kind === 'string') return { name: value.value, annotation, column: undefined }
    if (value.kind !== 'call' || !isColumn(value))
      return leave(value, 'composite', 'a part that is no attribute')
    return { name: columnName(value) ?? field?.name ?? '', annotation, column: value }
  })
}

function isColumn({ callee }: Call): boolean {
  return ['mapped_column', 'Column'].includes(lastName(callee))
}

function columnName({ args }: Call): string | null {
  const [first] = args
  const named = args.find(({ name }) => name === 'name')?.value
  if (named?.kind === 'string') return named.value
  return first?.name === null && first.value.kind === 'string' ? first.value.value : null
}

function positional(call: Call): readonly Expression[] {
  return call.args.filter((each) => each.name === null).map(({ value }) => value)
}

/** The class comes first, unless the annotation says it. */
function givesClass({ model, call }: CompositeDeclaration): boolean {
  const [first] = positional(call)
  return (first?.kind === 'name' && !hasAttribute(model, first.id)) || first?.kind === 'attribute'
}

function classNode(declaration: CompositeDeclaration): Expression | null {
  return givesClass(declaration)
    ? (positional(declaration.call)[0] ?? null)
    : optional(declaration.annotation)
}

/** `Optional[Point]` and `Point | None` are about a Point. */
function optional(node: Expression | null): Expression | null {
  if (node?.kind === 'subscript' && lastName(node.object) === 'Optional') return node.index
  return node?.kind === 'binary' && node.operator === '|' ? node.left : node
}

function classCode(context: Context, declaration: CompositeDeclaration): out.Code {
  const node = classNode(declaration)
  return node ? context.code(node) : leave(declaration.call, 'composite', 'its class is not named')
}

/** The fields of a dataclass, or the parameters of a constructor. */
function fieldsOf(context: Context, node: Expression | null): readonly Part[] {
  const definition = node ? context.knowledge.classNodes.get(lastName(node)) : undefined
  if (!definition) return []
  const fields = dataclassFields(definition)
  if (fields.length > 0) return fields
  const init = definition.body.find((each) => each.kind === 'function' && each.name === '__init__')
  if (init?.kind !== 'function') return []
  return init.parameters.slice(1).map(({ name, annotation }) => ({ name, annotation }))
}

function dataclassFields({ body }: ClassDefinition): readonly Part[] {
  return body.flatMap((statement) =>
    statement.kind === 'assign' && statement.annotation && statement.targets[0]?.kind === 'name'
      ? [{ name: statement.targets[0].id, annotation: statement.annotation }]
      : [],
  )
}
