/** The type of `func`: functions whose result is known, common ones by name, and any other name. Types only. */
import type { Cast, Extract } from './elements/case-cast.js'
import type { FunctionElement } from './elements/functions.js'
import type { ColumnOperators } from './elements/column-operators.js'
import type { TypeArg } from './types/type-engine.js'

/** What `func` answers for a name: call it, or go on into a package. */
export interface FunctionGenerator {
  /** What it answers is for the caller to say: `func.median<number>(User.age)`. */
  <T = unknown>(...args: readonly unknown[]): FunctionElement<T>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in `Func`
  readonly [name: string]: any
}

/** Functions that answer a type of their own. */
interface TypedFunctions {
  count(expression?: unknown): FunctionElement<number>
  now(): FunctionElement<Date>
  concat(...args: readonly unknown[]): FunctionElement<string>
  lower(expression: unknown): FunctionElement<string>
  upper(expression: unknown): FunctionElement<string>
  trim(expression: unknown): FunctionElement<string>
  length(expression: unknown): FunctionElement<number>
  max<T>(expression: ColumnOperators<T> | T): FunctionElement<T>
  min<T>(expression: ColumnOperators<T> | T): FunctionElement<T>
  sum<T>(expression: ColumnOperators<T> | T): FunctionElement<T>
  rowNumber(): FunctionElement<number>
  rank(): FunctionElement<number>
  denseRank(): FunctionElement<number>
  cast<T>(expression: unknown, type: TypeArg<T>): Cast<T>
  extract(field: string, expression: unknown): Extract
}

/** Names that need no check for `undefined` under `noUncheckedIndexedAccess`. */
type CommonFunction =
  | 'abs'
  | 'arrayAgg'
  | 'avg'
  | 'ceil'
  | 'charLength'
  | 'coalesce'
  | 'cube'
  | 'currentDate'
  | 'currentTime'
  | 'currentTimestamp'
  | 'currentUser'
  | 'date'
  | 'dateTrunc'
  | 'datetime'
  | 'firstValue'
  | 'floor'
  | 'generateSeries'
  | 'greatest'
  | 'groupConcat'
  | 'groupingSets'
  | 'ifnull'
  | 'instr'
  | 'json'
  | 'jsonAgg'
  | 'jsonArrayLength'
  | 'jsonEach'
  | 'jsonExtract'
  | 'jsonbSet'
  | 'lag'
  | 'lastValue'
  | 'lead'
  | 'least'
  | 'ltrim'
  | 'nextval'
  | 'nthValue'
  | 'ntile'
  | 'nullif'
  | 'percentRank'
  | 'percentileCont'
  | 'position'
  | 'power'
  | 'random'
  | 'replace'
  | 'rollup'
  | 'round'
  | 'rtrim'
  | 'split'
  | 'sqrt'
  | 'strftime'
  | 'stringAgg'
  | 'substr'
  | 'substring'
  | 'toChar'
  | 'toTsvector'
  | 'total'
  | 'typeof'
  | 'unnest'
  | 'user'
  | 'version'

/** `func`; `sqlalchemy.func`. */
export type Func = TypedFunctions & { readonly [K in CommonFunction]: FunctionGenerator } & {
  /** Any other name is untyped: a type here would read as possibly undefined under `noUncheckedIndexedAccess`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that does not
  readonly [name: string]: any
}
