/** Several expressions in a row: `a, b`, `a AND b AND c`, `a + b + c`, `(a, b)`. */
import { keepShape } from '../../util/kept-shapes.js'
import { build } from '../build.js'
import { internals, type Internals } from '../internals.js'
import { isBoolean, isPrecedent, ops, type Operator } from '../operators.js'
import type { FromClause } from '../selectable/from-clause.js'
import { BOOLEAN_TYPE, NULL_TYPE } from '../types/resolve.js'
import { TupleType } from '../types/structured.js'
import type { TypeEngine } from '../types/type-engine.js'
import { BindParameter } from './bind-parameter.js'
import { ClauseElement, type PropagateAttrs } from './clause-element.js'
import { ColumnElement, type OperandBind } from './column-element.js'
import { Grouping } from './grouping.js'

const LIST_PARTS = internals({ operator: 'operator', clauses: 'elements' })
const EXPRESSION_PARTS = internals({ operator: 'operator', clauses: 'elements', type: 'type' })
const TUPLE_PARTS = internals({ clauses: 'elements', type: 'type' })

/** Clauses joined by an operator, usually a comma; not an expression itself. */
export class ClauseList extends ClauseElement {
  override readonly kind = 'clauseList'

  constructor(
    readonly clauses: readonly ClauseElement[],
    readonly operator: Operator = ops.comma,
  ) {
    super()
  }

  override get internals(): Internals {
    return LIST_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.clauses.flatMap((clause) => clause.fromObjects)
  }
}

/**
 * Expressions joined by an operator; AND and OR, and flattened chains of `+`, `*`, `||`;
 * `sqlalchemy.sql.expression.BooleanClauseList`.
 *
 * @example
 * and(User.id.gt(5), User.id.lt(9)) instanceof BooleanClauseList // true
 */
export class ExpressionList<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'expressionList'
  override readonly propagateAttrs: PropagateAttrs | null
  /** Whether it is ever parenthesised. */
  readonly group: boolean = true

  constructor(
    readonly operator: Operator,
    readonly clauses: readonly ColumnElement[],
    override readonly type: TypeEngine = NULL_TYPE,
  ) {
    super()
    this.propagateAttrs = clauses.find((clause) => clause.propagateAttrs)?.propagateAttrs ?? null
  }

  /** Operands are parenthesised for the operator. */
  static ofOperands(
    operator: Operator,
    clauses: readonly ColumnElement[],
    type: TypeEngine,
  ): ExpressionList {
    return new ExpressionList(
      operator,
      clauses.map((clause) => clause.selfGroup(operator)),
      type,
    )
  }

  /** AND or OR of clauses that are grouped already. */
  static ofBoolean(operator: Operator, clauses: readonly ColumnElement[]): ExpressionList<boolean> {
    return new ExpressionList<boolean>(operator, clauses, BOOLEAN_TYPE)
  }

  override get internals(): Internals {
    return EXPRESSION_PARTS
  }

  override get isImplicitlyBoolean(): boolean {
    return isBoolean(this.operator)
  }

  override get fromObjects(): readonly FromClause[] {
    return this.clauses.flatMap((clause) => clause.fromObjects)
  }

  override get flattenedClauses(): readonly ColumnElement[] {
    return this.clauses
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    if (this.clauses.length === 0 && this.type === BOOLEAN_TYPE) return this
    const outer = against && 'precedence' in against ? against : null
    const needed =
      (this.group && isPrecedent(this.operator, outer)) ||
      (outer === ops.inv && !isBoolean(this.operator))
    return needed ? new Grouping(this) : this
  }
}

keepShape(new ExpressionList(ops.and, [], BOOLEAN_TYPE))

/** The lists of low and high value of BETWEEN, of a pattern and its replacement: never parenthesised. */
export class BareExpressionList extends ExpressionList {
  override readonly group = false
}

/** `(a, b)`; `sqlalchemy.tuple_`. */
export class Tuple extends ColumnElement<readonly unknown[]> {
  override readonly kind = 'tuple'
  override readonly type: TupleType

  constructor(readonly clauses: readonly ColumnElement[]) {
    super()
    this.type = new TupleType(clauses.map((clause) => clause.type))
  }

  override get internals(): Internals {
    return TUPLE_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.clauses.flatMap((clause) => clause.fromObjects)
  }

  override get selectIterable(): readonly ClauseElement[] {
    return [this]
  }

  override selfGroup(): ColumnElement {
    return this
  }

  override bindParam(value: unknown, options: OperandBind): ColumnElement {
    if (options.expanding) {
      return new BindParameter(null, {
        value,
        unique: true,
        expanding: true,
        type: options.type ?? this.type,
      })
    }
    const items = value as readonly unknown[]
    return new Tuple(
      items.map((item, index) =>
        build.bind({
          key: null,
          value: item,
          comparedTo: this.clauses[index]?.type ?? NULL_TYPE,
          operator: options.operator,
        }),
      ),
    )
  }
}
