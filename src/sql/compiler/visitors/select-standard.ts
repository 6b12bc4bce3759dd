/** LIMIT, FOR UPDATE, DISTINCT and empty lists the way the standard, or SQLAlchemy for lack of one, writes them. */
import { ops, type Operator } from '../../operators.js'
import type { Context, SqlCompiler } from '../compiler.js'
import type { Generative, SelectClauses } from '../select-clauses.js'

/** ` LIMIT n OFFSET m`; -1 where only an OFFSET is given. */
export function limitClause(select: Generative, compiler: SqlCompiler, context: Context): string {
  if (select.fetchClause) return fetchClause(select, compiler, context)
  const { limitClause: limit, offsetClause: offset } = select
  const limitText = limit ? `\n LIMIT ${compiler.process(limit, context)}` : ''
  if (!offset) return limitText
  return `${limitText || '\n LIMIT -1'} OFFSET ${compiler.process(offset, context)}`
}

/** ` OFFSET m ROWS FETCH FIRST n ROWS ONLY`. */
export function fetchClause(select: Generative, compiler: SqlCompiler, context: Context): string {
  const { fetchClause: count, offsetClause: offset, fetchOptions } = select
  const offsetText = offset ? `\n OFFSET ${compiler.process(offset, context)} ROWS` : ''
  if (!count) return offsetText
  const percent = fetchOptions?.percent ? ' PERCENT' : ''
  const ties = fetchOptions?.withTies ? 'WITH TIES' : 'ONLY'
  return `${offsetText}\n FETCH FIRST ${compiler.process(count, context)}${percent} ROWS ${ties}`
}

/** `NULL) AND (1 != 1`: nothing is in an empty list, and everything is not. */
export function emptySetByConstants(columns: number, operator: Operator | null): string {
  const nulls = columns > 1 ? `(${Array<string>(columns).fill('NULL').join(', ')})` : 'NULL'
  if (operator === ops.notIn) return `${nulls}) OR (1 = 1`
  return `${nulls}) AND (1 != 1`
}

export const standardSelect: SelectClauses = {
  limit: limitClause,
  forUpdate: () => ' FOR UPDATE',
  distinct: () => 'DISTINCT ',
  emptySet: emptySetByConstants,
  defaultFrom: '',
  deleteUsing: (_table, others) => ` , ${others}`,
  returningContext: {},
}
