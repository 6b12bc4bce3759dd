/**
 * What schema operations ask of those who can reach a database. Declared here, implemented by engines and
 * connections; `Y` is whatever their I/O yields.
 */
import type { DdlElement } from './ddl-elements.js'
import type { DdlDialect } from './ddl-dialect.js'

/** A computation that may do I/O. */
export type SchemaIo<Y, T> = Generator<Y, T, unknown>

export interface SchemaExecutor<Y> {
  readonly dialect: DdlDialect
  /** What listeners get as connection. */
  readonly connection: unknown
  executeDdlIo(ddl: DdlElement): SchemaIo<Y, void>
  hasTableIo(name: string, schema: string | null): SchemaIo<Y, boolean>
  hasSequenceIo(name: string, schema: string | null): SchemaIo<Y, boolean>
  /** Whether an ENUM type of that name exists; only asked where types have names. */
  hasTypeIo(name: string, schema: string | null): SchemaIo<Y, boolean>
}

/** A schema operation, ready to run on whatever can run it. */
export type SchemaOperation = <Y>(executor: SchemaExecutor<Y>) => SchemaIo<Y, void>

/** An engine or a connection; an asynchronous one answers with a promise. */
export interface SchemaBind<R = unknown> {
  runSchema(operation: SchemaOperation): R
}
