/** `sqlite.insert(…)`: what SQLAlchemy has in `sqlalchemy.dialects.sqlite`. */
import { insert } from '../../sql/dml/constructors.js'
import { date, dateTime, json, time } from '../../sql/types/constructors.js'
import { sqliteCompiler } from './compiler.js'

/**
 * Constructs of SQLite; `sqlalchemy.dialects.sqlite`.
 *
 * @example
 * select(users.c.id).compile({ dialect: sqlite.dialect() })
 */
export const sqlite = {
  date,
  dateTime,
  dialect: () => sqliteCompiler,
  insert,
  json,
  time,
} as const
