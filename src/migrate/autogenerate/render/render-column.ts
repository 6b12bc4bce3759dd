/** Columns, server defaults and expressions as source. */
import { Column } from '../../../schema/column.js'
import { Computed, Identity, type ServerDefault } from '../../../schema/defaults.js'
import { asElement } from '../../../sql/elements/coercions.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { objectSource, sourceOf } from '../../source-text.js'
import type { AutogenContext } from '../autogen-context.js'
import { typeSource } from './render-type.js'

/** `sa.column('name', sa.string(50), { nullable: true })`. */
export function columnSource(column: Column, context: AutogenContext): string {
  const own = context.opts.renderItem?.('column', column, context) ?? null
  if (own !== null) return own
  const { serverDefault, autoincrement, comment } = column
  const [positional, named] = defaultSources(serverDefault, context)
  const entries: [string, string][] = [
    ...named,
    ...(autoincrement === 'auto' ? [] : [entry('autoincrement', autoincrement)]),
    ...(column.nullable ? [entry('nullable', true)] : []),
    ...(column.system ? [entry('system', true)] : []),
    ...(comment === null ? [] : [entry('comment', comment)]),
  ]
  const args = [sourceOf(column.name), typeSource(column.type, context), ...positional]
  if (entries.length > 0) args.push(objectSource(entries))
  return `${prefixOf(context)}column(${args.join(', ')})`
}

function entry(key: string, value: unknown): [string, string] {
  return [key, sourceOf(value)]
}

/** Computed values and identities stand between type and options. */
function defaultSources(
  serverDefault: ServerDefault | null,
  context: AutogenContext,
): readonly [positional: readonly string[], named: readonly [string, string][]] {
  if (serverDefault === null) return [[], []]
  const source = serverDefaultSource(serverDefault, context)
  const isPositional = serverDefault instanceof Computed || serverDefault instanceof Identity
  return isPositional ? [[source], []] : [[], [['serverDefault', source]]]
}

/** `'x'`, `sa.text('now()')`, `new sa.Identity({ start: 1 })`. */
export function serverDefaultSource(value: ServerDefault, context: AutogenContext): string {
  const own = context.opts.renderItem?.('server_default', value, context) ?? null
  if (own !== null) return own
  const prefix = prefixOf(context)
  if (value instanceof Computed) {
    const { persisted } = value.options
    const options = persisted === undefined ? [] : [sourceOf({ persisted })]
    const args = [sourceOf(context.impl.expressionText(value.sqltext)), ...options]
    return `new ${prefix}Computed(${args.join(', ')})`
  }
  if (value instanceof Identity) return `new ${prefix}Identity(${sourceOf(value.options)})`
  if (value.arg === null) return `${prefix}fetchedValue()`
  if (typeof value.arg === 'string') return sourceOf(value.arg.replace(/^'|'$/g, ''))
  return expressionSource(value.arg, context, { isServerDefault: true })
}

export interface ExpressionUse {
  readonly isServerDefault?: boolean
  readonly isIndex?: boolean
}

/** `sa.text('lower(name)')`; columns by their names. */
export function expressionSource(
  element: ClauseElement,
  context: AutogenContext,
  use: ExpressionUse = {},
): string {
  if (element instanceof Column) return sourceOf(element.name)
  const text = sourceOf(context.impl.expressionText(element, use))
  return `${prefixOf(context)}text(${text})`
}

/** A value, or an expression. */
export function optionSource(value: unknown, context: AutogenContext): string {
  const element = asElement(value)
  return element ? expressionSource(element, context) : sourceOf(value)
}

/** What stands before names of this library. */
export function prefixOf({ opts }: AutogenContext): string {
  return opts.sqlalchemyModulePrefix ?? 'sa.'
}
