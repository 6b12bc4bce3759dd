/** Constraints and names as source. */
import {
  CheckConstraint,
  ConventionName,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type Constraint,
} from '../../../schema/constraints.js'
import type { MetaData } from '../../../schema/metadata.js'
import { typeRuleOf } from '../../ddl/default-impl.js'
import { finalName, targetOf, type ItemName } from '../../operations/schema-objects.js'
import { objectSource, sourceOf } from '../../source-text.js'
import type { AutogenContext } from '../autogen-context.js'
import { prefixOf } from './render-column.js'

/** What stands before operations. */
export function operationPrefix({ isInBatch, opts }: AutogenContext): string {
  return isInBatch ? 'batchOp.' : (opts.alembicModulePrefix ?? 'op.')
}

/** `'name'`, or `op.f('name')` for a name a convention made. */
export function nameSource(name: ItemName, context: AutogenContext): string {
  return name instanceof ConventionName
    ? `${operationPrefix(context)}f(${sourceOf(name.text)})`
    : sourceOf(name)
}

/** `sa.uniqueConstraint('a', { name: 'uq_a' })`; null where there is nothing to say. */
export function constraintSource(
  constraint: Constraint,
  context: AutogenContext,
  namespace: MetaData | null,
): string | null {
  const kind = kindOf(constraint)
  const own = (kind && context.opts.renderItem?.(kind, constraint, context)) ?? null
  if (own !== null) return own
  if (typeRuleOf(constraint) !== null) return null
  if (constraint instanceof ForeignKeyConstraint)
    return foreignKeySource(constraint, context, namespace)
  if (constraint instanceof CheckConstraint) return checkSource(constraint, context)
  const isKey = constraint instanceof PrimaryKeyConstraint
  const columns = constraint.columns.map(({ name }) => sourceOf(name))
  if (columns.length === 0) return null
  const options = constraint instanceof UniqueConstraint ? deferral(constraint.options) : []
  const function_ = isKey ? 'primaryKeyConstraint' : 'uniqueConstraint'
  return call(function_, columns, [...options, ...named(constraint, context)], context)
}

function kindOf(constraint: Constraint) {
  const kinds = {
    primaryKey: 'primary_key',
    foreignKey: 'foreign_key',
    unique: 'unique',
    check: 'check',
    exclude: null,
  } as const
  return kinds[constraint.kind]
}

type Entries = readonly (readonly [string, string])[]

function call(
  name: string,
  args: readonly string[],
  ...[options, context]: [Entries, AutogenContext]
): string {
  const all = options.length === 0 ? args : [...args, objectSource(options)]
  return `${prefixOf(context)}${name}(${all.join(', ')})`
}

function named(constraint: Constraint, context: AutogenContext): Entries {
  const name = finalName(constraint)
  return name === null ? [] : [['name', nameSource(name, context)]]
}

/** `deferrable` and `initially`, where they are said. */
export function deferral(options: {
  readonly deferrable?: boolean
  readonly initially?: string
}): Entries {
  return [
    ...(options.deferrable ? [['deferrable', 'true'] as const] : []),
    ...(options.initially ? [['initially', sourceOf(options.initially)] as const] : []),
  ]
}

function checkSource(constraint: CheckConstraint, context: AutogenContext): string {
  const condition = sourceOf(context.impl.expressionText(constraint.sqltext))
  return call('checkConstraint', [condition], named(constraint, context), context)
}

function foreignKeySource(
  constraint: ForeignKeyConstraint,
  context: AutogenContext,
  namespace: MetaData | null,
): string {
  const { onupdate, ondelete, initially, deferrable, useAlter, match } =
    constraint.foreignKeyOptions
  const options = Object.entries({ onupdate, ondelete, initially, deferrable, useAlter, match })
    .filter(([, value]) => value)
    .map(([key, value]) => [key, sourceOf(value)] as const)
  const schema = namespace?.schema ?? null
  const targets = constraint.elements
    .map(targetOf)
    .map((target) =>
      schema !== null && target.split('.').length === 2 ? `${schema}.${target}` : target,
    )
  const columns = constraint.columns.map(({ name }) => name)
  const args = [sourceOf(columns), sourceOf(targets)]
  return call('foreignKeyConstraint', args, [...named(constraint, context), ...options], context)
}
