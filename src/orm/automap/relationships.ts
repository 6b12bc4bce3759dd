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
  /** The other side; null when a hook leaves that out. */
  readonly backPopulates: string | null
  readonly secondary: Table | null
  /** The key from the table, or from the table in between to it. */
  readonly foreignKey: ForeignKeyConstraint
  /** The class has it already. */
  readonly isDeclared: boolean
}

/** What the attributes of a class are called. @internal */
export interface ClassNames {
  /** Columns first, then relationships as they are planned. */
  readonly taken: Set<string>
  /** Relationships that a class declares itself; taken for those automap would make under their names. */
  readonly declared: Set<string>
}

/** The names of all classes that are to be related. @internal */
export type TakenNames = ReadonlyMap<Table, ClassNames>

/** The two sides of a relationship. @internal */
export type RelationshipPair = readonly [PlannedRelationship, PlannedRelationship]

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
): readonly RelationshipPair[] {
  return tables.flatMap((table) =>
    isSecondary(table)
      ? throughSecondary(table, naming, taken)
      : table.foreignKeyConstraints.flatMap((key) => bothSides(key, naming, taken)),
  )
}

function bothSides(
  foreignKey: ForeignKeyConstraint,
  naming: AutomapNaming,
  taken: TakenNames,
): readonly RelationshipPair[] {
  const { table, referredTable } = foreignKey
  if (!taken.has(table) || !taken.has(referredTable)) return []
  const scalar = reserve(taken, table, [
    naming.scalarName(foreignKey),
    camelCase(singular(referredTable.name)),
  ])
  const collection = reserve(taken, referredTable, [
    naming.collectionName(foreignKey),
    `by${capital(scalar.key)}`,
  ])
  const common = { secondary: null, foreignKey }
  const toOne = { ...common, ...scalar, table, target: referredTable, uselist: false }
  const toMany = { ...common, ...collection, table: referredTable, target: table, uselist: true }
  return [
    [
      { ...toMany, backPopulates: scalar.key },
      { ...toOne, backPopulates: collection.key },
    ],
  ]
}

function throughSecondary(
  secondary: Table,
  naming: AutomapNaming,
  taken: TakenNames,
): readonly RelationshipPair[] {
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
  const ofLeft = { ...common, ...toRight, table: left, target: right, foreignKey: first }
  const ofRight = { ...common, ...toLeft, table: right, target: left, foreignKey: second }
  return [
    [
      { ...ofRight, backPopulates: toRight.key },
      { ...ofLeft, backPopulates: toLeft.key },
    ],
  ]
}

function reserve(
  names: TakenNames,
  table: Table,
  [wanted, alternative]: readonly [string, string],
): { readonly key: string; readonly isDeclared: boolean } {
  const { taken, declared } = names.get(table) as ClassNames
  if (declared.delete(wanted)) return { key: wanted, isDeclared: true }
  const key = freeName(wanted, alternative, taken)
  taken.add(key)
  return { key, isDeclared: false }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
