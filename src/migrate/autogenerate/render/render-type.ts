/** Types as source: `sa.string(50)`, `sa.postgresql.inet`, `new Money()`. */
import { TypeDecorator, UserDefinedType } from '../../../sql/types/type-decorator.js'
import { EnumType } from '../../../sql/types/enum.js'
import { ArrayType } from '../../../sql/types/structured.js'
import { Float, Numeric } from '../../../sql/types/numeric.js'
import type { TypeEngine } from '../../../sql/types/type-engine.js'
import { sourceOf } from '../../source-text.js'
import type { AutogenContext } from '../autogen-context.js'

/** Constructors that are not called as the type is. */
const CONSTRUCTORS: Readonly<Record<string, string>> = {
  text: 'textType',
  enum: 'enumType',
  null: 'nullType',
  json: 'json',
  nchar: 'nvarchar',
}

export function typeSource(type: TypeEngine, context: AutogenContext): string {
  const own = context.opts.renderItem?.('type', type, context) ?? null
  if (own !== null) return own
  const base = plainType(type, context)
  const variants = Object.entries(type.variants ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const called = variants.length > 0 && !base.endsWith(')') ? `${base}()` : base
  return variants.reduce(
    (source, [dialect, variant]) =>
      `${source}.withVariant(${plainType(variant, context)}, ${sourceOf(dialect)})`,
    called,
  )
}

function plainType(type: TypeEngine, context: AutogenContext): string {
  const prefix = context.opts.sqlalchemyModulePrefix ?? 'sa.'
  if (type instanceof TypeDecorator || type instanceof UserDefinedType)
    return `new ${context.opts.userModulePrefix ?? ''}${type.constructor.name}()`
  const { vendor } = type
  const name = vendor === null ? constructorOf(type) : vendorName(vendor)
  const args = argumentsOf(type, context)
  return args.length === 0 ? prefix + name : `${prefix}${name}(${args.join(', ')})`
}

function constructorOf({ visitName }: TypeEngine): string {
  return CONSTRUCTORS[visitName] ?? visitName
}

/** `postgresql.doublePrecision` for `DOUBLE_PRECISION`. */
function vendorName(vendor: NonNullable<TypeEngine['vendor']>): string {
  const [dialect = ''] = Object.keys(vendor.names)
  const words = vendor.className.toLowerCase()
  const name = words.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
  return `${dialect}.${name}`
}

function argumentsOf(type: TypeEngine, context: AutogenContext): readonly string[] {
  if (type instanceof EnumType) return enumArguments(type)
  if (type instanceof ArrayType) {
    const { dimensions } = type.options
    const options = dimensions === undefined ? [] : [sourceOf({ dimensions })]
    return [typeSource(type.itemType, context), ...options]
  }
  if (type instanceof Numeric) return numericArguments(type)
  const args = [...type.typeArguments()]
  while (args.length > 0 && isEmpty(args.at(-1))) args.pop()
  const isText = type.affinity === 'string' && args.length === 2
  return isText
    ? [isEmpty(args[0]) ? 'undefined' : sourceOf(args[0]), sourceOf({ collation: args[1] })]
    : args.map(sourceOf)
}

function numericArguments(type: Numeric<number | string>): readonly string[] {
  const isFloat = type instanceof Float
  const numbers = (isFloat ? [type.precision] : [type.precision, type.scale]).filter(
    (each) => each !== null,
  )
  const options = type.asdecimal === isFloat ? [sourceOf({ asdecimal: type.asdecimal })] : []
  const width = isFloat ? 1 : 2
  const padding = options.length > 0 ? Array<string>(width - numbers.length).fill('undefined') : []
  return [...numbers.map(sourceOf), ...padding, ...options]
}

function enumArguments(type: EnumType): readonly string[] {
  const { name, schema, nativeEnum, createConstraint, length } = type.enumOptions
  const options = Object.entries({ name, schema, nativeEnum, createConstraint, length }).filter(
    ([, value]) => value !== undefined,
  )
  const values = type.enums.map(sourceOf)
  return options.length === 0 ? values : [...values, sourceOf(Object.fromEntries(options))]
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined
}
