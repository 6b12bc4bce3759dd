/** Parentheses around an expression. Made by `selfGroup` wherever precedence asks for them. */
import { install } from '../build.js'
import { internals, type Internals } from '../internals.js'
import type { Name } from '../names.js'
import type { FromClause } from '../selectable/from-clause.js'
import type { TypeEngine } from '../types/type-engine.js'
import type { ClauseElement } from './clause-element.js'
import { ColumnElement } from './column-element.js'
import type { Operator } from '../operators.js'

const PARTS = internals({ element: 'element', type: 'type' })

/** `(a)`; `sqlalchemy.sql.elements.Grouping`. @example new Grouping(User.id.add(1)) */
export class Grouping<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'grouping'
  override readonly type: TypeEngine
  override readonly proxies: readonly ColumnElement[]

  constructor(readonly element: ColumnElement) {
    super()
    this.type = element.type
    this.proxies = [element]
  }

  override get internals(): Internals {
    return PARTS
  }

  /** The operator inside: chains stay flat through parentheses that are not needed after all. */
  get operator(): Operator | null {
    return 'operator' in this.element ? (this.element.operator as Operator | null) : null
  }

  override get flattenedClauses(): readonly ColumnElement[] {
    return this.element.flattenedClauses
  }

  override get isImplicitlyBoolean(): boolean {
    return this.element.isImplicitlyBoolean
  }

  override get isCollectionAggregate(): boolean {
    return this.element.isCollectionAggregate
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects
  }

  override get key(): Name | null {
    return this.element.key
  }

  override get tqLabel(): Name | null {
    return this.element.tqLabel
  }

  override selfGroup(_against?: Operator | ClauseElement | null): ColumnElement {
    return this
  }
}

install({ grouping: (element) => new Grouping(element) })
