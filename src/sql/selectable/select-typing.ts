/** The types of rows and subqueries: what `select(User, Post.title)` makes of its arguments. */
import type { ColumnElement } from '../elements/column-element.js'
import type { ColumnOperators } from '../elements/column-operators.js'
import type { HasClauseElement } from '../protocol.js'
import type { AnyColumns, FromClause } from './from-clause.js'
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
      : Readonly<Record<never, never>>

type IsOpen<S> = S extends FromClause | TextClause ? true : false

type HasOpen<S extends readonly unknown[]> = true extends { [I in keyof S]: IsOpen<S[I]> }[number]
  ? true
  : false

/** The tuple of a row; unknown as soon as a whole table is among the columns. */
export type RowOf<S extends readonly unknown[]> =
  HasOpen<S> extends true ? unknown[] : { -readonly [I in keyof S]: Cell<S[I]> }

/** The tuple of a row with more columns. */
export type Appended<R, A extends readonly unknown[]> = R extends readonly unknown[]
  ? [...R, ...RowOf<A>]
  : unknown[]

/** What goes by a name that the types know: labels, attributes of entities. */
interface Named<N> {
  readonly __n: N
}

type NameOf<E> = E extends Named<infer N extends string> ? (string extends N ? never : N) : never

/** The values of a row by name, as far as names are known. */
export type NamesOf<S extends readonly unknown[]> = number extends S['length']
  ? unknown
  : { readonly [E in S[number] as NameOf<E>]: Cell<E> }

/** A row by position and by name. */
export type NamedRow<S extends readonly unknown[]> = RowOf<S> & NamesOf<S>

/** The columns of a subquery by key; not typed as soon as one has a name that only the database gives it. */
export type ColumnsOf<S extends readonly unknown[]> = number extends S['length']
  ? AnyColumns
  : S extends readonly [infer E, ...infer Others]
    ? ColumnsOfElement<E> & ColumnsOf<Others>
    : Readonly<Record<never, never>>

/** What a SELECT is beside the tuple of its rows: the names in a row, and the columns of a subquery. */
export interface SelectShape {
  readonly names: unknown
  readonly columns: AnyColumns
}

/** The shape of what `select()` is given. */
export interface ShapeOf<S extends readonly unknown[]> {
  readonly names: NamesOf<S>
  readonly columns: ColumnsOf<S>
}

type ColumnsOfElement<E> = E extends abstract new (...args: never) => unknown
  ? { readonly [K in keyof E as E[K] extends Named<K> ? K : never]: ColumnElement<Cell<E[K]>> }
  : [NameOf<E>] extends [never]
    ? AnyColumns
    : { readonly [N in NameOf<E>]: ColumnElement<Cell<E>> }
