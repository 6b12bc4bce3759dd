/** Loads a `queryExpression()` attribute: the expression that `withExpression()` gives it, or its default. */
import type { ColumnElement } from '../../../../sql/elements/column-element.js'
import { Label } from '../../../../sql/elements/label.js'
import type { ColumnProperty } from '../../../mapping/column-property.js'
import type { LoadElement } from '../../options/load-element.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from '../strategy.js'

/** `sqlalchemy.orm.strategies.ExpressionColumnLoader`. */
export class ExpressionColumnLoader implements LoaderStrategy {
  readonly rowsAreAlike = true
  readonly #property: ColumnProperty

  constructor(property: ColumnProperty) {
    this.#property = property
  }

  setupQuery({ option, adapter, columns, memoized, compileState }: QuerySetup): void {
    const [own] = this.#expressions(option)
    if (!own) return
    const column = adapter?.column(own) ?? own
    compileState.addColumn(column, columns)
    memoized.set(this.#property, { kind: 'column', column })
  }

  createRowProcessor({ option, layout, adapter, populators }: RowSetup): void {
    const { key } = this.#property
    const [own] = this.#expressions(option)
    const index = own ? layout.indexOf(adapter?.column(own) ?? own) : -1
    if (index >= 0) populators.quick.push({ key, index })
    else populators.expire.push({ key, markExpired: true })
  }

  #expressions(option: LoadElement | null): readonly ColumnElement[] {
    if (option && option.extraCriteria.length > 0) return option.extraCriteria
    return this.#property.columns.filter((column) => !isNull(column))
  }
}

/** No default was given. */
function isNull(column: ColumnElement): boolean {
  return column instanceof Label && column.element.kind === 'null'
}
