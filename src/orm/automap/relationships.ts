/**
 * The relationships that follow from the foreign keys of reflected tables.
 */
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import type { Table } from '../../schema/table.js'
import { camelCase, plural, singular } from './inflect.js'
import { freeName, type AutomapNaming } from './naming.js'

/** A relationship to declare: on which table, under which name, to which. @internal */
export interface PlannedRelationship {
  readonly table: Table
  readonly key: string
  readonly target: Table
  readonly uselist: boolean
  readonly backPopulates: string
  readonly secondary: Table | null
  /** The key from the table, or from the table in between to it. */
  readonly foreignKey: ForeignKeyConstraint
}

/** Names taken per table: columns first, then relationships as they are planned. @internal */
export type TakenNames = ReadonlyMap<Table, Set<string>>

/** A table of nothing but two foreign keys stands for a many-to-many relationship. @internal */
export function isSecondary(table: Table): boolean {
  const keys = table.foreignKeyConstraints
  const covered = new Set(keys.flatMap((key) => key.columns))
  return keys.length === 2 && table.tableColumns.every((column) => covered.has(column))
}

/** @internal */
export function planRelationships(
  tables: readonly Table[],
  naming: AutomapNaming,
  taken: TakenNames,
): readonly PlannedRelationship[] {
  const plans: PlannedRelationship[] = []
  for (const table of tables) {
    if (isSecondary(table)) plans.push(...throughSecondary(table, naming, taken))
    else for (const key of table.foreignKeyConstraints) plans.push(...bothSides(key, naming, taken))
  }
  return plans
}

function bothSides(
  key: ForeignKeyConstraint,
  naming: AutomapNaming,
  taken: TakenNames,
): readonly PlannedRelationship[] {
  const { table, referredTable } = key
  if (!taken.has(table) || !taken.has(referredTable)) return []
  const wanted = naming.scalarName(key)
  const scalar = reserve(taken, table, [wanted, camelCase(singular(referredTable.name))])
  const collection = reserve(taken, referredTable, [
    naming.collectionName(key),
    `by${capital(scalar)}`,
  ])
  const common = { secondary: null, foreignKey: key }
  return [
    {
      ...common,
      table,
      key: scalar,
      target: referredTable,
      uselist: false,
      backPopulates: collection,
    },
    {
      ...common,
      table: referredTable,
      key: collection,
      target: table,
      uselist: true,
      backPopulates: scalar,
    },
  ]
}

function throughSecondary(
  secondary: Table,
  naming: AutomapNaming,
  taken: TakenNames,
): readonly PlannedRelationship[] {
  const [first, second] = secondary.foreignKeyConstraints as [
    ForeignKeyConstraint,
    ForeignKeyConstraint,
  ]
  const [left, right] = [first.referredTable, second.referredTable]
  if (!taken.has(left) || !taken.has(right)) return []
  const via = camelCase(plural(secondary.name))
  const toRight = reserve(taken, left, [naming.secondaryName(right, second), via])
  const toLeft = reserve(taken, right, [naming.secondaryName(left, first), via])
  const common = { uselist: true, secondary }
  return [
    {
      ...common,
      table: left,
      key: toRight,
      target: right,
      backPopulates: toLeft,
      foreignKey: first,
    },
    {
      ...common,
      table: right,
      key: toLeft,
      target: left,
      backPopulates: toRight,
      foreignKey: second,
    },
  ]
}

function reserve(
  taken: TakenNames,
  table: Table,
  [wanted, alternative]: readonly [string, string],
): string {
  const names = taken.get(table) as Set<string>
  const name = freeName(wanted, alternative, names)
  names.add(name)
  return name
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
