/** `left op right`, and how long chains of an associative operator stay flat. Made by the comparator. */
import { internals, type Internals } from '../internals.js'
import { isBoolean, isPrecedent, ops, type Operator } from '../operators.js'
import { NULL_TYPE } from '../types/resolve.js'
import type { FromClause } from '../selectable/from-clause.js'
import type { TypeEngine } from '../types/type-engine.js'
import { NO_MODIFIERS, type Modifiers } from '../build.js'
import type { ClauseElement, PropagateAttrs } from './clause-element.js'
import { ColumnElement } from './column-element.js'
import { Grouping } from './grouping.js'
import { ExpressionList } from './lists.js'

export interface OperationOptions {
  readonly type?: TypeEngine
  /** The operator that says the opposite. */
  readonly negate?: Operator | null
  readonly modifiers?: Modifiers
}

const PARTS = internals({
  left: 'element',
  operator: 'operator',
  right: 'element',
  modifiers: 'plain',
  type: 'type',
})

/** `sqlalchemy.sql.expression.BinaryExpression`. @example User.id.eq(5) instanceof BinaryExpression // true */
export class BinaryExpression<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'binary'
  override readonly type: TypeEngine
  override readonly propagateAttrs: PropagateAttrs | null
  readonly left: ColumnElement
  readonly right: ColumnElement
  readonly negateOperator: Operator | null
  readonly modifiers: Modifiers

  constructor(
    left: ColumnElement,
    right: ColumnElement,
    readonly operator: Operator,
    options: OperationOptions = {},
  ) {
    super()
    this.propagateAttrs = left.propagateAttrs ?? right.propagateAttrs
    this.left = left.selfGroup(operator)
    this.right = right.selfGroup(operator)
    this.type = options.type ?? NULL_TYPE
    this.negateOperator = options.negate ?? null
    this.modifiers = options.modifiers ?? NO_MODIFIERS
  }

  override get internals(): Internals {
    return PARTS
  }

  override get isImplicitlyBoolean(): boolean {
    return isBoolean(this.operator)
  }

  override get fromObjects(): readonly FromClause[] {
    return [...this.left.fromObjects, ...this.right.fromObjects]
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    return groupOperation(this, this.operator, against)
  }

  override negate(): ColumnElement {
    if (!this.negateOperator) return super.negate.call(this.selfGroup())
    return new BinaryExpression(
      this.left,
      this.right.negateInBinary(this.negateOperator, this.operator),
      this.negateOperator,
      { negate: this.operator, type: this.type, modifiers: this.modifiers },
    )
  }

  override get flattenedClauses(): readonly ColumnElement[] {
    return [this.left, this.right]
  }
}

/** @internal Parentheses for an operation inside of `against`. */
export function groupOperation(
  element: ColumnElement,
  operator: Operator,
  against: Operator | ClauseElement | null,
): ColumnElement {
  const outer = against && 'precedence' in against ? against : null
  if (isPrecedent(operator, outer)) return new Grouping(element)
  return outer === ops.inv && !isBoolean(operator) ? new Grouping(element) : element
}

/** Makes `left op right`; chains of one associative operator become one flat list. */
export function constructForOp(
  left: ColumnElement,
  right: ColumnElement,
  op: Operator,
  options: OperationOptions & { readonly type: TypeEngine },
): ColumnElement {
  if (op.associative) {
    const [flatLeft, leftFlat] = flatten(left, op, options.type)
    const [flatRight, rightFlat] = flatten(right, op, options.type)
    if (leftFlat || rightFlat) {
      return ExpressionList.ofOperands(op, [...flatLeft, ...flatRight], options.type)
    }
  }
  const negate = right.isCollectionAggregate ? null : (options.negate ?? null)
  return new BinaryExpression(left, right, op, { ...options, negate })
}

function flatten(
  element: ColumnElement,
  op: Operator,
  type: TypeEngine,
): readonly [readonly ColumnElement[], boolean] {
  const own = 'operator' in element ? element.operator : null
  if (own !== op || element.type.affinity !== type.affinity) return [[element], false]
  return [element.flattenedClauses, true]
}
