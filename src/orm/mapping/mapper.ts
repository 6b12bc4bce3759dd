/**
 * The mapping of one class: its tables, attributes, place in an inheritance hierarchy, identity. Pure metadata;
 * what needs objects lives in `state` (mapper-state.ts), what needs SQL in `loading` and `persistence`.
 */
import type { ClassManager } from '../attributes/class-manager.js'
import type { ColumnProperty } from './column-property.js'
import { IdentityKey, type Class } from './identity-key.js'
import type { MapperProperty } from './property.js'
import type { RelationshipProperty } from './relationship.js'
import type { Column, ColumnElement, FromClause, Table } from './sql-types.js'

/** The mapping of a class; `sqlalchemy.orm.Mapper`. */
export interface Mapper {
  readonly class_: Class
  readonly className: string
  readonly classManager: ClassManager
  /** The table (or other FROM) of this class itself; the parent's for single-table inheritance. */
  readonly localTable: FromClause
  /** What a query of this class selects from: the table, or the join of the hierarchy's tables. */
  readonly persistSelectable: FromClause
  readonly tables: readonly Table[]
  readonly inherits: Mapper | null
  readonly inheritCondition: ColumnElement<boolean> | null
  readonly baseMapper: Mapper
  readonly concrete: boolean
  readonly single: boolean
  readonly polymorphicOn: ColumnElement | null
  readonly polymorphicIdentity: unknown
  /** Shared by the hierarchy: discriminator value to mapper. */
  readonly polymorphicMap: Map<unknown, Mapper>
  readonly versionIdCol: Column | null
  readonly eagerDefaults: boolean | 'auto'
  readonly passiveUpdates: boolean
  readonly passiveDeletes: boolean
  readonly allowPartialPks: boolean
  readonly confirmDeletedRows: boolean
  readonly props: ReadonlyMap<string, MapperProperty>
  readonly columnAttrs: readonly ColumnProperty[]
  readonly relationships: readonly RelationshipProperty[]
  readonly primaryKey: readonly Column[]
  readonly columnToProperty: ReadonlyMap<ColumnElement, ColumnProperty>
  readonly selfAndDescendants: readonly Mapper[]
  /** All tables of the hierarchy, parents first. */
  readonly sortedTables: readonly Table[]
  iterateToRoot(): Iterable<Mapper>
  isa(other: Mapper): boolean
  commonParent(other: Mapper): boolean
  getProperty(key: string): MapperProperty
  hasProperty(key: string): boolean
  getPropertyByColumn(column: ColumnElement): ColumnProperty
  identityKeyFromPrimaryKey(values: readonly unknown[], token?: unknown): IdentityKey
}
