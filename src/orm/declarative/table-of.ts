/**
 * From a class to its table.
 */
import { mapperOfClass } from '../mapping/mapper-of-class.js'
import type { Class } from '../mapping/identity-key.js'
import type { FromClause } from '../mapping/sql-types.js'

/**
 * The table a class is mapped to; `User.__table__` in SQLAlchemy.
 *
 * @param of a mapped class, or an object of one
 * @throws UnmappedClassError
 * @example
 * tableOf(User).c.name
 */
export function tableOf(of: object): FromClause {
  const class_ = typeof of === 'function' ? of : of.constructor
  return mapperOfClass(class_ as Class).localTable
}
