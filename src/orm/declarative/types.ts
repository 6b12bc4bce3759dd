/**
 * The types of models: from the attribute record of `Base.model(…)` to instances and classes. The record itself is
 * constrained to `Record<string, unknown>` only: anything narrower makes classes that refer to each other circular.
 */
import type { MetaData } from '../../schema/metadata.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { ColumnOperators } from '../../sql/elements/column-operators.js'
import type { InstrumentedAttribute } from '../attributes/queryable-attribute.js'
import type { RelationshipAttribute } from '../attributes/relationship-attribute.js'
import type { LazyOption } from '../mapping/relationship-options.js'
import type { Mapper } from '../mapping/mapper.js'
import type { Registry } from '../mapping/registry.js'
import type { Table } from '../mapping/sql-types.js'
import type { AppenderQuery } from '../query/collections/appender-query.js'
import type { WriteOnlyCollection } from '../query/collections/write-only-collection.js'
import type { DeclaredColumnProperty } from './column-declarations.js'
import type { ModelOptions } from './model-options.js'

/** The attributes of a model, as declared. */
export type Attributes = Record<string, unknown>

/** What carries the type of its value: columns, `deferred`, `columnProperty`… */
interface Typed<T> {
  readonly __t: T
}

/** What a thunk answers for a relationship. */
interface TypedRelationship<T> {
  readonly __r: T
}

/** Instances: `user.name` is `string`, `user.posts` is `Post[]`. */
export type InstanceSide<A> = {
  -readonly [K in keyof A]: A[K] extends () => infer R
    ? R extends TypedRelationship<infer T>
      ? T
      : R extends Typed<infer T>
        ? T
        : never
    : A[K] extends Typed<infer T>
      ? T
      : unknown
}

/** Classes: `User.name` is an `InstrumentedAttribute<string>`, `User.posts` a relationship. */
export type ClassSide<A> = {
  readonly [K in keyof A]: A[K] extends () => infer R
    ? R extends DeclaredColumnProperty<infer T>
      ? InstrumentedAttribute<T, K & string>
      : R
    : A[K] extends Typed<infer T>
      ? InstrumentedAttribute<T, K & string>
      : A[K]
}

declare const ATTRIBUTES: unique symbol

/** The constructor of a model: all attributes are optional, unknown ones are errors. */
export interface ModelClass<A, I = object> {
  new (values?: Partial<InstanceSide<A>>): InstanceSide<A> & I
  readonly [ATTRIBUTES]?: A
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the constructors of user classes take anything
export type AnyClass = abstract new (...args: any) => any

/** The instances of a class. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the constructors of user classes take anything
export type EntityOf<C> = C extends abstract new (...args: any) => infer I ? I : never

/** The static members of a class, its constructor aside. */
export type StaticSide<P> = { [K in Exclude<keyof P, 'prototype'>]: P[K] }

/** A class that inherits from a mapped one. */
export interface DerivedClass<P extends AnyClass, A> {
  new (values?: Partial<InstanceType<P> & InstanceSide<A>>): InstanceType<P> & InstanceSide<A>
}

/** A class with what it inherits and what it adds. */
export type Derived<P extends AnyClass, A> = DerivedClass<P, A> & StaticSide<P> & ClassSide<A>

/** What mapped classes offer besides their attributes. */
export interface ModelStatics {
  readonly metadata: MetaData
  readonly registry: Registry
  /** The table the class is mapped to. */
  readonly __table__: Table
  readonly __mapper__: Mapper
  /** Joined-table inheritance; with `mapper: { concrete: true }` a table of its own. */
  inherits<P extends AnyClass, A extends Attributes>(
    this: P,
    table: string,
    attributes: A,
    options?: ModelOptions,
  ): Derived<P, A>
  /** Single-table inheritance: the parent's table. */
  inherits<P extends AnyClass, A extends Attributes>(
    this: P,
    attributes: A,
    options?: ModelOptions,
  ): Derived<P, A>
}

/** A model: what `class User extends Base.model(…)` extends. */
export type Model<A, I = object> = ModelClass<A, I> & ClassSide<A> & ModelStatics

type Expression = ColumnOperators

/**
 * Options of `many(…)` and `one(…)`. `B` is what `backPopulates` names and not the target: models whose attributes are
 * called alike share one type then, which is most of what checking many models costs.
 */
export interface RelationshipArguments<
  B extends string = string,
  L extends LazyOption = LazyOption,
> {
  readonly backPopulates?: B
  readonly backref?: string | BackrefArguments
  readonly secondary?: Table
  readonly remoteSide?: Expression | readonly Expression[]
  readonly foreignKeys?: Expression | readonly Expression[]
  readonly primaryjoin?: ColumnElement<boolean>
  readonly secondaryjoin?: ColumnElement<boolean>
  readonly orderBy?: Expression | readonly Expression[]
  readonly cascade?: string
  readonly passiveDeletes?: boolean | 'all'
  readonly passiveUpdates?: boolean
  readonly singleParent?: boolean
  readonly viewonly?: boolean
  readonly syncBackref?: boolean
  readonly lazy?: L
  readonly collectionClass?: unknown
  readonly postUpdate?: boolean
  readonly omitJoin?: boolean
  readonly innerjoin?: boolean | 'nested' | 'unnested'
  readonly joinDepth?: number
  readonly distinctTargetKey?: boolean
  readonly activeHistory?: boolean
  readonly enableTypechecks?: boolean
  readonly loadOnPending?: boolean
  readonly overlaps?: string
  readonly info?: Readonly<Record<string, unknown>>
  readonly doc?: string
}

/** The other side, made from this one. */
export interface BackrefArguments extends Omit<RelationshipArguments, 'backPopulates' | 'backref'> {
  readonly name: string
  readonly uselist?: boolean
}

/** What holds the objects of a relationship that is loaded in this way. */
type Collection<T extends object, L> = [L] extends ['writeOnly']
  ? WriteOnlyCollection<T>
  : [L] extends ['dynamic']
    ? AppenderQuery<T>
    : T[]

/** A relationship to several objects. */
export type Many<T extends object, L = 'select'> = RelationshipAttribute<Collection<T, L>>

/** A relationship to one object, or to none. */
export type One<T, N> = RelationshipAttribute<true extends N ? T | null : T>
