/**
 * How the rows of two mappers meet: the ON clauses of a relationship, which side is foreign and which is remote, and
 * the pairs of columns that follow from it.
 */
import type { Column, ColumnElement } from './sql-types.js'

export type ColumnPair = readonly [Column, Column]

/** `sqlalchemy.orm.relationships.JoinCondition`. */
export interface JoinCondition {
  readonly primaryjoin: ColumnElement<boolean>
  readonly secondaryjoin: ColumnElement<boolean> | null
  readonly synchronizePairs: readonly ColumnPair[]
  readonly secondarySynchronizePairs: readonly ColumnPair[]
  readonly localRemotePairs: readonly ColumnPair[]
  readonly localColumns: ReadonlySet<Column>
  readonly remoteColumns: ReadonlySet<Column>
  readonly foreignKeyColumns: ReadonlySet<Column>
}
