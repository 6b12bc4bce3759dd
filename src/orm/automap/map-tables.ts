/**
 * Classes for tables, then the relationships between them.
 */
import { ArgumentError } from '../../errors.js'
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import type { Table } from '../../schema/table.js'
import { and } from '../../sql/elements/boolean.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { DeclarativeBase } from '../declarative/base.js'
import { mapped } from '../declarative/mapped.js'
import { DeclaredRelationship } from '../declarative/relationships.js'
import type { RelationshipArguments } from '../declarative/types.js'
import { configureMappers } from '../mapping/configure.js'
import type { Class } from '../mapping/identity-key.js'
import { ColumnProperty } from '../mapping/column-property.js'
import type { MapperProperty } from '../mapping/property.js'
import { mapperOfClass } from '../mapping/mapper-of-class.js'
import type { AutomapBase, AutomapClass } from './automap.js'
import {
  generateRelationship,
  namingWith,
  relationshipFunction,
  type AutomapHooks,
  type GenerateRelationshipArguments,
} from './hooks.js'
import { freeName, type AutomapNaming } from './naming.js'
import {
  isSecondary,
  planRelationships,
  type ClassNames,
  type PlannedRelationship,
  type RelationshipPair,
} from './relationships.js'

/** What is mapped where. @internal */
export interface Automapping {
  /** What the user calls `prepare()` on. */
  readonly base: AutomapBase
  /** What the generated classes extend; theirs are mapped at once. */
  readonly declarative: DeclarativeBase
  readonly classes: Record<string, AutomapClass>
  readonly naming: AutomapNaming
  readonly hooks: AutomapHooks
}

/** Maps the tables that no class is mapped to, and relates their classes with all others of the base. @internal */
export function mapTables(given: Automapping): void {
  const { declarative, base, hooks } = given
  const byTable = new Map<Table, Class>()
  const names = new Map<Table, ClassNames>()
  const naming = namingWith(hooks, base, {
    naming: given.naming,
    classOf: (table) => byTable.get(table) as Class,
  })
  const known = declarative.registry.mappers
  for (const { localTable, class_ } of known) byTable.set(localTable as Table, class_)
  const tables = [...declarative.metadata.tables.values()]
  const fresh = tables.filter((table) => !byTable.has(table))
  const generated = new Set<unknown>(Object.values(given.classes))
  for (const { localTable, props, class_ } of known) {
    const declared = generated.has(class_) ? [] : relationshipsIn(props)
    names.set(localTable as Table, { taken: new Set(props.keys()), declared: new Set(declared) })
  }
  for (const table of fresh) {
    if (table.primaryKey.length === 0 || isSecondary(table)) continue
    const attributes = columnAttributes(table, naming)
    byTable.set(table, makeClass({ ...given, naming }, table, attributes))
    names.set(table, { taken: new Set(Object.keys(attributes)), declared: new Set() })
  }
  for (const pair of planRelationships(fresh, naming, names)) addPair(pair, given, byTable)
  configureMappers(declarative.registry)
}

/** Whatever is no column; what thunks declare is known when all classes are. */
function relationshipsIn(props: ReadonlyMap<string, MapperProperty>): readonly string[] {
  return [...props].flatMap(([key, each]) => (each instanceof ColumnProperty ? [] : key))
}

/** Names that classes and objects have already. */
const RESERVED = ['metadata', 'registry', 'constructor', 'inherits', 'prototype', 'toJSON']

function columnAttributes(table: Table, naming: AutomapNaming): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const column of table.tableColumns) {
    const taken = new Set([...Object.keys(attributes), ...RESERVED])
    attributes[freeName(naming.columnName(column.name, table), 'column', taken)] = column
  }
  return attributes
}

function makeClass(
  { declarative, classes, naming }: Automapping,
  table: Table,
  attributes: Record<string, unknown>,
): Class {
  const name = freeName(naming.className(table), 'Table', new Set(Object.keys(classes)))
  const Model = declarative.model(table, attributes) as unknown as new () => object
  const { [name]: Made } = { [name]: class extends Model {} }
  mapped(Made as Class)
  classes[name] = Made as unknown as AutomapClass
  // SQLAlchemy's name for it; not enumerable, so that each class is listed once.
  if (!(table.name in classes)) Object.defineProperty(classes, table.name, { value: Made })
  return Made as Class
}

/** The other side first, as SQLAlchemy's backref; without the main one there is neither. */
function addPair(
  [other, main]: RelationshipPair,
  given: Automapping,
  byTable: ReadonlyMap<Table, Class>,
): void {
  const made = other.isDeclared ? null : generate(other, given, byTable)
  const hasOther = other.isDeclared || made !== null
  const plan = hasOther ? main : { ...main, backPopulates: null }
  const relationship = main.isDeclared ? null : generate(plan, given, byTable)
  if (!main.isDeclared && relationship === null) return
  for (const [{ table, key }, declared] of [
    [other, made],
    [main, relationship],
  ] as const) {
    if (declared !== null)
      mapperOfClass(byTable.get(table) as Class).addProperty(key, () => declared)
  }
}

function generate(
  plan: PlannedRelationship,
  { base, hooks }: Automapping,
  byTable: ReadonlyMap<Table, Class>,
): DeclaredRelationship | null {
  const { table, target, key, uselist } = plan
  const [local, referred] = [byTable.get(table), byTable.get(target)] as unknown as AutomapClass[]
  const args: GenerateRelationshipArguments = [
    base,
    directionOf(plan),
    relationshipFunction(uselist),
    key,
    local as AutomapClass,
    referred as AutomapClass,
    optionsOf(plan, hooks),
  ]
  const made = (hooks.generateRelationship ?? generateRelationship)(...args) ?? null
  if (made === null || made instanceof DeclaredRelationship) return made
  throw new ArgumentError(
    `generateRelationship answers what many(…) or one(…) made, or null to leave '${key}' out; not ${String(made)}`,
  )
}

function directionOf({ secondary, uselist }: PlannedRelationship) {
  if (secondary !== null) return 'MANYTOMANY'
  return uselist ? 'ONETOMANY' : 'MANYTOONE'
}

function optionsOf(
  plan: PlannedRelationship,
  { collectionClass }: AutomapHooks,
): RelationshipArguments {
  const options = {
    ...(plan.backPopulates === null ? {} : { backPopulates: plan.backPopulates }),
    ...joinOptions(plan),
    ...(plan.uselist && collectionClass !== undefined ? { collectionClass } : {}),
    ...(plan.uselist && plan.secondary === null ? ownership(plan.foreignKey) : {}),
  }
  return options as unknown as RelationshipArguments
}

/** Rows that cannot do without their parent go with it; those the database removes itself are left to it. */
function ownership({ columns, foreignKeyOptions }: ForeignKeyConstraint) {
  const ondelete = foreignKeyOptions.ondelete?.toLowerCase()
  const isNullable = columns.every(({ nullable }) => nullable)
  const passiveDeletes = ondelete === (isNullable ? 'set null' : 'cascade')
  return {
    ...(isNullable ? {} : { cascade: 'all, delete-orphan' }),
    ...(passiveDeletes ? { passiveDeletes } : {}),
  }
}

/** How the tables join; said in full where a table meets itself. */
function joinOptions({ table, target, uselist, secondary, foreignKey }: PlannedRelationship) {
  const isSelf = table === target
  if (secondary !== null) {
    const other = secondary.foreignKeyConstraints.find((key) => key !== foreignKey)
    if (!isSelf || other === undefined) return { secondary }
    return { secondary, primaryjoin: joinOn(foreignKey), secondaryjoin: joinOn(other) }
  }
  const remoteSide = foreignKey.elements.map((element) => element.column)
  return { foreignKeys: foreignKey.columns, ...(isSelf && !uselist ? { remoteSide } : {}) }
}

function joinOn({ elements }: ForeignKeyConstraint): ColumnElement<boolean> {
  return and(...elements.map(({ parent, column }) => column.eq(parent)))
}
