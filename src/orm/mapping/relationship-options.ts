/**
 * What `many(…)` and `one(…)` take. Types only.
 */
import type { Class } from './identity-key.js'
import type { PropertyOptions } from './property.js'
import type { ColumnElement, FromClause } from './sql-types.js'

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

/** An expression, or whatever becomes one: a class attribute. */
export type ColumnArgument = ColumnElement | { readonly key: string }

/** Options of `many(…)` and `one(…)`, with SQLAlchemy's meaning; the resolved form. */
export interface RelationshipOptions extends PropertyOptions {
  /** The table between both sides: itself, its name, or a function; a join in the middle is for reading only. */
  readonly secondary?: FromClause | string | (() => FromClause)
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

/** `backref: { name: 'posts', lazy: 'selectin' }`: the other side, made from this one. */
export interface BackrefOptions extends RelationshipOptions {
  readonly name: string
  readonly uselist?: boolean
}

/** What `many(Post, …)` and `one(User, …)` answer: a target and options, not yet tied to a mapper. */
export interface RelationshipDeclaration {
  readonly target: Class
  /** null: by direction. */
  readonly uselist: boolean | null
  readonly options: RelationshipOptions
}
