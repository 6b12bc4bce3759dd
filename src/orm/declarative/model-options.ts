/**
 * What the third argument of `Base.model(…)` takes.
 */
import type { TableOptions } from '../../schema/table.js'
import type { MapperOptions } from '../mapping/mapper.js'

/**
 * Options of a model: those of its table and of its mapper; `__table_args__` and `__mapper_args__` in SQLAlchemy.
 *
 * @example
 * { schema: 'public', constraints: [uniqueConstraint('email')], sqliteStrict: true, mapper: { versionIdCol: 'version' } }
 */
export interface ModelOptions extends Omit<TableOptions, 'constraints'> {
  /** Constraints and indexes, by attribute names. */
  readonly constraints?: readonly unknown[]
  readonly mapper?: MapperOptions
}
