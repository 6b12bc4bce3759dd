/** What a table's copy in another MetaData takes over beside the columns: constraints and indexes; `Table.to_metadata`. */
import {
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type Constraint,
} from './constraints.js'
import type { Table } from './table.js'

/** Says which schema the tables that foreign keys refer to are in: a name, null for none, undefined for the same. */
export type ReferredSchema = (
  table: Table,
  toSchema: string | null,
  constraint: ForeignKeyConstraint,
  referredSchema: string | null,
) => string | null | undefined

export interface ToMetadataOptions {
  readonly name?: string
  /** Null: none; default: that of the table. */
  readonly schema?: string | null
  /** Default: references inside of the table's schema move with it. */
  readonly referredSchemaFn?: ReferredSchema
}

/** @internal Constraints and indexes for a copy of a table that has its columns. */
export function copyItems(
  table: Table,
  copy: Table,
  referredSchemaFn: ReferredSchema = movesAlong,
): void {
  for (const constraint of table.constraints) {
    if (constraint instanceof ForeignKeyConstraint)
      copy.appendConstraint(copiedKey(constraint, copy, referredSchemaFn))
    else if (!isImplied(constraint)) copy.appendConstraint(constraint.copy(copy))
  }
  for (const index of table.indexes) if (!index.columnFlag) copy.appendIndex(index.copy(copy))
}

function copiedKey(
  constraint: ForeignKeyConstraint,
  copy: Table,
  referredSchema: ReferredSchema,
): ForeignKeyConstraint {
  const { table } = constraint
  const referredKey = constraint.elements[0]?.referredTableKey ?? ''
  const schema = referredKey.split('.').slice(0, -1).join('.') || null
  return constraint.copy(copy, {
    schema: referredSchema(table, copy.schema, constraint, schema),
    table: referredKey === table.key ? copy.name : undefined,
  })
}

/** References inside of the schema are so in the copy, too. */
function movesAlong(
  table: Table,
  toSchema: string | null,
  _constraint: ForeignKeyConstraint,
  referredSchema: string | null,
): string | null | undefined {
  return referredSchema === table.schema ? toSchema : undefined
}

/** What a column or its type brings along by itself. */
function isImplied(constraint: Constraint): boolean {
  if (constraint instanceof UniqueConstraint) return constraint.columnFlag
  return constraint.kind === 'check'
    ? 'appliesTo' in constraint && constraint.appliesTo !== null
    : constraint instanceof PrimaryKeyConstraint &&
        !constraint.isExplicit &&
        (constraint.name === null || constraint.columns.length === 0)
}
