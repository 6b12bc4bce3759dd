/** The PostgreSQL dialect: how it spells statements, and how it runs them. */
import { makeDialect, type Dialect } from '../../engine/dialect.js'
import { postgresqlCompiler } from './compiler.js'
import { postgresqlRuntime } from './runtime.js'

export const postgresql: Dialect = makeDialect(postgresqlCompiler, postgresqlRuntime)
