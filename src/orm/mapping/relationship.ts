/**
 * An attribute that refers to other mapped objects: what the user declared, and what follows from it once all
 * classes are known.
 */
import type { CascadeOptions } from './cascade.js'
import type { Class } from './identity-key.js'
import type { JoinCondition } from './join-condition.js'
import type { Mapper } from './mapper.js'
import { MapperProperty, type PropertyOptions } from './property.js'
import type { Column, ColumnElement, Table } from './sql-types.js'

export type Direction = 'ONETOMANY' | 'MANYTOONE' | 'MANYTOMANY'

export type LazyOption =
  | 'select'
  | 'joined'
  | 'selectin'
  | 'subquery'
  | 'immediate'
  | 'raise'
  | 'raiseOnSql'
  | 'noload'
  | 'dynamic'
  | 'writeOnly'

/** Makes the collection of a relationship: `Set`, a keyed dictionary, an own Array subclass. */
export type CollectionFactory = (new () => object) | (() => object)

/** Options of `many(…)` and `one(…)`, with SQLAlchemy's meaning. */
export interface RelationshipOptions extends PropertyOptions {
  readonly secondary?: Table
  readonly backPopulates?: string
  readonly backref?: string | BackrefOptions
  readonly remoteSide?: ColumnElement | readonly ColumnElement[]
  readonly foreignKeys?: ColumnElement | readonly ColumnElement[]
  readonly primaryjoin?: ColumnElement<boolean>
  readonly secondaryjoin?: ColumnElement<boolean>
  readonly orderBy?: ColumnElement | readonly ColumnElement[]
  readonly cascade?: string
  readonly passiveDeletes?: boolean | 'all'
  readonly passiveUpdates?: boolean
  readonly singleParent?: boolean
  readonly viewonly?: boolean
  readonly syncBackref?: boolean
  readonly lazy?: LazyOption
  readonly collectionClass?: CollectionFactory
  readonly postUpdate?: boolean
  readonly omitJoin?: boolean
  readonly innerjoin?: boolean | 'nested' | 'unnested'
  readonly joinDepth?: number
  readonly distinctTargetKey?: boolean
  readonly activeHistory?: boolean
  readonly enableTypechecks?: boolean
  readonly loadOnPending?: boolean
  readonly overlaps?: string
}

export interface BackrefOptions extends RelationshipOptions {
  readonly name: string
  readonly uselist?: boolean
}

/** What `many(Post, …)` and `one(User, …)` answer: a target and options, not yet tied to a mapper. */
export interface RelationshipDeclaration {
  readonly target: Class
  readonly uselist: boolean | null
  readonly options: RelationshipOptions
}

/** The thunk around a declaration; called once, when mappers are configured. */
export type RelationshipThunk = () => RelationshipDeclaration

/** A configured relationship; `sqlalchemy.orm.RelationshipProperty`. */
export class RelationshipProperty extends MapperProperty {
  override readonly kind = 'relationship'

  // Filled by `initialize()`; reading them before configureMappers() is a programming error.
  declare mapper: Mapper
  declare direction: Direction
  declare uselist: boolean
  declare cascade: CascadeOptions
  declare joinCondition: JoinCondition
  declare options: RelationshipOptions

  readonly #thunk: RelationshipThunk
  /** The relationships on the other side: by `backPopulates`, `backref` or inheritance. */
  readonly reverseProperty = new Set<RelationshipProperty>()

  constructor(key: string, thunk: RelationshipThunk) {
    super(key)
    this.#thunk = thunk
  }

  get secondary(): Table | null {
    return this.options.secondary ?? null
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
  get backPopulates(): string | null {
    return this.options.backPopulates ?? null
  }
  get lazy(): LazyOption {
    return this.options.lazy ?? 'select'
  }
  get orderBy(): readonly ColumnElement[] {
    const given = this.options.orderBy
    return given === undefined ? [] : Array.isArray(given) ? given : [given as ColumnElement]
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

  /** @internal */
  protected get declaration(): RelationshipDeclaration {
    return this.#thunk()
  }
}
