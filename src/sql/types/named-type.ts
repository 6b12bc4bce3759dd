/** Types that a database knows by a name of their own: they are created before the tables that use them. */
import type { TypeEngine } from './type-engine.js'

/** What keeps the types that are created together: a MetaData. */
export interface TypeRegistry {
  readonly schema: string | null
  noteType(type: TypeEngine): void
}

/** `sqlalchemy.types.SchemaType`: enumerations, domains. */
export interface NamedType extends TypeEngine {
  /** Null: it is none on any database. */
  readonly nativeName: string | null
  readonly schemaName: string | null
  /** False: somebody else creates it. */
  readonly isCreated: boolean
  /** The MetaData it is created and dropped with, whatever tables use it; null: with the tables. */
  readonly boundTo: TypeRegistry | null
}

/** An engine or a connection, as far as types know it; an asynchronous one answers with a promise. */
export interface TypeBind<R = unknown> {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the schema layer, which comes above, says what an operation is
  runSchema(operation: any): R
}

export interface TypeDdlOptions {
  /** Look first whether it exists; default: true. */
  readonly checkfirst?: boolean
}

interface TypeDdl {
  create<R>(type: NamedType, bind: TypeBind<R>, options: TypeDdlOptions): R
  drop<R>(type: NamedType, bind: TypeBind<R>, options: TypeDdlOptions): R
}

const ddl = {} as TypeDdl

/** @internal The schema layer knows how types are created. */
export function installTypeDdl(implementation: TypeDdl): void {
  Object.assign(ddl, implementation)
}

/** @internal `CREATE TYPE`, where the database has such types. */
export function createType<R>(type: NamedType, bind: TypeBind<R>, options: TypeDdlOptions): R {
  return ddl.create(type, bind, options)
}

/** @internal `DROP TYPE`. */
export function dropType<R>(type: NamedType, bind: TypeBind<R>, options: TypeDdlOptions): R {
  return ddl.drop(type, bind, options)
}

export function isNamedType(type: TypeEngine): type is NamedType {
  return 'nativeName' in type && 'isCreated' in type
}
