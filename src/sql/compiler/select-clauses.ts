/** The parts of a SELECT that dialects write differently: LIMIT, FOR UPDATE, DISTINCT, empty lists. */
import type { Operator } from '../operators.js'
import type { CompoundSelect } from '../selectable/compound-select.js'
import type { Select } from '../selectable/select.js'
import type { Delete } from '../dml/delete.js'
import type { Update } from '../dml/update.js'
import type { Context, SqlCompiler } from './compiler.js'

/** A SELECT or a set operation. */
export type Generative = Select | CompoundSelect

export interface SelectClauses {
  /** ` LIMIT … OFFSET …`. */
  readonly limit: (select: Generative, compiler: SqlCompiler, context: Context) => string
  /** ` OFFSET … ROWS FETCH FIRST … ROWS ONLY`. */
  readonly fetch: (select: Generative, compiler: SqlCompiler, context: Context) => string
  /** ` FOR UPDATE …`. */
  readonly forUpdate: (select: Generative, compiler: SqlCompiler, context: Context) => string
  /** `DISTINCT `, with what belongs to it. */
  readonly distinct: (select: Select, compiler: SqlCompiler, context: Context) => string
  /** What stands in the parentheses of an IN without members. */
  readonly emptySet: (columns: number, operator: Operator | null) => string
  /** ` FROM DUAL` or nothing, for a SELECT without FROM elements. */
  readonly defaultFrom: (select: Select) => string
  /** What stands between the table of a DELETE and WHERE when other tables are involved. */
  readonly deleteUsing: (table: string, others: string) => string
  /** ` LIMIT n` of an UPDATE or DELETE. */
  readonly updateLimit?: (statement: Update | Delete, compiler: SqlCompiler) => string
  /** A FROM element with the words of a hint. */
  readonly fromHint: (text: string, hint: string) => string
  /** How the columns of RETURNING are written. */
  readonly returningContext: Context
}
