/** What executing a statement answers, as far as the statement's type says. Types only. */
import type { Result } from '../result.js'
import type { AnyRow } from '../row.js'
import type { CursorResult } from './cursor-result.js'

/** What a statement's rows are, as far as its type says. */
export type RowsOf<S> = S extends { readonly __row?: infer R }
  ? R extends readonly unknown[]
    ? R & RowNamesOf<S>
    : AnyRow
  : AnyRow

type RowNamesOf<S> = S extends { readonly __names: infer N } ? N : unknown

/** Rows; of an INSERT, UPDATE or DELETE what it did as well: how many it reached, which keys were made. */
export type ExecutedResult<R extends readonly unknown[], S = unknown> = [S] extends [
  { readonly kind: 'insert' | 'update' | 'delete' },
]
  ? CursorResult<R>
  : Result<R> & { readonly rowcount: number }
