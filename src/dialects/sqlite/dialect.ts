/** The SQLite dialect: how it spells statements, and how it runs them. */
import { makeDialect, type Dialect } from '../../engine/dialect.js'
import { sqliteCompiler } from './compiler.js'
import { sqliteRuntime } from './runtime.js'

export const sqlite: Dialect = makeDialect(sqliteCompiler, sqliteRuntime)
