/** `mysql.tinyint(1)`, `mysql.match(…)`: what SQLAlchemy has in `sqlalchemy.dialects.mysql`. */
import { insert } from '../../sql/dml/constructors.js'
import { mysqlCompiler } from './compiler.js'
import { match } from './match.js'
import { vendorTypes } from './vendor-types.js'

/**
 * Types and constructs of MySQL; `sqlalchemy.dialects.mysql`.
 *
 * @example
 * column(mysql.integer({ unsigned: true }))
 */
export const mysql = {
  ...vendorTypes,
  dialect: () => mysqlCompiler,
  insert,
  match,
} as const
