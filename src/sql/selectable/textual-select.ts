/** `text("…").columns(…)`: textual SQL whose columns are declared. */
import type { ClauseElement } from '../elements/clause-element.js'
import { ColumnElement } from '../elements/column-element.js'
import { asElement } from '../elements/coercions.js'
import type { TypeEngine } from '../types/type-engine.js'
import { installTextualSelect, type TextClause } from '../elements/literals.js'
import { ColumnClause } from '../elements/column-clause.js'
import { internals, type Internals } from '../internals.js'
import { ColumnCollection } from './column-collection.js'
import type { FromClause } from './from-clause.js'
import { SelectBase } from './select-base.js'

const PARTS = internals({
  element: 'element',
  columnArgs: 'elements',
  withOptions: 'options',
  propagateAttrs: 'propagate',
})

/** `sqlalchemy.sql.expression.TextualSelect`. */
export class TextualSelect<R = unknown> extends SelectBase<R> {
  override readonly kind = 'textualSelect'

  constructor(
    readonly element: TextClause,
    readonly columnArgs: readonly ColumnElement[],
    /** Columns match the text's by position rather than by name. */
    readonly positional: boolean,
  ) {
    super()
  }

  override get internals(): Internals {
    return PARTS
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    return this.columnArgs
  }

  /** Values for the text's parameters. */
  bindparams(values: Readonly<Record<string, unknown>>): TextualSelect<R> {
    return this.copyWith({ element: this.element.bindparams(values) })
  }

  /** A text is taken as it is, in a set operation as well. */
  override selfGroup(): ClauseElement {
    return this
  }

  override isDerivedFrom(): boolean {
    return false
  }

  override proxyColumns(selectable: FromClause): ColumnCollection {
    const collection = new ColumnCollection()
    for (const column of this.columnArgs) collection.add(column.makeProxy({ selectable }))
    return collection
  }
}

installTextualSelect((text, columns) => {
  const elements = columns.map((column) => asElement(column))
  const positional = elements.filter((element) => element instanceof ColumnElement)
  const typed = columns.flatMap((column, index) =>
    elements[index]
      ? []
      : Object.entries(column).map(([name, type]) => new ColumnClause(name, type as TypeEngine)),
  )
  return new TextualSelect(
    text,
    [...positional, ...typed],
    positional.length > 0 && typed.length === 0,
  )
})
