/**
 * An attribute that refers to other mapped objects: what the user declared, and what follows from it once all
 * classes are known.
 */
import type { CascadeOptions } from './cascade.js'
import type { JoinCondition } from './joins/join-condition.js'
import type { Direction } from './joins/join-direction.js'
import type { Mapper } from './mapper.js'
import { MapperProperty } from './property.js'
import type {
  CollectionFactory,
  LazyOption,
  RelationshipDeclaration,
  RelationshipOptions,
} from './relationship-options.js'
import type { Column, ColumnElement, FromClause } from './sql-types.js'

export type * from './relationship-options.js'
export type { Direction } from './joins/join-direction.js'

/** What `configureRelationship` works out. @internal */
export interface RelationshipConfiguration {
  mapper: Mapper
  options: RelationshipOptions
  uselist: boolean
  cascade: CascadeOptions
  joinCondition: JoinCondition
}

/** A configured relationship; `sqlalchemy.orm.RelationshipProperty`. */
export class RelationshipProperty extends MapperProperty implements RelationshipConfiguration {
  override readonly kind = 'relationship'
  /** The relationships on the other side: by `backPopulates`, `backref` or inheritance. */
  readonly reverseProperty = new Set<RelationshipProperty>()
  /** Key of the attribute on the other side. */
  backPopulates: string | null = null

  // Filled by `configureRelationship()`; nothing reads them before `configureMappers()`.
  declare mapper: Mapper
  declare uselist: boolean
  declare cascade: CascadeOptions
  declare joinCondition: JoinCondition
  declare options: RelationshipOptions

  /** Configuration has begun. @internal */
  started = false

  constructor(
    key: string,
    readonly declaration: RelationshipDeclaration,
  ) {
    super(key, declaration.options)
    this.options = declaration.options
    this.backPopulates = declaration.options.backPopulates ?? null
  }

  /** The target mapper, once it is known. @internal */
  get target(): Mapper | null {
    return (this.mapper as Mapper | undefined) ?? null
  }

  get direction(): Direction {
    return this.joinCondition.direction
  }
  /** The target mapper, as SQLAlchemy names it beside `mapper`. */
  get entity(): Mapper {
    return this.mapper
  }
  get secondary(): FromClause | null {
    return (this.options.secondary as FromClause | undefined) ?? null
  }
  get primaryjoin(): ColumnElement<boolean> {
    return this.joinCondition.primaryjoin
  }
  get secondaryjoin(): ColumnElement<boolean> | null {
    return this.joinCondition.secondaryjoin
  }
  /** Pairs (source, destination) of columns whose values a flush copies. */
  get synchronizePairs(): readonly (readonly [Column, Column])[] {
    return this.joinCondition.synchronizePairs
  }
  get secondarySynchronizePairs(): readonly (readonly [Column, Column])[] {
    return this.joinCondition.secondarySynchronizePairs
  }
  get localRemotePairs(): readonly (readonly [Column, Column])[] {
    return this.joinCondition.localRemotePairs
  }
  get localColumns(): ReadonlySet<Column> {
    return this.joinCondition.localColumns
  }
  get remoteSide(): ReadonlySet<Column> {
    return this.joinCondition.remoteColumns
  }
  get lazy(): LazyOption {
    return this.options.lazy ?? 'select'
  }
  get orderBy(): readonly ColumnElement[] {
    return listOf(this.options.orderBy)
  }
  get passiveDeletes(): boolean | 'all' {
    return this.options.passiveDeletes ?? false
  }
  get passiveUpdates(): boolean {
    return this.options.passiveUpdates ?? true
  }
  get viewonly(): boolean {
    return this.options.viewonly ?? false
  }
  get singleParent(): boolean {
    return this.options.singleParent ?? false
  }
  get postUpdate(): boolean {
    return this.options.postUpdate ?? false
  }
  get collectionClass(): CollectionFactory | null {
    return this.options.collectionClass ?? null
  }
  get innerjoin(): boolean | 'nested' | 'unnested' {
    return this.options.innerjoin ?? false
  }

  get isSelfReferential(): boolean {
    return this.mapper.commonParent(this.parent)
  }
}

/** One or several, as a list. @internal */
export function listOf<T>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return []
  return Array.isArray(given) ? (given as readonly T[]) : [given as T]
}
