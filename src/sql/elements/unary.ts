/** Expressions with one operand: NOT, minus, DISTINCT, ASC and DESC, truth tests, ANY and ALL. */
import { install } from '../build.js'
import { internals, type Internals } from '../internals.js'
import {
  isBoolean,
  isOrderingModifier,
  isPrecedent,
  mirror,
  ops,
  type Operator,
} from '../operators.js'
import { ArgumentError } from '../../errors.js'
import type { Name } from '../names.js'
import type { FromClause } from '../selectable/from-clause.js'
import { BOOLEAN_TYPE, NULL_TYPE } from '../types/resolve.js'
import { toInstance, type TypeArg, type TypeEngine } from '../types/type-engine.js'
import type { Modifiers } from '../build.js'
import type { ClauseElement, PropagateAttrs } from './clause-element.js'
import { ColumnElement } from './column-element.js'
import { Grouping } from './grouping.js'

export interface UnaryOptions {
  /** Before the operand. */
  readonly operator?: Operator | null
  /** After the operand. */
  readonly modifier?: Operator | null
  readonly type?: TypeArg
}

const PARTS = internals({
  operator: 'operator',
  modifier: 'operator',
  element: 'element',
  type: 'type',
})

/** `sqlalchemy.sql.expression.UnaryExpression`. @example new UnaryExpression(literalColumn('n'), { modifier: operators.customOp('!') }) */
export class UnaryExpression<T = unknown> extends ColumnElement<T> {
  override readonly kind: 'unary' | 'asBoolean' | 'collectionAggregate' = 'unary'
  override readonly type: TypeEngine
  override readonly propagateAttrs: PropagateAttrs | null
  readonly element: ColumnElement
  readonly operator: Operator | null
  readonly modifier: Operator | null

  constructor(element: ColumnElement, options: UnaryOptions) {
    super()
    this.operator = options.operator ?? null
    this.modifier = options.modifier ?? null
    this.propagateAttrs = element.propagateAttrs
    this.element = element.selfGroup(this.operator ?? this.modifier)
    this.type = options.type ? toInstance(options.type) : NULL_TYPE
  }

  override get internals(): Internals {
    return PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects
  }

  override get orderByLabelElement(): ColumnElement | null {
    return isOrderingModifier(this.modifier) ? this.element.orderByLabelElement : null
  }

  override get isImplicitlyBoolean(): boolean {
    return this.operator !== null && isBoolean(this.operator)
  }

  override negate(): ColumnElement {
    if (this.type.affinity !== 'boolean') return super.negate()
    return new UnaryExpression(this.selfGroup(ops.inv), { operator: ops.inv, type: BOOLEAN_TYPE })
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    const outer = against && 'precedence' in against ? against : null
    return this.operator && isPrecedent(this.operator, outer) ? new Grouping(this) : this
  }
}

/** A boolean expression where a condition is needed: written `x = 1` by databases without booleans. */
export class AsBoolean extends UnaryExpression<boolean> {
  override readonly kind = 'asBoolean'

  constructor(
    element: ColumnElement,
    readonly negated: boolean,
  ) {
    super(element, { operator: negated ? ops.isFalse : ops.isTrue, type: BOOLEAN_TYPE })
  }

  override selfGroup(): ColumnElement {
    return this
  }

  override get isImplicitlyBoolean(): boolean {
    return this.element.isImplicitlyBoolean
  }

  /** Goes by the name of what it tests: `t.flag = 0 AS flag`. */
  override get anonNameLabel(): Name {
    return this.element.nonAnonLabel ?? this.element.anonNameLabel
  }

  override get tqLabel(): Name | null {
    return this.element.tqLabel
  }

  override get proxyKey(): string | null {
    return this.element.proxyKey
  }

  override dedupeAnonLabel(index: number): Name {
    const inner = this.element.nonAnonLabel
    if (inner === null) return this.dedupeAnonTqLabel(index)
    return this.anonLabel(typeof inner === 'string' ? `${inner}_` : inner.wrap('', '_'))
  }

  override negate(): ColumnElement {
    const constant = this.element.kind === 'true' || this.element.kind === 'false'
    return constant ? this.element.negate() : new AsBoolean(this.element, !this.negated)
  }
}

/** `ANY (…)`, `ALL (…)`; only on the right side of a comparison. */
export class CollectionAggregate extends UnaryExpression {
  override readonly kind = 'collectionAggregate'

  override get isCollectionAggregate(): boolean {
    return true
  }

  override operate(
    op: Operator,
    others: readonly unknown[] = [],
    modifiers: Modifiers = {},
  ): ColumnElement {
    if (!op.isComparison) {
      throw new ArgumentError('Only comparison operators may be used with ANY/ALL')
    }
    return super.operate(mirror(op), others, { ...modifiers, reverse: true })
  }
}

install({
  unary: (element, operator, type) =>
    new UnaryExpression(element, { operator, ...(type ? { type } : {}) }),
  asBoolean: (element, negated) => new AsBoolean(element, negated),
})
