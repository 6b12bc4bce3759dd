/** `postgresql.inet`, `postgresql.insert(…)`: what SQLAlchemy has in `sqlalchemy.dialects.postgresql`. */
import { CreateEnumType, DropEnumType } from '../../schema/ddl-elements.js'
import { insert } from '../../sql/dml/constructors.js'
import { aggregateOrderBy, arrayAgg, arrayLiteral } from '../../sql/elements/array-literal.js'
import { enumType, json, jsonb, largeBinary, uuid, double } from '../../sql/types/constructors.js'
import { postgresqlCompiler } from './compiler.js'
import { Range } from './range-value.js'
import { array, vendorTypes } from './vendor-types.js'

/**
 * Types and constructs of PostgreSQL; `sqlalchemy.dialects.postgresql`.
 *
 * @example
 * column(postgresql.inet)
 * postgresql.insert(users).values({ id: 1 }).onConflictDoNothing()
 */
export const postgresql = {
  ...vendorTypes,
  aggregateOrderBy,
  array,
  arrayAgg,
  arrayLiteral,
  bytea: largeBinary,
  CreateEnumType,
  dialect: () => postgresqlCompiler,
  doublePrecision: double,
  DropEnumType,
  enum: enumType,
  insert,
  json,
  jsonb,
  Range,
  uuid,
} as const
