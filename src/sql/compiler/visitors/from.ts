/** FROM elements: tables, aliases, subqueries, joins, VALUES. */
import { literal } from '../../elements/bind-parameter.js'
import type { ClauseElement } from '../../elements/clause-element.js'
import { FunctionField, type ScalarFunctionColumn } from '../../elements/functions.js'
import { asElement, coerceExpression } from '../../elements/coercions.js'
import { nameKey } from '../../names.js'
import type { Alias, AliasedFrom, Lateral, Subquery, TableSample } from '../../selectable/alias.js'
import type { FromGrouping, Join } from '../../selectable/join.js'
import type { TableClause } from '../../selectable/table-clause.js'
import type { TableValuedAlias } from '../../selectable/table-valued.js'
import type { Values } from '../../selectable/values.js'
import type { SqlCompiler } from '../compiler.js'
import { asValue, copyOf, inFrom, type Context } from '../context.js'
import { typeName } from './expressions.js'
import { tableName } from './literals.js'
import { hinted } from './words.js'

export function visitTable(table: TableClause, compiler: SqlCompiler, context: Context): string {
  if (!context.asFrom) return ''
  context.fromLinter?.addFrom(table, table.fullname)
  return hinted(tableName(table, compiler), table, compiler, context.fromHints)
}

export function visitAlias(alias: Alias, compiler: SqlCompiler, context: Context): string {
  return aliasText(alias, compiler, context, false)
}

export function visitSubquery(subquery: Subquery, compiler: SqlCompiler, context: Context): string {
  return aliasText(subquery, compiler, context, true)
}

/** `inner AS name`; an alias of an alias is one alias. */
function aliasText(
  alias: AliasedFrom,
  ...[compiler, outer, subquery]: [SqlCompiler, Context, boolean]
): string {
  const { enclosingAlias, fromLinter } = outer
  const nested = enclosingAlias && 'element' in enclosingAlias && enclosingAlias.element === alias
  const named = !nested && outer.asFrom === true
  // Before what is inside: anonymous names are numbered in the order in which they are met.
  const name = named ? compiler.nameOf(alias.aliasName) : ''
  if (named) fromLinter?.addFrom(alias, name)
  const inside = copyOf(outer)
  inside.enclosingAlias = alias
  inside.addToResultMap = null
  inside.compoundIndex = null
  inside.fromLinter = null
  const inner = compiler.process(alias.element, inside)
  const grouped = subquery && (nested || outer.asFrom || outer.lateral)
  const text = grouped ? `(${inner})` : inner
  if (!named) return text
  return hinted(`${text} AS ${compiler.quote(name)}`, alias, compiler, outer.fromHints)
}

export function visitLateral(lateral: Lateral, compiler: SqlCompiler, context: Context): string {
  const isSelect = 'allSelectedColumns' in lateral.element
  const { fromLinter } = context
  const enclosing = fromLinter ? { from: lateral, linter: fromLinter } : null
  const enclosingLateral = context.enclosingLateral ?? enclosing
  const inner = copyOf(context)
  inner.lateral = true
  inner.enclosingLateral = enclosingLateral
  return `LATERAL ${aliasText(lateral, compiler, inner, isSelect)}`
}

export function visitTableSample(
  sample: TableSample,
  compiler: SqlCompiler,
  context: Context,
): string {
  const method = compiler.process(sample.sampling, {})
  const seed = sample.seed ? ` REPEATABLE (${compiler.process(sample.seed, {})})` : ''
  return `${aliasText(sample, compiler, context, false)} TABLESAMPLE ${method}${seed}`
}

/** `function(…) AS name(a, b)`. */
export function visitTableValuedAlias(
  alias: TableValuedAlias,
  compiler: SqlCompiler,
  context: Context,
): string {
  if (!context.asFrom) return compiler.process(alias.element, context)
  const { asFrom: _from, fromLinter, ...rest } = context
  const aliasName = compiler.nameOf(alias.aliasName)
  if (!alias.joinsImplicitly) fromLinter?.addFrom(alias, aliasName)
  const name = compiler.quote(aliasName)
  const call = compiler.process(alias.element, rest)
  const ordinality = alias.withOrdinality ? ' WITH ORDINALITY' : ''
  const lateral = alias.isLateral ? 'LATERAL ' : ''
  return `${lateral}${call}${ordinality} AS ${name}${derivedColumns(alias, compiler)}`
}

function derivedColumns(alias: TableValuedAlias, compiler: SqlCompiler): string {
  const { derivedColumns: derived } = alias
  if (!derived) return ''
  const columns = [...alias.columns].map((column) => {
    const name = compiler.quote(nameKey(column.name ?? ''))
    return derived.withTypes ? `${name} ${typeName(column.type, compiler)}` : name
  })
  return `(${columns.join(', ')})`
}

export function visitScalarFunctionColumn(
  column: ScalarFunctionColumn,
  compiler: SqlCompiler,
  context: Context,
): string {
  const name = compiler.quote(compiler.nameOf(column.name))
  if (!(column instanceof FunctionField)) return name
  const { addToResultMap: _add, ...rest } = context
  return `(${compiler.process(column.fn, rest)}).${name}`
}

export function visitJoin(join: Join, compiler: SqlCompiler, outer: Context): string {
  outer.fromLinter?.connect(join.left.fromObjects, join.right.fromObjects)
  const word = join.full ? ' FULL OUTER JOIN ' : join.isouter ? ' LEFT OUTER JOIN ' : ' JOIN '
  const side = inFrom(outer)
  const left = compiler.process(join.left, side)
  const right = compiler.process(join.right, side)
  return `${left}${word}${right} ON ${compiler.process(join.onclause, asValue(outer))}`
}

export function visitFromGrouping(
  grouping: FromGrouping,
  compiler: SqlCompiler,
  context: Context,
): string {
  return `(${compiler.process(grouping.element, inFrom(context))})`
}

/** `(VALUES (…), (…)) AS name (a, b)`. */
export function visitValues(values: Values, compiler: SqlCompiler, context: Context): string {
  const rows = values.rows.map(
    (row) => `(${row.map((value, index) => valueText(values, value, index, compiler)).join(', ')})`,
  )
  const text = `VALUES ${rows.join(', ')}`
  if (!context.asFrom) return text
  if (!values.named) {
    context.fromLinter?.addFrom(values, '(unnamed VALUES element)')
    return `(${text})`
  }
  const columns = [...values.columns].map((column) =>
    compiler.process(column, { includeTable: false }),
  )
  const lateral = values.isLateral ? 'LATERAL ' : ''
  const name = compiler.nameOf(values.valuesName)
  context.fromLinter?.addFrom(values, name)
  return `${lateral}(${text}) AS ${compiler.quote(name)} (${columns.join(', ')})`
}

function valueText(values: Values, value: unknown, index: number, compiler: SqlCompiler): string {
  const element: ClauseElement | null = asElement(value)
  const type = values.columnArgs[index]?.type
  const expression = element
    ? coerceExpression(element)
    : literal(value, type?.isNull ? undefined : type)
  return compiler.process(expression, { literalBinds: values.literalBinds })
}
