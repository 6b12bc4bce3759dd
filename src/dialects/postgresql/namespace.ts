/** `postgresql.inet`, `postgresql.insert(…)`: what SQLAlchemy has in `sqlalchemy.dialects.postgresql`. */
import {
  CreateDomainType,
  CreateEnumType,
  DropDomainType,
  DropEnumType,
} from '../../schema/ddl-elements.js'
import { insert } from '../../sql/dml/constructors.js'
import { aggregateOrderBy, arrayAgg, arrayLiteral } from '../../sql/elements/array-literal.js'
import { enumType, json, jsonb, largeBinary, uuid, double } from '../../sql/types/constructors.js'
import { DomainType, type DomainOptions } from '../../sql/types/domain.js'
import type { TypeArg } from '../../sql/types/type-engine.js'
import type { Uuid, UuidOptions } from '../../sql/types/uuid.js'
import { postgresqlCompiler } from './compiler.js'
import { ExcludeConstraint } from './constructs/exclude-constraint.js'
import { fullText } from './constructs/full-text.js'
import { hstore } from './constructs/hstore-function.js'
import { Range } from './range-value.js'
import { array, vendorTypes } from './vendor-types.js'

/** A type with a name and conditions of its own. @example postgresql.domain('positive', integer, { check: 'VALUE > 0' }) */
function domain<T>(name: string, type: TypeArg<T>, options: DomainOptions = {}): DomainType<T> {
  return new DomainType(name, type, options)
}

/** `UUID`, as every database then is told; `sqlalchemy.UUID`. @example postgresql.uuid() */
function exactUuid(options: UuidOptions = {}): Uuid {
  return uuid({ ...options, kind: 'UUID' })
}

/**
 * Types and constructs of PostgreSQL; `sqlalchemy.dialects.postgresql`.
 *
 * @example
 * column(postgresql.inet)
 * postgresql.insert(users).values({ id: 1 }).onConflictDoNothing()
 */
export const postgresql = {
  ...vendorTypes,
  ...fullText,
  aggregateOrderBy,
  array,
  arrayAgg,
  arrayLiteral,
  bytea: largeBinary,
  CreateDomainType,
  CreateEnumType,
  dialect: () => postgresqlCompiler,
  doublePrecision: double,
  DomainType,
  domain,
  DropDomainType,
  DropEnumType,
  enum: enumType,
  ExcludeConstraint,
  hstore,
  insert,
  json,
  jsonb,
  Range,
  uuid: exactUuid,
} as const
