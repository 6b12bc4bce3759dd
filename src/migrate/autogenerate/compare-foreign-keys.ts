/** Foreign keys one side has and the other has not; `alembic.autogenerate.compare.constraints._compare_foreign_keys`. */
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import { AddConstraintOp, DropConstraintOp } from '../operations/ops/constraint-ops.js'
import type { ModifyTableOps } from '../operations/ops/containers.js'
import type { AutogenContext } from './autogen-context.js'
import type { TablePair } from './compare-tables.js'
import { foreignKeySignature, type ForeignKeySignature } from './signatures.js'

type BySignature = ReadonlyMap<string, ForeignKeySignature>

export function compareForeignKeys(
  context: AutogenContext,
  ops: ModifyTableOps,
  pair: TablePair,
): void {
  const { database, model } = pair
  if (database === null || model === null) return
  const parents = { tableName: pair.name, schemaName: pair.schema }
  const withOptions = database.facts.foreignKeys.length > 0
  const signed = (keys: readonly ForeignKeyConstraint[]): BySignature => {
    const all = keys.map((key) => foreignKeySignature(key, context.dialect, withOptions))
    return new Map(all.map((each) => [each.unnamed, each]))
  }
  const existing = signed(
    database.table.foreignKeyConstraints.filter((key) =>
      context.includesName(nameOf(key), 'foreign_key_constraint', parents),
    ),
  )
  const wanted = signed(model.foreignKeyConstraints)
  for (const key of missingIn(wanted, existing)) {
    if (includes(context, key, { reflected: true, others: wanted }))
      ops.ops.push(DropConstraintOp.fromConstraint(key.item))
  }
  for (const key of missingIn(existing, wanted)) {
    if (includes(context, key, { reflected: false, others: existing }))
      ops.ops.push(AddConstraintOp.fromConstraint(key.item))
  }
}

function missingIn(there: BySignature, here: BySignature): readonly ForeignKeySignature[] {
  return [...here.values()].filter(({ unnamed }) => !there.has(unnamed))
}

function includes(
  context: AutogenContext,
  { item, name }: ForeignKeySignature,
  how: { readonly reflected: boolean; readonly others: BySignature },
): boolean {
  const twin = [...how.others.values()].find((each) => name !== null && each.name === name)
  return context.includes(item, {
    name,
    kind: 'foreign_key_constraint',
    reflected: how.reflected,
    compareTo: twin?.item ?? null,
  })
}

function nameOf({ name }: ForeignKeyConstraint): string | null {
  return name
}
