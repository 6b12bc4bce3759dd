/** Composite expressions: CASE, CAST, functions, windows, arrays. */
import type { AggregateOrderBy, ArrayLiteral, Slice } from '../../elements/array-literal.js'
import { literal } from '../../elements/bind-parameter.js'
import type { Case, Cast, Extract, TypeCoerce } from '../../elements/case-cast.js'
import type { FunctionElement } from '../../elements/functions.js'
import type { Grouping } from '../../elements/grouping.js'
import type { SequenceNext } from '../../elements/sequence.js'
import type { Frame, FunctionFilter, Over, WithinGroup } from '../../elements/window.js'
import { CompileError } from '../../errors.js'
import type { TypeEngine } from '../../types/type-engine.js'
import { unsupported, type SqlCompiler } from '../compiler.js'
import { asValue, copyOf, type Context } from '../context.js'
import { typeText } from '../type-names.js'

export function visitGrouping(grouping: Grouping, compiler: SqlCompiler, context: Context): string {
  return `(${compiler.process(grouping.element, asValue(context))})`
}

export function visitCase(element: Case, compiler: SqlCompiler, context: Context): string {
  const value = element.value ? `${compiler.process(element.value, context)} ` : ''
  const whens = element.whens
    .map(
      ([when, then]) =>
        `WHEN ${compiler.process(when, context)} THEN ${compiler.process(then, context)} `,
    )
    .join('')
  const otherwise = element.elseClause
    ? `ELSE ${compiler.process(element.elseClause, context)} `
    : ''
  return `CASE ${value}${whens}${otherwise}END`
}

/** The name of a type for the statement's dialect. */
export function typeName(type: TypeEngine, compiler: SqlCompiler): string {
  return typeText(type, compiler.dialect)
}

export function visitCast(element: Cast, compiler: SqlCompiler, context: Context): string {
  const type = typeName(element.type, compiler)
  const collated = /^(.*)( COLLATE .*)$/.exec(type)
  const text = compiler.process(element.clause, context)
  return `CAST(${text} AS ${collated?.[1] ?? type})${collated?.[2] ?? ''}`
}

export function visitTryCast(
  element: { readonly clause: Cast['clause']; readonly type: TypeEngine },
  compiler: SqlCompiler,
  context: Context,
): string {
  // None of our databases has it.
  if (compiler.dialect.name !== 'default') throw unsupported(compiler.dialect, element)
  return `TRY_CAST(${compiler.process(element.clause, context)} AS ${typeName(element.type, compiler)})`
}

export function visitTypeCoerce(
  element: TypeCoerce,
  compiler: SqlCompiler,
  context: Context,
): string {
  return compiler.process(element.typedExpression, context)
}

export function visitExtract(element: Extract, compiler: SqlCompiler, context: Context): string {
  return `EXTRACT(${element.field} FROM ${compiler.process(element.expr, context)})`
}

/** Names in capitals that the standard writes without parentheses. */
const STANDARD_NAMES: Readonly<Record<string, string>> = {
  current_date: 'CURRENT_DATE',
  current_time: 'CURRENT_TIME',
  current_timestamp: 'CURRENT_TIMESTAMP',
  current_user: 'CURRENT_USER',
  localtime: 'LOCALTIME',
  localtimestamp: 'LOCALTIMESTAMP',
  session_user: 'SESSION_USER',
  sysdate: 'sysdate',
  user: 'USER',
  cube: 'CUBE',
  rollup: 'ROLLUP',
  grouping_sets: 'GROUPING SETS',
}

export function visitFunction(
  element: FunctionElement,
  compiler: SqlCompiler,
  context: Context,
): string {
  const { addToResultMap } = context
  const rest = copyOf(context)
  rest.addToResultMap = null
  if (element.functionName === '') throw unsupported(compiler.dialect, element)
  addToResultMap?.(
    element.functionName,
    element.functionName,
    [element, element.functionName],
    element.type,
  )
  const special =
    element.packages.length === 0
      ? compiler.dialect.functions[element.functionName.toLowerCase()]
      : undefined
  return special ? special(element, compiler, rest) : functionCall(element, compiler, rest)
}

/** `package.name(arguments)`. */
export function functionCall(
  element: FunctionElement,
  compiler: SqlCompiler,
  context: Context,
): string {
  const standard =
    element.packages.length === 0 ? STANDARD_NAMES[element.functionName.toLowerCase()] : undefined
  const name = standard ?? plainName(element.functionName, compiler)
  const path = [...element.packages.map((part) => plainName(part, compiler)), name].join('.')
  if (standard && element.bare && element.clauses.length === 0) return path
  return `${path}(${compiler.processList(element.clauses, ', ', context)})`
}

/** Function names are quoted for odd characters only, never for being reserved. */
function plainName(name: string, compiler: SqlCompiler): string {
  return /^[\w$]+$/.test(name) ? name : compiler.quote(name, true)
}

export function visitOver(over: Over, compiler: SqlCompiler, context: Context): string {
  const parts = [
    over.partitionBy ? `PARTITION BY ${compiler.process(over.partitionBy, context)}` : '',
    over.orderBy ? `ORDER BY ${compiler.process(over.orderBy, context)}` : '',
    over.frame ? `${over.frameKind} BETWEEN ${frameText(over.frame, compiler, context)}` : '',
  ]
  return `${compiler.process(over.element, context)} OVER (${parts.filter((part) => part !== '').join(' ')})`
}

function frameText([start, end]: Frame, compiler: SqlCompiler, context: Context): string {
  const lower = start === null ? 'UNBOUNDED PRECEDING' : boundText(start, compiler, context)
  const upper = end === null ? 'UNBOUNDED FOLLOWING' : boundText(end, compiler, context)
  return `${lower} AND ${upper}`
}

function boundText(bound: number, compiler: SqlCompiler, context: Context): string {
  if (bound === 0) return 'CURRENT ROW'
  return `${compiler.process(literal(Math.abs(bound)), context)} ${bound < 0 ? 'PRECEDING' : 'FOLLOWING'}`
}

export function visitFunctionFilter(
  filter: FunctionFilter,
  compiler: SqlCompiler,
  context: Context,
): string {
  const text = compiler.process(filter.func, context)
  return filter.criterion
    ? `${text} FILTER (WHERE ${compiler.process(filter.criterion, context)})`
    : text
}

export function visitWithinGroup(
  group: WithinGroup,
  compiler: SqlCompiler,
  context: Context,
): string {
  const order = group.orderBy ? compiler.process(group.orderBy, context) : ''
  return `${compiler.process(group.element, context)} WITHIN GROUP (ORDER BY ${order})`
}

export function visitArray(element: ArrayLiteral, compiler: SqlCompiler, context: Context): string {
  return `ARRAY[${compiler.processList(element.clauses, ', ', context)}]`
}

export function visitAggregateOrderBy(
  element: AggregateOrderBy,
  compiler: SqlCompiler,
  context: Context,
): string {
  return `${compiler.process(element.target, context)} ORDER BY ${compiler.process(element.orderBy, context)}`
}

export function visitSlice(slice: Slice, compiler: SqlCompiler, context: Context): string {
  return `${compiler.process(slice.start, context)}:${compiler.process(slice.end, context)}`
}

export function visitNextValue(element: SequenceNext, compiler: SqlCompiler): string {
  if (!compiler.dialect.features.sequences) {
    throw new CompileError(
      `Dialect '${compiler.dialect.name}' does not support sequence increments.`,
    )
  }
  const { name, schema } = element.sequence
  const full =
    schema === null ? compiler.quote(name) : `${compiler.quote(schema)}.${compiler.quote(name)}`
  return `nextval('${full.replaceAll("'", "''")}')`
}
