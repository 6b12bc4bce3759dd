/**
 * What stands at class level for a hybrid that compares in its own way: an expression, and the operators the user's
 * class defines.
 */
import { asElement, elementAsExpression } from '../../../sql/elements/coercions.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { ColumnOperators } from '../../../sql/elements/column-operators.js'
import { UnsupportedOperatorError } from '../../../sql/errors.js'
import type { Operator } from '../../../sql/operators.js'
import { clauseElement, type HasClauseElement } from '../../../sql/protocol.js'

/**
 * Base of comparators for hybrids; `sqlalchemy.ext.hybrid.Comparator`. A static getter answers one, and its methods
 * are the operators that the attribute has.
 *
 * @example
 * class CaseInsensitive extends Comparator<string> {
 *   override eq(other: unknown) {
 *     return func.lower(this).eq(func.lower(other))
 *   }
 * }
 */
export class Comparator<T = unknown> extends ColumnOperators<T> implements HasClauseElement {
  /** The attribute it was reached as. @internal */
  attribute: { readonly key: string; readonly name: string } | null = null

  constructor(
    /** What the attribute is where no operator is involved. */
    readonly expression: unknown,
  ) {
    super()
  }

  get key(): string | null {
    return this.attribute?.key ?? null
  }

  [clauseElement](): ClauseElement {
    const element = asElement(this.expression) as ClauseElement
    return this.attribute === null ? element : element.annotate({ proxyKey: this.attribute.key })
  }

  /** Operators the class does not define do not exist. */
  override operate(operator: Operator): ColumnElement {
    throw new UnsupportedOperatorError(`${this.toString()}: operator '${operator.name}'`)
  }

  label(name: string): ColumnElement {
    return elementAsExpression(this[clauseElement]()).label(name)
  }

  override toString(): string {
    return this.attribute?.name ?? (this.expression as object).toString()
  }
}
