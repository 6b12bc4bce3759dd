/** Loads a column attribute with its object. */
import type { ColumnElement } from '../../../../sql/elements/column-element.js'
import type { ColumnProperty } from '../../../mapping/column-property.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from '../strategy.js'

export class ColumnLoader implements LoaderStrategy {
  readonly rowsAreAlike = true
  readonly #property: ColumnProperty
  readonly #columns: readonly ColumnElement[]

  constructor(property: ColumnProperty) {
    this.#property = property
    this.#columns = property.columns
  }

  setupQuery({ adapter, columns, memoized, checkForAdapt, compileState }: QuerySetup): void {
    for (const own of this.#columns) {
      const column =
        adapter && checkForAdapt ? adapter.adaptCheckPresent(own) : (adapter?.column(own) ?? own)
      if (!column) return
      compileState.addColumn(column, columns)
    }
    if (!this.#property.instrument) return
    const fetched = this.#property.expression
    memoized.set(this.#property, { kind: 'column', column: adapter?.column(fetched) ?? fetched })
  }

  /** The first of the property's columns that the rows have; without one the attribute is expired. */
  createRowProcessor({ layout, adapter, populators }: RowSetup): void {
    const { key, instrument } = this.#property
    if (!instrument) return
    for (const own of this.#columns) {
      const index = layout.indexOf(adapter ? adapter.column(own) : own)
      if (index < 0) continue
      populators.quick.push({ key, index })
      return
    }
    populators.expire.push({ key, markExpired: true })
  }
}
