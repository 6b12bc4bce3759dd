/** Names and values: columns, labels, parameters, constants, text. */
import { CompileError } from '../../errors.js'
import type { BindParameter } from '../../elements/bind-parameter.js'
import type { ClauseElement } from '../../elements/clause-element.js'
import { ColumnElement } from '../../elements/column-element.js'
import type { ColumnClause } from '../../elements/column-clause.js'
import type { Label, LabelReference } from '../../elements/label.js'
import type { TextClause } from '../../elements/literals.js'
import { warn } from '../../../util/warnings.js'
import { nameKey, type Name } from '../../names.js'
import { ops } from '../../operators.js'
import { NULL_TYPE } from '../../types/resolve.js'
import type { SqlCompiler } from '../compiler.js'
import { copyOf, type Context } from '../context.js'
import { Rendering } from '../compiled.js'
import { literalText } from '../literal-text.js'
import { expandSlot } from '../expand.js'

/** An expression with the label it is written with; `_CompileLabel`. */
export interface CompileLabel {
  readonly element: ColumnElement
  readonly name: Name
  /** More to look the column up by. */
  readonly altNames: readonly unknown[]
  /** What the label counts as: itself, or the expression. */
  readonly target: ClauseElement
}

/** `expression AS name`, or one of the two; `SQLCompiler.visit_label`. */
export function writeLabel(label: CompileLabel, compiler: SqlCompiler, context: Context): string {
  const { addToResultMap } = context
  const withAs = context.withinColumnsClause === true && context.withinLabelClause !== true
  const only = context.renderLabelAsLabel?.identity === label.target.identity
  if (!withAs && !only) {
    const inner = copyOf(context)
    inner.addToResultMap = null
    inner.withinColumnsClause = false
    return compiler.process(label.element, inner)
  }
  const name = compiler.nameOf(label.name)
  if (!withAs) return compiler.quote(name)
  addToResultMap?.(
    name,
    name,
    [label.target, name, ...label.altNames.filter((each) => each != null)],
    label.element.type,
  )
  const inner = copyOf(context)
  inner.addToResultMap = null
  inner.withinLabelClause = true
  const text = compiler.process(label.element, inner)
  return `${text} AS ${compiler.quote(name)}`
}

export function visitLabel(label: Label, compiler: SqlCompiler, context: Context): string {
  const parts = { element: label.element, name: label.name, altNames: [label.inner], target: label }
  return writeLabel(parts, compiler, context)
}

export function visitColumn(column: ColumnClause, compiler: SqlCompiler, context: Context): string {
  const name = compiler.nameOf(column.name)
  if (context.addToResultMap) {
    const { tqLabel } = column
    const targets: unknown[] = [column, name, compiler.nameOf(column.key)]
    if (tqLabel !== null) targets.push(compiler.nameOf(tqLabel))
    context.addToResultMap(name, name, targets, column.type)
  }
  const quote = 'quote' in column ? (column.quote as boolean | null) : null
  const text = column.isLiteral ? compiler.escapePercent(name) : compiler.quote(name, quote)
  const { table } = column
  if (!table || context.includeTable === false || table.name === null) return text
  return `${tableName(table, compiler)}.${text}`
}

/** The name columns of a FROM element are qualified with. */
export function tableName(
  table: {
    readonly name: Name | null
    readonly schema: string | null
    readonly quote?: boolean | null
    readonly quoteSchema?: boolean | null
  },
  compiler: SqlCompiler,
): string {
  const name = compiler.quote(compiler.nameOf(table.name ?? ''), table.quote ?? null)
  const schema = compiler.schemaOf(table.schema)
  return schema === null ? name : `${compiler.quote(schema, table.quoteSchema ?? null)}.${name}`
}

export function visitLabelReference(
  reference: LabelReference & { readonly text: string | null },
  compiler: SqlCompiler,
  context: Context,
): string {
  return reference.text === null
    ? labelOrElement(reference, compiler, context)
    : namedLabel(reference.text, compiler, context)
}

function labelOrElement(
  reference: LabelReference,
  compiler: SqlCompiler,
  context: Context,
): string {
  const element = reference.element as ColumnElement
  const label = element.orderByLabelElement
  const state = compiler.stack.at(-1)?.state
  if (!label || !state || !compiler.dialect.features.simpleOrderByLabel)
    return compiler.process(element, context)
  const { onlyColumns, onlyFroms } = state.labelNames
  const known = (context.withinColumnsClause ? onlyFroms : onlyColumns).get(
    nameKey(label.name ?? ''),
  )
  if (!known?.sharesLineage(label)) return compiler.process(element, context)
  return compiler.process(element, byLabel(label, context))
}

function namedLabel(text: string, compiler: SqlCompiler, context: Context): string {
  const enclosing = compiler.stack.at(-1)
  // By itself, outside of a SELECT, there is nothing to resolve it against.
  if (enclosing === undefined) return text
  const names = enclosing.state?.labelNames
  const found = (context.withinColumnsClause ? names?.onlyFroms : names?.withColumns)?.get(text)
  if (!found) {
    throw new CompileError(
      "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. " +
        `Textual SQL expression '${text}' should be explicitly declared as text('${text}')`,
    )
  }
  return compiler.process(found, byLabel(found, context))
}

/** Where a label is written by its name alone. */
function byLabel(label: ClauseElement, context: Context): Context {
  const inner = copyOf(context)
  inner.renderLabelAsLabel = label
  return inner
}

const BIND = /(?<![:\w\\]):(\w+)(?!:)/g
const ESCAPED = /\\(:[\w$]*)(?![:\w$])/g

export function visitText(text: TextClause, compiler: SqlCompiler, context: Context): string {
  context.addToResultMap?.('', '', [text], NULL_TYPE)
  const binds = new Map(text.bindList.map((bind) => [String(bind.key), bind]))
  return compiler
    .escapePercent(text.text)
    .replace(BIND, (all, name: string) => {
      const bind = binds.get(name)
      return bind ? compiler.process(bind, { literalBinds: context.literalBinds ?? false }) : all
    })
    .replace(ESCAPED, '$1')
}

/** A parameter, or its value as text; `SQLCompiler.visit_bindparam`. */
export function visitBindParameter(
  bind: BindParameter,
  compiler: SqlCompiler,
  context: Context,
): string {
  const wrapped = context.skipBindExpression
    ? null
    : bind.type.implFor(compiler.dialect).bindExpression(bind)
  if (wrapped) {
    const inner = copyOf(context)
    inner.skipBindExpression = true
    return compiler.process(wrapped, inner)
  }
  if (context.literalBinds || compiler.options.literalBinds)
    return literalBind(bind, compiler, context)
  return compiler.bindMark(bind, compiler.dialect.bindSuffix(bind.type))
}

function literalBind(bind: BindParameter, compiler: SqlCompiler, { operator }: Context): string {
  const { dialect } = compiler
  if (bind.value === null && bind.callable === null) {
    if (operator && operator !== ops.is && operator !== ops.isNot) warnAboutNull(bind)
    return 'NULL'
  }
  const value = bind.effectiveValue
  if (!bind.expanding) return literalText(value, bind.type, dialect)
  const out = new Rendering(dialect.paramstyle)
  expandSlot(compiler.literalSlot(bind), value, out)
  return out.sql
}

function warnAboutNull({ key }: BindParameter): void {
  warn(
    `Bound parameter '${key}' rendering literal NULL in a SQL expression; comparisons to NULL should not use ` +
      "operators outside of 'is' or 'is not' (this warning may be suppressed after 10 occurrences)",
  )
}

/** Columns of unnamed elements: what a label refers to. */
export function isExpression(element: ClauseElement): element is ColumnElement {
  return element instanceof ColumnElement
}
