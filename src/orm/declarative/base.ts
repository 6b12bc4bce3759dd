/**
 * Where models begin: `declarativeBase()` answers the object whose `model(…)` they extend.
 */
import { MetaData } from '../../schema/metadata.js'
import type { NamingConvention } from '../../schema/naming.js'
import type { Table } from '../../schema/table.js'
import '../../sql/index.js'
import { Registry } from '../mapping/registry.js'
import { modelClass } from './model.js'
import type { ModelOptions } from './model-options.js'
import { createTable, useTable } from './model-table.js'
import type { Attributes, Model } from './types.js'

export interface DeclarativeBaseOptions {
  /** Names of constraints and indexes; see `MetaData`. */
  readonly namingConvention?: NamingConvention
  readonly metadata?: MetaData
}

/** What models share: tables, mapped classes. */
export interface DeclarativeBase {
  readonly metadata: MetaData
  readonly registry: Registry
  /**
   * Declares a model; extend what it answers and register the class.
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
  model<A extends Attributes>(
    table: string | Table,
    attributes: A,
    options?: ModelOptions,
  ): Model<A>
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
  return {
    metadata,
    registry,
    model<A extends Attributes>(
      table: string | Table,
      attributes: A,
      modelOptions: ModelOptions = {},
    ): Model<A> {
      const made =
        typeof table === 'string'
          ? createTable({ name: table, metadata, attributes, options: modelOptions })
          : useTable(table, attributes)
      const specification = { registry, metadata, options: modelOptions, parent: null, ...made }
      return modelClass(specification) as unknown as Model<A>
    },
  }
}
