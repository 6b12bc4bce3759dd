/** Which implementation serves a dialect. */
import { DefaultImpl } from './default-impl.js'
import { MySQLImpl } from './mysql-impl.js'
import { PostgresqlImpl } from './postgresql-impl.js'
import { SQLiteImpl } from './sqlite-impl.js'

const impls: ReadonlyMap<string, typeof DefaultImpl> = new Map<string, typeof DefaultImpl>([
  ['sqlite', SQLiteImpl],
  ['postgresql', PostgresqlImpl],
  ['mysql', MySQLImpl],
  ['mariadb', MySQLImpl],
])

/** The implementation for a dialect by name; the standard's for those that are not known. */
export function implFor(dialect: string): typeof DefaultImpl {
  return impls.get(dialect) ?? DefaultImpl
}
