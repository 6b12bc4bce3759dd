/**
 * Classes for the tables of a live database, without a model file.
 */
import type { ForeignKeyConstraint } from '../../schema/constraints.js'
import type { ReflectBind, ReflectOptions } from '../../schema/metadata.js'
import type { Table } from '../../schema/table.js'
import { and } from '../../sql/elements/boolean.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import {
  declarativeBase,
  type DeclarativeBase,
  type DeclarativeBaseOptions,
} from '../declarative/base.js'
import { mapped } from '../declarative/mapped.js'
import { DeclaredRelationship } from '../declarative/relationships.js'
import type { RelationshipArguments } from '../declarative/types.js'
import { configureMappers } from '../mapping/configure.js'
import type { Class } from '../mapping/identity-key.js'
import { freeName, DEFAULT_NAMING, type AutomapNaming } from './naming.js'
import { isSecondary, planRelationships, type PlannedRelationship } from './relationships.js'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes from the database has no types
type Untyped = any

/** A reflected class; what it has is known only at run time. */
export interface AutomapClass {
  new (values?: Readonly<Record<string, unknown>>): Untyped
  readonly [attribute: string]: Untyped
  // Attributes of these names stand in front of the function's own.
  readonly name: Untyped
  readonly length: Untyped
}

export interface PrepareOptions extends ReflectOptions {
  readonly naming?: Partial<AutomapNaming>
}

/** SQLAlchemy's spelling of `prepare(engine, options)`. */
export interface AutoloadOptions<R> extends PrepareOptions {
  readonly autoloadWith: ReflectBind<R>
}

/** A base that makes its classes itself; `sqlalchemy.ext.automap.automap_base()`. */
export interface AutomapBase extends DeclarativeBase {
  /** The classes by name, after `prepare()`. */
  readonly classes: Readonly<Record<string, AutomapClass>>
  /**
   * Reflects the tables and makes classes and relationships for those that are not mapped yet.
   *
   * @param bind an engine or a connection; asynchronous ones answer a promise
   * @param options which tables, and how things are named
   */
  prepare<R>(bind: ReflectBind<R> | AutoloadOptions<R>, options?: PrepareOptions): R
}

/**
 * A declarative base whose classes come from the database; `sqlalchemy.ext.automap.automap_base`.
 *
 * @param options as for `declarativeBase`
 * @example
 * const Base = automapBase()
 * Base.prepare(engine)
 * const { Album, Artist } = Base.classes
 */
export function automapBase(options: DeclarativeBaseOptions = {}): AutomapBase {
  const base = declarativeBase(options)
  const classes: Record<string, AutomapClass> = {}
  return Object.assign(base, {
    classes,
    prepare<R>(given: ReflectBind<R> | AutoloadOptions<R>, options: PrepareOptions = {}): R {
      if ('autoloadWith' in given) return this.prepare(given.autoloadWith, given)
      const { naming, ...reflect } = options
      const complete = () => void mapTables(base, classes, { ...DEFAULT_NAMING, ...naming })
      const reflected = base.metadata.reflect(given, { extendExisting: false, ...reflect })
      if (!isPromise(reflected)) complete()
      return isPromise(reflected) ? (reflected.then(complete) as R) : reflected
    },
  })
}

/**
 * Classes and relationships for all tables of a database, at once.
 *
 * @param engine a synchronous engine or connection
 * @param options which tables, and how things are named
 * @example
 * const { Album } = automap(createEngine('chinook.db')).classes
 */
export function automap(engine: ReflectBind<void>, options: PrepareOptions = {}): AutomapBase {
  const base = automapBase()
  base.prepare(engine, options)
  return base
}

function mapTables(
  base: DeclarativeBase,
  classes: Record<string, AutomapClass>,
  naming: AutomapNaming,
): void {
  const known = new Set(base.registry.mappers.map((mapper) => mapper.localTable))
  const tables = [...base.metadata.tables.values()].filter((table) => !known.has(table))
  const mappable = tables.filter((table) => table.primaryKey.length > 0 && !isSecondary(table))
  const columns = new Map(mappable.map((table) => [table, columnAttributes(table, naming)]))
  const taken = new Map(
    mappable.map((table) => [table, new Set(Object.keys(columns.get(table) ?? {}))]),
  )
  const plans = planRelationships(tables, naming, taken)
  const byTable = new Map<Table, Class>()
  for (const table of mappable) {
    const attributes = { ...columns.get(table), ...thunks(table, plans, byTable) }
    const name = freeName(naming.className(table), 'Table', new Set(Object.keys(classes)))
    const class_ = makeClass(base, name, { table, attributes })
    byTable.set(table, class_)
    classes[name] = class_ as unknown as AutomapClass
    // SQLAlchemy's name for it; not enumerable, so that each class is listed once.
    if (!(table.name in classes)) Object.defineProperty(classes, table.name, { value: class_ })
  }
  configureMappers(base.registry)
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

function thunks(
  table: Table,
  plans: readonly PlannedRelationship[],
  byTable: ReadonlyMap<Table, Class>,
): Record<string, () => DeclaredRelationship> {
  const own = plans.filter((plan) => plan.table === table)
  return Object.fromEntries(own.map((plan) => [plan.key, () => declare(plan, byTable)]))
}

function declare(
  plan: PlannedRelationship,
  byTable: ReadonlyMap<Table, Class>,
): DeclaredRelationship {
  const { backPopulates, target, uselist } = plan
  const options = { backPopulates, ...joinOptions(plan) }
  return new DeclaredRelationship(
    byTable.get(target) as Class,
    uselist,
    options as unknown as RelationshipArguments<never>,
  )
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

interface ClassPlan {
  readonly table: Table
  readonly attributes: Record<string, unknown>
}

function makeClass(base: DeclarativeBase, name: string, { table, attributes }: ClassPlan): Class {
  const Model = base.model(table, attributes) as unknown as new () => object
  const { [name]: Made } = { [name]: class extends Model {} }
  mapped(Made as Class)
  return Made as Class
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}
