/**
 * What the third argument of `Base.model(…)` takes.
 */
import type { MapperOptions } from '../mapping/mapper.js'

/**
 * Options of a model; `__table_args__` and `__mapper_args__` in SQLAlchemy.
 *
 * @example
 * { schema: 'public', constraints: [uniqueConstraint('email')], mapper: { versionIdCol: 'version' } }
 */
export interface ModelOptions {
  readonly schema?: string
  readonly comment?: string
  /** Constraints and indexes, by attribute names. */
  readonly constraints?: readonly unknown[]
  readonly mapper?: MapperOptions
  /** What the table is made with besides: dialect options, `prefixes`, `info`. */
  readonly table?: Readonly<Record<string, unknown>>
}
