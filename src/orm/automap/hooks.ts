/**
 * What a user of automap may decide: the names of classes and relationships, and how relationships are made.
 */
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import type { Table } from '../../schema/table.js'
import { many, one } from '../declarative/relationships.js'
import type { RelationshipArguments } from '../declarative/types.js'
import type { Class } from '../mapping/identity-key.js'
import type { Direction } from '../mapping/joins/join-direction.js'
import type { AutomapBase, AutomapClass } from './automap.js'
import type { AutomapNaming } from './naming.js'

/** Makes a relationship: `many` for collections, `one` for single objects. */
export type RelationshipFunction = (target: AutomapClass, options: RelationshipArguments) => unknown

/** What `generateRelationship` is told, in SQLAlchemy's order. */
export type GenerateRelationshipArguments = readonly [
  base: AutomapBase,
  direction: Direction,
  returnFn: RelationshipFunction,
  attrname: string,
  localCls: AutomapClass,
  referredCls: AutomapClass,
  options: RelationshipArguments,
]

/** Answers what `many` or `one` made of the options, changed as one likes; null leaves the relationship out. */
export type GenerateRelationship = (...args: GenerateRelationshipArguments) => unknown

type NameForRelationship = (
  base: AutomapBase,
  localCls: AutomapClass,
  referredCls: AutomapClass,
  constraint: ForeignKeyConstraint,
) => string

/** Hooks of `prepare()`, with SQLAlchemy's names and arguments. */
export interface AutomapHooks {
  readonly classnameForTable?: (base: AutomapBase, tablename: string, table: Table) => string
  readonly nameForScalarRelationship?: NameForRelationship
  readonly nameForCollectionRelationship?: NameForRelationship
  readonly generateRelationship?: GenerateRelationship
  /** For all collections. */
  readonly collectionClass?: RelationshipArguments['collectionClass']
}

/**
 * How automap makes a relationship; `sqlalchemy.ext.automap.generate_relationship`. A hook of one's own calls it with
 * other options.
 *
 * @param args base, direction, `many` or `one`, name, the two classes, options
 * @example
 * automapBase().prepare(engine, {
 *   generateRelationship: (base, direction, make, name, local, referred, options) =>
 *     generateRelationship(base, direction, make, name, local, referred, { ...options, lazy: 'selectin' }),
 * })
 */
export function generateRelationship(...args: GenerateRelationshipArguments): unknown {
  const [, , returnFn, , , referredCls, options] = args
  return returnFn(referredCls, options)
}

/** `many` or `one`, as hooks see them. @internal */
export function relationshipFunction(uselist: boolean): RelationshipFunction {
  return (uselist ? many : one) as unknown as RelationshipFunction
}

/** The names the hooks give where there are any; they want to know the classes. @internal */
export function namingWith(
  hooks: AutomapHooks,
  base: AutomapBase,
  { naming, classOf }: { naming: AutomapNaming; classOf: (table: Table) => Class },
): AutomapNaming {
  const { classnameForTable, nameForScalarRelationship, nameForCollectionRelationship } = hooks
  const named = (name: NameForRelationship, tables: readonly [Table, Table]) => {
    const [local, referred] = tables.map((table) => classOf(table) as unknown as AutomapClass)
    return (key: ForeignKeyConstraint) =>
      name(base, local as AutomapClass, referred as AutomapClass, key)
  }
  return {
    ...naming,
    ...(classnameForTable && {
      className: (table) => classnameForTable(base, table.name, table),
    }),
    ...(nameForScalarRelationship && {
      scalarName: (key) => named(nameForScalarRelationship, [key.table, key.referredTable])(key),
    }),
    ...(nameForCollectionRelationship && {
      collectionName: (key) =>
        named(nameForCollectionRelationship, [key.referredTable, key.table])(key),
      secondaryName: (target, key) => {
        const back = key.table.foreignKeyConstraints.find((each) => each !== key) ?? key
        return named(nameForCollectionRelationship, [back.referredTable, target])(back)
      },
    }),
  }
}
