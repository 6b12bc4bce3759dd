/**
 * Where models begin: `declarativeBase()` answers the object whose `model(…)` they extend.
 */
import { MetaData } from '../../schema/metadata.js'
import type { NamingConvention } from '../../schema/naming.js'
import type { Table } from '../../schema/table.js'
import '../../sql/index.js'
import '../attributes/events.js'
import { configureMappers } from '../mapping/configure.js'
import type { Class } from '../mapping/identity-key.js'
import { Registry } from '../mapping/registry.js'
import { disposeRegistries } from './dispose.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import { mapPlainClass } from './imperative/map-imperatively.js'
import type { ImperativeClass, ImperativeOptions } from './imperative/types.js'
import type { Specification } from './specification.js'
import { ModelBase, modelClass } from './model.js'
import type { ModelOptions } from './model-options.js'
import { createTable, useTable } from './model-table.js'
import type { AnyClass, Attributes, Model } from './types.js'

export interface DeclarativeBaseOptions {
  /** Names of constraints and indexes; see `MetaData`. */
  readonly namingConvention?: NamingConvention
  readonly metadata?: MetaData
}

/** The class models extend: tables, mapped classes, and `model(…)`. */
export interface DeclarativeBase {
  new (): object
  readonly metadata: MetaData
  readonly registry: ModelRegistry
  /**
   * Declares a model; extend what it answers and register the class. Methods of a base of your own
   * (`class Base extends declarativeBase() { … }`) are there on all objects.
   *
   * @param table name of the table, or a Table that exists already
   * @param attributes columns, and relationships in thunks
   * @param options schema, comment, constraints, mapper options
   * @example
   * class User extends Base.model('users', {
   *   id: column(integer, { primaryKey: true }),
   *   name: column(string(50)),
   *   posts: () => many(Post, { backPopulates: 'author' }),
   * }) { static { mapped(this) } }
   */
  model<B extends AnyClass, A extends Attributes>(
    this: B,
    table: string | Table,
    attributes: A,
    options?: ModelOptions,
  ): Model<A, InstanceType<B>>
}

/**
 * Makes the base of a set of models; `sqlalchemy.orm.DeclarativeBase`.
 *
 * @param options `namingConvention` for constraint names, or a `metadata` of your own
 * @example
 * export const Base = declarativeBase()
 */
export function declarativeBase(options: DeclarativeBaseOptions = {}): DeclarativeBase {
  return new ModelRegistry(options).generateBase()
}

/**
 * A set of mapped classes and the MetaData of their tables; `sqlalchemy.orm.registry`. Each declarative base has one.
 *
 * @example
 * const models = registry()
 * class Tag extends models.model('tags', { id: column(integer, { primaryKey: true }) }) { static { mapped(this) } }
 */
export class ModelRegistry extends Registry {
  readonly metadata: MetaData

  constructor(options: DeclarativeBaseOptions = {}) {
    super()
    const { namingConvention } = options
    this.metadata = options.metadata ?? new MetaData(namingConvention ? { namingConvention } : {})
  }

  /** A base whose models belong to this registry. @example const Base = registry().generateBase() */
  generateBase(): DeclarativeBase {
    const registry: ModelRegistry = this
    const { metadata } = this
    const Base = class Base extends ModelBase {
      static override get metadata(): MetaData {
        return metadata
      }

      static override get registry(): ModelRegistry {
        return registry
      }

      static model(
        table: string | Table,
        attributes: Attributes,
        modelOptions: ModelOptions = {},
      ): Class {
        const common = { registry, metadata, options: modelOptions, parent: null }
        if (typeof table === 'string') {
          const made = createTable({ name: table, metadata, attributes, options: modelOptions })
          return modelClass(this, attributes, { ...common, ...made })
        }
        const isTable = (table as unknown) instanceof FromClause
        const made = isTable ? useTable(table, attributes) : { table: null, attributes: table }
        return modelClass(this, made.attributes, { ...common, ...made } as Specification)
      }
    }
    return Base as unknown as DeclarativeBase
  }

  /** Declares a model without a base of its own; `registry.mapped`. */
  model<A extends Attributes>(
    table: string | Table,
    attributes: A,
    options: ModelOptions = {},
  ): Model<A> {
    return this.generateBase().model(table, attributes, options) as unknown as Model<A>
  }

  /**
   * Maps a class that extends nothing of the library's to a table, or another FROM; `registry.map_imperatively`. The
   * class stays the user's: its constructor runs for `new` only, never for objects that are loaded (SQLAlchemy does the
   * same), and as nothing tells the library of it, `init` is no event of such a class. An object gets its state with
   * the first attribute that is set or read, or when it is added to a session; fields of the class become the values
   * of its attributes then. Members of the class itself, such as a getter called like a column, stay.
   *
   * @param class_ the class; a class it extends that is mapped is what it inherits from
   * @param table the table; null for single-table inheritance
   * @param options `properties` (columns under other names, relationships…), `inherits`, and those of every mapper
   * @returns the class, typed with its attributes
   * @throws ArgumentError for a class that is mapped already, or a mapping that is not possible
   * @example
   * class Tag {
   *   constructor(public name: string) {}
   * }
   * const models = registry()
   * const tags = new Table('tags', models.metadata, {
   *   id: column(integer, { primaryKey: true }),
   *   tag_name: column(string(50)),
   * })
   * const MappedTag = models.mapImperatively(Tag, tags, { properties: { name: tags.c.tag_name } })
   * select(MappedTag).where(MappedTag.name.eq('new'))
   */
  mapImperatively<C extends AnyClass, A extends Attributes = Record<never, never>>(
    class_: C,
    table?: FromClause | null,
    options: ImperativeOptions<A> = {},
  ): ImperativeClass<C, A> {
    mapPlainClass(this, { class_: class_ as unknown as Class, table, options })
    return class_ as ImperativeClass<C, A>
  }

  /** Completes the mappers of this registry. @throws ArgumentError and others: what is wrong with a relationship */
  configure(): void {
    configureMappers(this)
  }

  /**
   * Forgets the mappings: the classes are mapped no more.
   *
   * @param options `cascade` disposes of registries whose relationships lead here as well
   * @throws InvalidRequestError without `cascade`, when there are such
   */
  dispose(options: { readonly cascade?: boolean } = {}): void {
    disposeRegistries([this], options)
  }
}

/** Makes a registry; `sqlalchemy.orm.registry`. @example const Base = registry({ metadata }).generateBase() */
export function registry(options: DeclarativeBaseOptions = {}): ModelRegistry {
  return new ModelRegistry(options)
}
