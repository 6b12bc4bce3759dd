/**
 * From a class to its table.
 */
import { mapperOfClass } from '../mapping/mapper-of-class.js'
import type { Class } from '../mapping/identity-key.js'
import type { FromClause } from '../mapping/sql-types.js'

/**
 * The table a class is mapped to; `User.__table__` in SQLAlchemy.
 *
 * @throws UnmappedClassError
 * @example
 * tableOf(User).c.name
 */
export function tableOf(class_: Class): FromClause {
  return mapperOfClass(class_).localTable
}
