/**
 * Where models begin: `declarativeBase()` answers the object whose `model(…)` they extend.
 */
import { MetaData } from '../../schema/metadata.js'
import type { NamingConvention } from '../../schema/naming.js'
import type { Table } from '../../schema/table.js'
import '../../sql/index.js'
import '../attributes/events.js'
import type { Class } from '../mapping/identity-key.js'
import { Registry } from '../mapping/registry.js'
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
  readonly registry: Registry
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
  const { namingConvention } = options
  const metadata = options.metadata ?? new MetaData(namingConvention ? { namingConvention } : {})
  const registry = new Registry()
  const Base = class Base extends ModelBase {
    static override get metadata(): MetaData {
      return metadata
    }

    static override get registry(): Registry {
      return registry
    }

    static model(
      table: string | Table,
      attributes: Attributes,
      modelOptions: ModelOptions = {},
    ): Class {
      const made =
        typeof table === 'string'
          ? createTable({ name: table, metadata, attributes, options: modelOptions })
          : useTable(table, attributes)
      return modelClass(this, { registry, metadata, options: modelOptions, parent: null, ...made })
    }
  }
  return Base as unknown as DeclarativeBase
}
