/**
 * The SQL and schema faces the ORM builds on, under one roof: the only place to touch should a name move. Types only.
 */
export type { Column } from '../../schema/column.js'
export type { Table } from '../../schema/table.js'
export type { ColumnElement } from '../../sql/elements/column-element.js'
export type { FromClause } from '../../sql/selectable/from-clause.js'
