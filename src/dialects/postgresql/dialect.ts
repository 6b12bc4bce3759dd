/** The PostgreSQL dialect: how it spells statements, and how it runs them. */
import { makeDialect, type Dialect } from '../../engine/dialect.js'
import { postgresqlCompiler } from './compiler.js'
import { postgresqlRuntime } from './runtime.js'

/** Servers take backslashes for what they are: `standard_conforming_strings` is on. */
const connected = {
  ...postgresqlCompiler,
  features: { ...postgresqlCompiler.features, backslashEscapes: false },
}

export const postgresql: Dialect = makeDialect(connected, postgresqlRuntime)
