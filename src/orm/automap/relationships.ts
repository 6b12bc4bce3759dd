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
  const collection = reserve(taken, referredTable, collectionNames(key, naming, scalar))
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

/** Several keys to one table: `shippingOrders` beside `billingOrders`. */
function collectionNames(
  key: ForeignKeyConstraint,
  naming: AutomapNaming,
  scalar: string,
): [string, string] {
  const wanted = naming.collectionName(key)
  const siblings = key.table.foreignKeyConstraints.filter(
    (each) => each.referredTable === key.referredTable,
  )
  if (siblings.length < 2) return [wanted, `by${capital(scalar)}`]
  return [`${scalar}${capital(wanted)}`, `by${capital(scalar)}`]
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
  if (!taken.has(left) || !taken.has(right) || left === right) return []
  const via = camelCase(plural(secondary.name))
  const toRight = reserve(taken, left, [naming.secondaryName(right), via])
  const toLeft = reserve(taken, right, [naming.secondaryName(left), via])
  const common = { uselist: true, secondary, foreignKey: first }
  return [
    { ...common, table: left, key: toRight, target: right, backPopulates: toLeft },
    { ...common, table: right, key: toLeft, target: left, backPopulates: toRight },
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
