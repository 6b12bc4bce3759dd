/** What a row is to loading: the driver's array with values converted, and where in it each column stands. */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'

export type Row = readonly unknown[]

/** Turns a row into one value of a result: an object, a column's value, a bundle. */
export type RowProcessor = (row: Row) => unknown

export interface RowLayout {
  /** Position of a selected column, -1 when the statement does not select it. */
  indexOf(column: ClauseElement): number
}

/** Positions by the order in which the columns were put into the SELECT. */
export class SelectedLayout implements RowLayout {
  readonly #positions = new Map<ClauseElement, number>()

  constructor(columns: readonly ClauseElement[]) {
    columns.forEach((column, index) => {
      if (!this.#positions.has(column.identity)) this.#positions.set(column.identity, index)
    })
  }

  indexOf(column: ClauseElement): number {
    return this.#positions.get(column.identity) ?? -1
  }
}
