/**
 * The SQL and schema faces the ORM builds on, under one roof: the only place to touch should a name move.
 * Stand-ins until src/sql and src/schema are published; structural, so that code written against them keeps.
 */
export interface ColumnElement<T = unknown> {
  readonly __type?: T
}
export interface Column<T = unknown> extends ColumnElement<T> {
  readonly key: string
  readonly name: string
  readonly table: Table | null
  readonly primaryKey: boolean
  readonly nullable: boolean
}
export interface FromClause {
  readonly c: Readonly<Record<string, Column>>
}
export interface Table extends FromClause {
  readonly name: string
  readonly fullname: string
  readonly primaryKey: { readonly columns: readonly Column[] }
}
