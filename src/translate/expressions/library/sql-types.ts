/** SQL types: their arguments, enumerations, and the types annotations stand for. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { camelCase } from '../../knowledge/naming.js'
import { instance, plain, UNKNOWN, type Plain, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, keyword, splitArguments, type ArgumentOptions } from '../arguments.js'
import { importPath } from '../import-path.js'
import { lastName } from '../../knowledge/value-types.js'

const TYPE_SHAPES: Readonly<Record<string, ArgumentOptions>> = {
  String: { order: ['length'], pad: 1 },
  Unicode: { order: ['length'], pad: 1 },
  Text: { order: ['length'], pad: 1 },
  VARCHAR: { order: ['length'], pad: 1 },
  Numeric: { order: ['precision', 'scale'], pad: 2 },
  Float: { order: ['precision'], pad: 1 },
  LargeBinary: { order: ['length'] },
  Uuid: { drop: ['as_uuid'] },
  UUID: { drop: ['as_uuid'] },
  Interval: { drop: ['native', 'second_precision', 'day_precision'] },
  ARRAY: { order: ['item_type'] },
}

/** The arguments of a type. */
export function typeOptions(context: Context, node: Call, name: string): out.Code[] {
  const isFlag = ['DateTime', 'Time', 'TIMESTAMP'].includes(name)
  const args = isFlag
    ? node.args.map((each) => (each.name === null ? { ...each, name: 'timezone' } : each))
    : node.args
  return buildArguments(context, args, TYPE_SHAPES[name] ?? {})
}

/** `Enum(Color)` and `Enum("a", "b")`: the names are stored. */
export function enumCall(context: Context, node: Call): Typed {
  const { positional, keywords } = splitArguments(node.args)
  const [only] = positional
  const members =
    only?.value.kind === 'name' ? context.knowledge.enums.get(only.value.id) : undefined
  if (members === undefined || only?.value.kind !== 'name') {
    const args = buildArguments(context, node.args)
    return { code: out.call(context.library('enumType'), args), type: instance('type') }
  }
  return { code: enumType(context, only.value.id, keywords), type: instance('type') }
}

/** The type of an enumeration of the program; its name in the database is the class's in lower case. */
export function enumType(
  context: Context,
  name: string,
  options: readonly Argument[] = [],
): out.Code {
  const members = context.knowledge.enums.get(name) ?? []
  const named: out.Property[] = keyword(options, 'name')
    ? []
    : [{ key: 'name', value: out.stringLiteral(name.toLowerCase()) }]
  const given = options.map(({ name: key, value }) => ({
    key: camelCase(key ?? ''),
    value: key === 'values_callable' ? storedValues(context, name, value) : context.code(value),
  }))
  const names = members.map((member) => out.stringLiteral(member))
  return out.call(context.library('enumType'), [...names, out.object([...named, ...given])])
}

/** `lambda cls: [member.value for member in cls]`; members are known by their names here, so their values are listed. */
function storedValues(context: Context, name: string, callable: Expression): out.Code {
  const body = callable.kind === 'lambda' ? callable.body : null
  const element = body?.kind === 'comprehension' && body.makes === 'list' ? body.element : null
  const isValue = element?.kind === 'attribute' && element.name === 'value'
  if (!isValue) leave(callable, 'values_callable', 'only the values of all members can be listed')
  const values = context.knowledge.enumValues.get(name) ?? []
  return out.arrow('()', out.array(values.map((value) => context.code(value))))
}

/** What `Mapped[int]` and the like stand for. */
const ANNOTATIONS: Readonly<Record<string, { readonly type: string; readonly value: Plain }>> = {
  'builtins.int': { type: 'integer', value: 'int' },
  'builtins.str': { type: 'string', value: 'str' },
  'builtins.float': { type: 'float', value: 'float' },
  'builtins.bool': { type: 'boolean', value: 'bool' },
  'builtins.bytes': { type: 'largeBinary', value: 'bytes' },
  'datetime.datetime': { type: 'dateTime', value: 'datetime' },
  'datetime.date': { type: 'date', value: 'date' },
  'datetime.time': { type: 'time', value: 'time' },
  'datetime.timedelta': { type: 'interval', value: 'timedelta' },
  'decimal.Decimal': { type: 'numeric', value: 'decimal' },
  'uuid.UUID': { type: 'uuid', value: 'uuid' },
}

export interface AnnotatedType {
  /** The SQL type; null if the annotation does not tell. */
  readonly code: out.Code | null
  readonly value: Type
  readonly isNullable: boolean
  /** `mapped_column(…)` inside of `Annotated[…]`. */
  readonly base: Call | null
}

/** The SQL type of an annotation: `int`, `Optional[str]`, `Literal["a"]`, `Annotated[str, 50]`, an enumeration. */
export function annotatedType(
  context: Context,
  node: Expression,
  map: ReadonlyMap<string, Expression> = new Map(),
): AnnotatedType {
  const optional = unwrapOptional(context, node)
  if (optional) return { ...annotatedType(context, optional, map), isNullable: true }
  const mapped = map.get(context.text(node))
  if (mapped) {
    const known = knownAnnotation(context, node, map)
    return { ...known, code: context.code(mapped) }
  }
  if (node.kind === 'string') return parsedAnnotation(context, node.value, map)
  return node.kind === 'subscript'
    ? genericType(context, node, map)
    : knownAnnotation(context, node, map)
}

function parsedAnnotation(
  context: Context,
  text: string,
  map: ReadonlyMap<string, Expression>,
): AnnotatedType {
  const parsed = context.parse(text)
  return parsed ? annotatedType(context, parsed, map) : NOTHING
}

const NOTHING: AnnotatedType = { code: null, value: UNKNOWN, isNullable: false, base: null }

function knownAnnotation(
  context: Context,
  node: Expression,
  map: ReadonlyMap<string, Expression>,
): AnnotatedType {
  const known = ANNOTATIONS[importPath(context, node) ?? '']
  if (known) {
    return { ...NOTHING, code: context.library(known.type), value: plain(known.value) }
  }
  if (node.kind !== 'name') return NOTHING
  if (context.knowledge.enums.has(node.id)) {
    return { ...NOTHING, code: enumType(context, node.id), value: plain('enum') }
  }
  const alias = context.knowledge.aliases.get(node.id)
  return alias ? annotatedType(context, alias, map) : NOTHING
}

function genericType(
  context: Context,
  node: Extract<Expression, { kind: 'subscript' }>,
  map: ReadonlyMap<string, Expression>,
): AnnotatedType {
  const name = lastName(node.object)
  const [first, ...others] = node.index.kind === 'tuple' ? node.index.items : [node.index]
  if (name === 'Literal') return literalType(context, [first, ...others])
  if (name === 'Annotated' && first)
    return annotatedBase(context, annotatedType(context, first, map), others)
  if (name === 'dict' || name === 'Dict')
    return { ...NOTHING, value: { kind: 'dict', of: UNKNOWN } }
  return NOTHING
}

function literalType(
  context: Context,
  members: readonly (Expression | undefined)[],
): AnnotatedType {
  const values = members.map((member) => (member ? context.code(member) : out.raw("''")))
  const options = out.object([{ key: 'nativeEnum', value: out.raw('false') }])
  const code = out.call(context.library('enumType'), [...values, options])
  return { ...NOTHING, code, value: plain('str') }
}

/** `Annotated[int, mapped_column(primary_key=True)]`: the column's arguments come along. */
function annotatedBase(
  context: Context,
  type: AnnotatedType,
  extras: readonly Expression[],
): AnnotatedType {
  const column = extras.find(
    (each): each is Call =>
      each.kind === 'call' &&
      (importPath(context, each.callee)?.endsWith('mapped_column') ?? false),
  )
  return { ...type, base: column ?? null }
}

/** The type inside of `Optional[…]`, `Union[…, None]` and `… | None`; null if it is none of them. */
export function unwrapOptional(context: Context, node: Expression): Expression | null {
  const isNone = (each: Expression): boolean => each.kind === 'constant' && each.value === 'None'
  if (node.kind === 'binary' && node.operator === '|') {
    return isNone(node.right) ? node.left : isNone(node.left) ? node.right : null
  }
  if (node.kind === 'string') {
    const parsed = /\bNone\b|Optional/.test(node.value) ? context.parse(node.value) : null
    return parsed ? unwrapOptional(context, parsed) : null
  }
  if (node.kind !== 'subscript') return null
  const name = lastName(node.object)
  if (name === 'Optional') return node.index
  if (name !== 'Union' || node.index.kind !== 'tuple') return null
  const others = node.index.items.filter((each) => !isNone(each))
  return others.length === 1 && others.length < node.index.items.length ? (others[0] ?? null) : null
}
