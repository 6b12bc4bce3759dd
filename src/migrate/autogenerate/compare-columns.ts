/** What differs between a column of the models and the database's; notes it in the operation. */
import type { Column } from '../../schema/column.js'
import { Computed, Identity, type ServerDefault } from '../../schema/defaults.js'
import { warn } from '../../util/warnings.js'
import { isAny } from '../ddl/column-change.js'
import { identityDifference } from '../ddl/identity-difference.js'
import type { AlterColumnOp } from '../operations/ops/column-ops.js'
import type { AutogenContext } from './autogen-context.js'
import { rulesFor, supportsComments } from './dialect-rules.js'

/** Type, nullability, server default, comment. */
export function compareColumn(
  context: AutogenContext,
  operation: AlterColumnOp,
  ...[existing, model]: [Column, Column]
): void {
  compareType(context, operation, existing, model)
  compareNullable(operation, existing, model)
  compareServerDefault(context, operation, existing, model)
  compareComment(context, operation, existing, model)
}

function compareType(
  context: AutogenContext,
  { existing: facts, modify }: AlterColumnOp,
  ...[existing, model]: [Column, Column]
): void {
  const wanted = context.opts.compareType ?? true
  if (wanted === false) return
  facts.type = existing.type
  if (existing.type.isNull || model.type.isNull) return
  const asked =
    typeof wanted === 'function' ? wanted(context.migrationContext, existing, model) : null
  const differs =
    asked ?? rulesFor(context.dialect).typesDiffer(existing.type, model.type, context.dialect)
  if (differs) modify.type = model.type
}

function compareNullable(
  { existing: facts, modify }: AlterColumnOp,
  existing: Column,
  model: Column,
): void {
  facts.nullable = existing.nullable
  if (existing.nullable === model.nullable) return
  const { serverDefault } = model
  const isUnsaid = model.options.nullable === undefined
  if (isAny(Identity, serverDefault, existing.serverDefault)) return
  if (isAny(Computed, serverDefault, existing.serverDefault) && isUnsaid) return
  modify.nullable = model.nullable
}

function compareServerDefault(
  context: AutogenContext,
  operation: AlterColumnOp,
  ...[existing, model]: [Column, Column]
): void {
  const [old, wanted] = [existing.serverDefault, model.serverDefault]
  if (old === null && wanted === null) return
  if (isAny(Computed, old, wanted)) compareComputed(context, operation, existing, model)
  else if (isAny(Identity, old, wanted)) compareIdentity(operation, old, wanted)
  else comparePlainDefault(context, operation, existing, model)
}

function comparePlainDefault(
  context: AutogenContext,
  { existing: facts, modify }: AlterColumnOp,
  ...[existing, model]: [Column, Column]
): void {
  facts.serverDefault = existing.serverDefault
  const compare = context.opts.compareServerDefault ?? false
  if (compare === false) return
  const left = { column: existing, rendered: renderedDefault(context, existing) }
  const right = { column: model, rendered: renderedDefault(context, model) }
  const asked =
    typeof compare === 'function' ? compare(context.migrationContext, left, right) : null
  const rules = rulesFor(context.dialect)
  if (asked ?? rules.serverDefaultsDiffer(left, right, context.impl))
    modify.serverDefault = model.serverDefault
}

/** The text of a default: a value as it is, an expression as the database writes it. */
function renderedDefault({ dialect }: AutogenContext, column: Column): string | null {
  const arg = column.serverDefault?.arg ?? null
  if (arg === null || typeof arg === 'string') return arg
  return arg.compile({ dialect, literalBinds: true }).sql
}

function compareComputed(
  { dialect }: AutogenContext,
  { tableName, columnName }: AlterColumnOp,
  ...[existing, model]: [Column, Column]
): void {
  const text = (computed: Computed | null): string =>
    (computed?.sqltext.compile({ dialect, literalBinds: true }).sql ?? '')
      .replace(/[ ()'"`[\]\t\r\n]/g, '')
      .toLowerCase()
  if (text(existing.computed) !== text(model.computed))
    warn(`Computed default on ${tableName}.${columnName} cannot be modified`)
}

function compareIdentity(
  { existing, modify }: AlterColumnOp,
  old: ServerDefault | null,
  wanted: ServerDefault | null,
): void {
  existing.serverDefault = old
  const [left, right] = [identityOf(wanted), identityOf(old)]
  const isBoth = left !== null && right !== null
  if (!isBoth || identityDifference(left, right).length > 0) modify.serverDefault = wanted
}

function identityOf(value: ServerDefault | null): Identity | null {
  return value instanceof Identity ? value : null
}

function compareComment(
  { dialect }: AutogenContext,
  { existing: facts, modify }: AlterColumnOp,
  ...[existing, model]: [Column, Column]
): void {
  if (!supportsComments(dialect) || (existing.comment === null && model.comment === null)) return
  facts.comment = existing.comment
  if (existing.comment !== model.comment) modify.comment = model.comment
}
