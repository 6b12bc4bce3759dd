/**
 * Compares the SQL of a statement, an expression or a DDL statement with what is expected, dialect by dialect. White
 * space is collapsed on both sides. Loads the compiling half of every dialect.
 */
import { expect } from 'vitest'
import '../../src/schema/index.js'
import { mysqlCompiler } from '../../src/dialects/mysql/compiler.js'
import { postgresqlCompiler } from '../../src/dialects/postgresql/compiler.js'
import { sqliteCompiler } from '../../src/dialects/sqlite/compiler.js'
import { standardDialect } from '../../src/sql/compiler/default-dialect.js'
import type { CompilerDialect } from '../../src/sql/compiler/dialect.js'

const dialects = {
  default: standardDialect,
  sqlite: sqliteCompiler,
  postgresql: postgresqlCompiler,
  mysql: mysqlCompiler,
} as const satisfies Record<string, CompilerDialect>

export type DialectName = keyof typeof dialects

/** The SQL of each dialect; with parameters if they matter. */
export type ExpectedSql = {
  readonly [D in DialectName]?: string | readonly [sql: string, parameters: unknown]
}

/** Anything that compiles: statements, expressions, DDL. */
interface Compilable {
  compile(options: { readonly dialect: CompilerDialect; readonly literalBinds?: boolean }): {
    readonly sql: string
    readonly params: unknown
  }
}

/** Asserts the SQL of the dialects named. */
export function expectSql(
  statement: Compilable,
  expected: ExpectedSql,
  options: { readonly literalBinds?: boolean } = {},
): void {
  const actual: Record<string, unknown> = {}
  const wanted: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(expected)) {
    const compiled = statement.compile({ dialect: dialects[name as DialectName], ...options })
    const sql = collapse(compiled.sql)
    const [text, parameters] = typeof value === 'string' ? [value] : value
    wanted[name] = typeof value === 'string' ? collapse(text) : [collapse(text), parameters]
    actual[name] = typeof value === 'string' ? sql : [sql, compiled.params]
  }
  expect(actual).toEqual(wanted)
}

/** The same SQL in all dialects. */
export function expectSqlEverywhere(statement: Compilable, sql: string): void {
  expectSql(statement, { default: sql, sqlite: sql, postgresql: sql, mysql: sql })
}

export function collapse(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').trim()
}
