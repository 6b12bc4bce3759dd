/** LIMIT, FOR UPDATE, DISTINCT and empty lists the way the standard, or SQLAlchemy for lack of one, writes them. */
import type { ColumnElement } from '../../elements/column-element.js'
import { ops, type Operator } from '../../operators.js'
import type { Context, SqlCompiler } from '../compiler.js'
import type { Generative, SelectClauses } from '../select-clauses.js'

/** ` LIMIT n OFFSET m`; -1 where only an OFFSET is given. */
export function limitClause(select: Generative, compiler: SqlCompiler, context: Context): string {
  const { limitClause: limit, offsetClause: offset } = select
  const limitText = limit ? `\n LIMIT ${compiler.process(limit, context)}` : ''
  if (!offset) return limitText
  return `${limitText || '\n LIMIT -1'} OFFSET ${compiler.process(offset, context)}`
}

/** How the numbers of OFFSET and FETCH are written. */
type NumberText = (element: ColumnElement, compiler: SqlCompiler, context: Context) => string

/** ` OFFSET m ROWS FETCH FIRST n ROWS ONLY`. */
export function fetchClause(number: NumberText): SelectClauses['fetch'] {
  return ({ fetchClause: count, offsetClause: offset, fetchOptions }, compiler, context) => {
    const offsetText = offset ? `\n OFFSET ${number(offset, compiler, context)} ROWS` : ''
    if (!count) return offsetText
    const percent = fetchOptions?.percent ? ' PERCENT' : ''
    const ties = fetchOptions?.withTies ? 'WITH TIES' : 'ONLY'
    return `${offsetText}\n FETCH FIRST ${number(count, compiler, context)}${percent} ROWS ${ties}`
  }
}

/** `NULL) AND (1 != 1`: nothing is in an empty list, and everything is not. */
export function emptySetByConstants(columns: number, operator: Operator | null): string {
  const nulls = columns > 1 ? `(${Array<string>(columns).fill('NULL').join(', ')})` : 'NULL'
  if (operator === ops.notIn) return `${nulls}) OR (1 = 1`
  return `${nulls}) AND (1 != 1`
}

export const standardSelect: SelectClauses = {
  limit: limitClause,
  fetch: fetchClause((element, compiler, context) => compiler.process(element, context)),
  forUpdate: () => ' FOR UPDATE',
  distinct: () => 'DISTINCT ',
  emptySet: emptySetByConstants,
  fromHint: (text) => text,
  defaultFrom: () => '',
  deleteUsing: (_table, others) => ` , ${others}`,
  returningContext: {},
}
