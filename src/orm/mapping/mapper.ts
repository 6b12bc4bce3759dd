/**
 * The mapping of one class: its tables, attributes, place in an inheritance hierarchy, identity. Pure metadata;
 * what needs objects lives in `state`, what needs SQL in `loading` and `persistence`.
 */
import type { Row } from '../../engine/row.js'
import { InvalidRequestError } from '../../errors.js'
import type { ClassManager } from '../attributes/class-manager.js'
import {
  ColumnCollection,
  columnsView,
  type Columns,
} from '../../sql/selectable/column-collection.js'
import type { InstanceState } from '../state/instance-state.js'
import type { CascadeName } from './cascade.js'
import { classNameOf } from '../../util/class-name.js'
import { ColumnProperty } from './column-property.js'
import { ConcreteInheritedProperty } from './concrete-inherited.js'
import { configureMappers } from './configure.js'
import { IdentityKey, type Class } from './identity-key.js'
import { inheritFrom, type Inheritance } from './hierarchy/inheritance.js'
import {
  polymorphicOnOf,
  polymorphicSetting,
  type PolymorphicSetting,
} from './hierarchy/polymorphic.js'
import { mapProperties } from './hierarchy/map-properties.js'
import { forgetFacts, selectableOfMapper } from './mapper-selectables.js'
import { columnNamed, primaryKeyOf, type MappedTables } from './hierarchy/primary-key.js'
import type { MapperProperty } from './property.js'
import { ormDescriptors, type OrmDescriptor } from './orm-descriptors.js'
import { propertyList, type PropertyList } from './property-list.js'
import { RelationshipProperty } from './relationship.js'
import { pending, type Registry } from './registry.js'
import type { Column, ColumnElement, FromClause, Table } from './sql-types.js'
import { UnmappedColumnError } from '../errors.js'
import { versionIdGenerator } from './hierarchy/version-id.js'

/** The classes that load along, `'*'` for all; in a pair with the FROM that has the columns of all. */
export type WithPolymorphic =
  '*' | readonly Class[] | readonly [classes: '*' | readonly Class[], selectable: FromClause]

/** The `mapper` options of a model; `__mapper_args__` in SQLAlchemy. */
export interface MapperOptions {
  /** Discriminator: an attribute's name, a column or an expression; a function gets the class's own columns. */
  readonly polymorphicOn?:
    string | ColumnElement | ((columns: Readonly<Record<string, ColumnElement>>) => ColumnElement)
  readonly polymorphicIdentity?: unknown
  /** The class has no rows of its own. */
  readonly polymorphicAbstract?: boolean
  /** Loads subclasses together with this class. */
  readonly polymorphicLoad?: 'inline' | 'selectin'
  readonly withPolymorphic?: WithPolymorphic
  /** The table stands alone: no join to the parent's. */
  readonly concrete?: boolean
  /** How the table joins that of the class above, where their foreign keys do not say it; a function gets the columns. */
  readonly inheritCondition?:
    | ColumnElement<boolean>
    | ((columns: Readonly<Record<string, ColumnElement>>) => ColumnElement<boolean>)
  readonly versionIdCol?: string | Column
  /** Makes the next version from the last; false leaves it to the database. */
  readonly versionIdGenerator?: ((version: unknown) => unknown) | false
  readonly eagerDefaults?: boolean | 'auto'
  readonly passiveUpdates?: boolean
  readonly passiveDeletes?: boolean
  readonly confirmDeletedRows?: boolean
  readonly allowPartialPks?: boolean
  readonly batch?: boolean
  readonly primaryKey?: readonly (string | Column)[]
  /** Attributes of columns that are not declared are named with it. */
  readonly columnPrefix?: string
  /** The only columns that are mapped. */
  readonly includeProperties?: readonly (string | Column)[]
  /** Columns that are not mapped. */
  readonly excludeProperties?: readonly (string | Column)[]
}

export interface MapperArguments extends MapperOptions {
  readonly manager: ClassManager
  readonly registry: Registry
  /** The table of the class; null for single-table inheritance. */
  readonly localTable: FromClause | null
  readonly inherits: Mapper | null
  /** Attributes as declared, in order; columns of the table that are not among them follow. */
  readonly properties: ReadonlyMap<string, MapperProperty>
  readonly instrumentation: Instrumentation
}

/** The part of mapping that other layers do: attributes on the class. */
export interface Instrumentation {
  /** Puts a property on the class. */
  add(mapper: Mapper, property: MapperProperty): void
  /** The property that a declaration means: a column, a relationship in a function, `columnProperty(…)`. */
  declare(mapper: Mapper, key: string, declared: unknown): MapperProperty
  /** Relationships are configured: they get their implementations. */
  complete(mapper: Mapper): void
}

/** Where the objects of a delete-orphan relationship look for their parent. */
export interface DeleteOrphan {
  readonly key: string
  readonly manager: ClassManager
}

/**
 * The mapping of a class; `sqlalchemy.orm.Mapper`.
 *
 * @example
 * inspect(Tag).columnAttrs.map((attribute) => attribute.key) // ['id', 'name']
 */
export class Mapper {
  readonly isAliasedClass = false
  readonly isMapper = true
  readonly class_: Class
  readonly className: string
  readonly classManager: ClassManager
  readonly registry: Registry
  /** A concrete class learns late what it inherits from, where that is a union of its like. */
  inherits: Mapper | null
  readonly concrete: boolean
  readonly single: boolean
  /** The table (or other FROM) of this class itself; the parent's for single-table inheritance. */
  readonly localTable: FromClause
  /** What a query of this class selects from: the table, or the join of the hierarchy's tables. */
  readonly persistSelectable: FromClause
  readonly inheritCondition: ColumnElement<boolean> | null
  /** Pairs of columns that a joined-table hierarchy equates. */
  readonly inheritsEquatedPairs: readonly (readonly [Column, Column])[]
  baseMapper: Mapper
  /** Class part of identity keys. */
  readonly identityClass: Class
  readonly tables: readonly Table[]
  readonly primaryKey: readonly Column[]
  readonly pksByTable: ReadonlyMap<FromClause, readonly Column[]>
  readonly colsByTable: ReadonlyMap<FromClause, readonly Column[]>
  readonly polymorphicIdentity: unknown
  readonly polymorphicAbstract: boolean
  polymorphicMap: Map<unknown, Mapper>
  readonly polymorphicLoad: 'inline' | 'selectin' | null
  readonly versionIdCol: Column | null
  readonly versionIdGenerator: ((version: unknown) => unknown) | false
  readonly eagerDefaults: boolean | 'auto'
  passiveUpdates: boolean
  readonly passiveDeletes: boolean
  readonly confirmDeletedRows: boolean
  readonly allowPartialPks: boolean
  batch: boolean
  /** @internal */
  withPolymorphic: WithPolymorphic | null
  readonly deleteOrphans: DeleteOrphan[] = []
  readonly inheritingMappers: Mapper[] = []
  /** @internal */
  readonly options: MapperOptions
  configured = false
  readonly #instrumentation: Instrumentation
  readonly #props = new Map<string, MapperProperty>()
  /** Properties of one kind, until one is added or replaced. */
  readonly #byKind = new Map<string, PropertyList<MapperProperty>>()
  readonly #columnToProperty = new Map<ColumnElement, ColumnProperty>()
  #polymorphic: PolymorphicSetting | null = null

  constructor(given: MapperArguments) {
    this.options = given
    this.class_ = given.manager.class_
    this.classManager = given.manager
    this.className = classNameOf(this.class_)
    this.registry = given.registry
    this.#instrumentation = given.instrumentation
    this.inherits = given.inherits
    this.concrete = given.concrete ?? false
    given.manager.mapper = this
    const hierarchy: Inheritance = inheritFrom(this, given)
    this.single = hierarchy.single
    this.localTable = hierarchy.localTable
    this.persistSelectable = hierarchy.persistSelectable
    this.inheritCondition = hierarchy.inheritCondition
    this.inheritsEquatedPairs = hierarchy.equatedPairs
    const parent = this.concrete ? null : this.inherits
    this.baseMapper = this.inherits?.baseMapper ?? this
    this.polymorphicIdentity = given.polymorphicIdentity ?? null
    this.polymorphicAbstract = given.polymorphicAbstract ?? false
    this.polymorphicMap = this.inherits?.polymorphicMap ?? new Map<unknown, Mapper>()
    this.polymorphicLoad = given.polymorphicLoad ?? null
    this.withPolymorphic = given.withPolymorphic ?? null
    this.identityClass =
      parent === null || this.polymorphicIdentity === null ? this.class_ : parent.identityClass
    this.eagerDefaults = given.eagerDefaults ?? 'auto'
    this.passiveUpdates = given.passiveUpdates ?? this.inherits?.passiveUpdates ?? true
    this.passiveDeletes = given.passiveDeletes ?? this.inherits?.passiveDeletes ?? false
    this.confirmDeletedRows = given.confirmDeletedRows ?? this.inherits?.confirmDeletedRows ?? true
    this.allowPartialPks = given.allowPartialPks ?? true
    this.batch = given.batch ?? this.inherits?.batch ?? true
    mapProperties(this, given.properties)
    const tables: MappedTables = primaryKeyOf(this)
    this.tables = tables.tables
    this.primaryKey = tables.primaryKey
    this.pksByTable = tables.pksByTable
    this.colsByTable = tables.colsByTable
    this.versionIdCol = this.#versionColumn()
    this.versionIdGenerator = versionIdGenerator(this, given.versionIdGenerator)
    this.#polymorphic = polymorphicOnOf(this)
    this.#joinHierarchy()
  }

  /** Attributes by key: inherited ones included. Relationships are complete after `configureMappers()`. */
  get props(): ReadonlyMap<string, MapperProperty> {
    return this.#props
  }

  /** All attributes, configured. */
  get attrs(): PropertyList<MapperProperty> {
    configureMappers(this.registry)
    return propertyList(this.#props.values())
  }

  get columnAttrs(): PropertyList<ColumnProperty> {
    return this.#known('column', (prop) => prop instanceof ColumnProperty)
  }

  get relationships(): PropertyList<RelationshipProperty> {
    return this.#known('relationship', (prop) => prop instanceof RelationshipProperty)
  }

  get synonyms(): PropertyList<MapperProperty> {
    return this.#known('synonym', (prop): prop is MapperProperty => prop.kind === 'synonym')
  }

  get composites(): PropertyList<MapperProperty> {
    return this.#known('composite', (prop): prop is MapperProperty => prop.kind === 'composite')
  }

  /** Attributes, hybrids and proxies by name; `Mapper.all_orm_descriptors`. */
  get allOrmDescriptors(): PropertyList<OrmDescriptor> {
    configureMappers(this.registry)
    return ormDescriptors(this)
  }

  /** The columns by attribute, `inspect(User).columns.name`. */
  get columns(): Columns<unknown> {
    const columns = new ColumnCollection()
    for (const { key, expression } of this.columnAttrs) columns.add(expression, key)
    return columnsView(columns, () => this.toString()) as Columns<unknown>
  }

  /** The same. */
  get c(): Columns<unknown> {
    return this.columns
  }

  get columnToProperty(): ReadonlyMap<ColumnElement, ColumnProperty> {
    return this.#columnToProperty
  }

  /** The discriminator of the hierarchy, seen from this class. */
  get polymorphicOn(): ColumnElement | null {
    return this.#polymorphic?.column ?? null
  }

  /** Attribute that holds the discriminator. */
  get polymorphicKey(): string | null {
    return this.#polymorphic?.key ?? null
  }

  get mapper(): this {
    return this
  }

  /** What a query of the class selects from, `withPolymorphic` included. */
  get selectable(): FromClause {
    return selectableOfMapper(this)
  }

  get entity(): Class {
    return this.class_
  }

  /** Subclass mappers, depth first, this one in front. */
  get selfAndDescendants(): readonly Mapper[] {
    const found: Mapper[] = [this]
    for (const mapper of found) found.push(...mapper.inheritingMappers)
    return found
  }

  /** The attributes of the class, in their order. */
  get iterateProperties(): readonly MapperProperty[] {
    return [...this.props.values()]
  }

  /** This mapper and those of subclasses. */
  polymorphicIterator(): readonly Mapper[] {
    return this.selfAndDescendants
  }

  /** True for a class of the same hierarchy that neither inherits from this one nor is inherited by it. */
  isSibling(other: Mapper): boolean {
    return this.baseMapper === other.baseMapper && !this.isa(other) && !other.isa(this)
  }

  iterateToRoot(): Mapper[] {
    const path: Mapper[] = []
    for (let mapper: Mapper | null = this; mapper !== null; mapper = mapper.inherits)
      path.push(mapper)
    return path
  }

  /** True for `other` itself and for classes that inherit from it. */
  isa(other: Mapper): boolean {
    let mapper: Mapper | null = this
    while (mapper !== null && mapper !== other) mapper = mapper.inherits
    return mapper !== null
  }

  commonParent(other: Mapper): boolean {
    return this.baseMapper === other.baseMapper
  }

  hasProperty(key: string): boolean {
    return this.#props.has(key)
  }

  /** @throws InvalidRequestError when the class has no such attribute. */
  getProperty(key: string): MapperProperty {
    const prop = this.#props.get(key)
    if (prop !== undefined) return prop
    throw new InvalidRequestError(
      `Mapper '${this.toString()}' has no property '${key}'.  If this property was indicated from other mappers or configure events, ensure registry.configure() has been called.`,
    )
  }

  /** The attribute a column of the mapped tables belongs to. */
  getPropertyByColumn(column: ColumnElement): ColumnProperty {
    const prop = this.#columnToProperty.get(column.identity)
    if (prop === undefined) throw new UnmappedColumnError(column, this.toString())
    return prop
  }

  identityKeyFromPrimaryKey(values: readonly unknown[], token: unknown = null): IdentityKey {
    return new IdentityKey(this.identityClass, values, token)
  }

  /** The identity an object's key attributes say it has. @throws UnmappedInstanceError */
  identityKeyFromInstance(instance: object): IdentityKey {
    return this.classManager.identityKeyOf(instance)
  }

  /** The values of an object's key attributes. @throws UnmappedInstanceError */
  primaryKeyFromInstance(instance: object): readonly unknown[] {
    return this.classManager.identityKeyOf(instance).identity
  }

  /** The objects a cascade reaches from an object, each with its mapper and state; follows what is in memory. */
  cascadeIterator(
    cascade: CascadeName,
    state: InstanceState,
    haltOn: ((state: InstanceState) => boolean) | null = null,
  ): Iterable<readonly [object, Mapper, InstanceState]> {
    return this.classManager.cascade(cascade, state, haltOn)
  }

  /** The identity a row's key columns say it has. */
  identityKeyFromRow(row: Row, token: unknown = null): IdentityKey {
    const values = this.primaryKey.map((column) => row.mapping.get(column as never))
    return this.identityKeyFromPrimaryKey(values, token)
  }

  /**
   * Adds an attribute to a class that is mapped already; a column is added to its table as well.
   *
   * @example inspect(User).addProperty('fullName', columnProperty(User.first.concat(User.last)))
   */
  addProperty(key: string, declared: unknown): void {
    const property = this.#instrumentation.declare(this, key, declared)
    if (property instanceof ColumnProperty) addToTable(this.colsByTable, property)
    this.takeProperty(key, property, { adopt: true })
    for (const mapper of this.inheritingMappers) mapper.inheritProperty(key, property)
    for (const mapper of this.selfAndDescendants) pending.add(mapper)
  }

  /** Puts what a function declared in the place kept for it, here and in subclasses. @internal */
  replaceProperty(placeholder: MapperProperty, property: MapperProperty): void {
    this.takeProperty(placeholder.key, property, { adopt: true })
    for (const mapper of this.selfAndDescendants) {
      if (mapper.#props.get(placeholder.key) !== placeholder) continue
      mapper.takeProperty(placeholder.key, property, { adopt: false })
    }
  }

  /** @internal */
  inheritProperty(key: string, property: MapperProperty): void {
    if (this.#props.has(key)) return
    if (!this.concrete) this.takeProperty(key, property, { adopt: false })
    else if (!this.#implements(key))
      this.takeProperty(key, new ConcreteInheritedProperty(key), { adopt: true })
    for (const mapper of this.inheritingMappers) mapper.inheritProperty(key, property)
  }

  /** The discriminator, where it is known only after all classes are. @internal */
  setPolymorphicOn(column: ColumnElement): void {
    this.#polymorphic = polymorphicSetting(this, column)
    forgetFacts(this)
  }

  /** Files a property and puts it on the class; `adopt`: it is this mapper's own, not an inherited one. @internal */
  takeProperty(
    key: string,
    property: MapperProperty,
    { adopt }: { readonly adopt: boolean },
  ): void {
    if (adopt) property.setParent(this)
    this.#props.set(key, property)
    this.#byKind.clear()
    if (property instanceof ColumnProperty) this.fileColumns(property)
    this.#instrumentation.add(this, property)
  }

  /** The last step of configuration. @internal */
  markConfigured(): void {
    this.configured = true
    this.#instrumentation.complete(this)
  }

  /** @internal */
  fileColumns(property: ColumnProperty): void {
    for (const column of property.columns) {
      for (const proxied of column.proxySet) this.#columnToProperty.set(proxied, property)
    }
  }

  /** `Mapper[User(users)]`, as messages print it. */
  toString(): string {
    const { localTable } = this
    const name = typeof localTable.name === 'string' ? localTable.name : localTable.describe()
    return `Mapper[${this.className}(${name})]`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<${this.toString()}>`
  }

  #known<P extends MapperProperty>(
    kind: string,
    isKind: (property: MapperProperty) => property is P,
  ): PropertyList<P> {
    if (!this.configured) configureMappers(this.registry)
    let known = this.#byKind.get(kind)
    if (!known)
      this.#byKind.set(kind, (known = propertyList([...this.#props.values()].filter(isKind))))
    return known as unknown as PropertyList<P>
  }

  /** True when the class, or one between it and its mapped parent, has a member of its own under the name. */
  #implements(key: string): boolean {
    const end = this.inherits?.class_.prototype as unknown
    let each = this.class_.prototype as object | null
    for (; each !== null && each !== end; each = Object.getPrototypeOf(each) as object | null)
      if (Object.hasOwn(each, key)) return true
    return false
  }

  #versionColumn(): Column | null {
    const given = this.options.versionIdCol
    if (given === undefined) return this.inherits?.versionIdCol ?? null
    return columnNamed(this, 'version_id_col', given)
  }

  #joinHierarchy(): void {
    if (this.polymorphicIdentity !== null) {
      this.polymorphicMap.set(this.polymorphicIdentity, this)
    }
    this.inherits?.inheritingMappers.push(this)
    forgetFacts(this)
  }
}

/** A column that was added to its table after the mapper was made is one of the mapper's from now on. */
function addToTable(
  colsByTable: ReadonlyMap<FromClause, readonly Column[]>,
  { columns }: ColumnProperty,
): void {
  for (const column of columns as readonly Column[]) {
    const known = column.table === null ? undefined : colsByTable.get(column.table)
    if (known !== undefined && !known.includes(column)) (known as Column[]).push(column)
  }
}
