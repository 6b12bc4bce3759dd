/** The types of rows: what `select(User, Post.title)` makes of its arguments. */
import type { ColumnOperators } from '../elements/column-operators.js'
import type { HasClauseElement } from '../protocol.js'
import type { FromClause } from './from-clause.js'
import type { TextClause } from '../elements/literals.js'

/** A mapped class or an alias of one. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any constructor signature is a class
export type EntityClass = abstract new (...args: any) => any

/** What `select()` takes. */
export type Selectable =
  | ColumnOperators
  | EntityClass
  | FromClause
  | HasClauseElement
  | TextClause
  | number
  | boolean
  | null

/** The value of one argument in a row. */
export type Cell<S> = S extends { readonly __t: infer T }
  ? T
  : S extends abstract new (...args: never) => infer I
    ? I
    : S extends number | boolean | null
      ? S
      : unknown

type IsOpen<S> = S extends FromClause | TextClause ? true : false

type HasOpen<S extends readonly unknown[]> = true extends { [I in keyof S]: IsOpen<S[I]> }[number]
  ? true
  : false

/** The tuple of a row; unknown as soon as a whole table is among the columns. */
export type RowOf<S extends readonly unknown[]> =
  HasOpen<S> extends true
    ? // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the columns of a table are not typed by position
      any[]
    : { -readonly [I in keyof S]: Cell<S[I]> }
