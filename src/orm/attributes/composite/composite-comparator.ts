/** A composite at class level: compared column by column, selected as one value. */
import { ArgumentError } from '../../../errors.js'
import { asElement } from '../../../sql/elements/coercions.js'
import { and } from '../../../sql/elements/boolean.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { ClauseList } from '../../../sql/elements/lists.js'
import type { KeyVisitor } from '../../../sql/executable-option.js'
import { ops, type Operator } from '../../../sql/operators.js'
import { statementPlugin } from '../../../sql/plugin.js'
import { clauseElement, type HasClauseElement } from '../../../sql/protocol.js'
import { classNameOf } from '../../../util/class-name.js'
import type { Class } from '../../mapping/identity-key.js'

interface Composite<T extends object> {
  readonly key: string
  readonly attributes: readonly string[]
  make(values: readonly unknown[]): T
  partsOf(value: unknown): readonly unknown[]
}

type Read = (row: readonly unknown[]) => unknown

/** `sqlalchemy.orm.CompositeProperty.Comparator`; in a SELECT a bundle that makes the value of its columns. */
export class CompositeComparator<T extends object = object> implements HasClauseElement {
  declare readonly __t: T
  readonly singleEntity = false

  constructor(
    /** The class, or an alias of it. */
    readonly owner: object,
    readonly property: Composite<T>,
  ) {}

  get key(): string {
    return this.property.key
  }

  get name(): string {
    return this.property.key
  }

  /** The columns. */
  get exprs(): readonly ColumnElement[] {
    const owner = this.owner as Readonly<Record<string, unknown>>
    return this.property.attributes.map((name) => asElement(owner[name]) as ColumnElement)
  }

  get columns(): readonly ColumnElement[] {
    return this.exprs
  }

  /** The columns by attribute. */
  get c(): Readonly<Record<string, ColumnElement>> {
    const { exprs } = this
    return Object.fromEntries(
      this.property.attributes.map((name, index) => [name, exprs[index] as ColumnElement]),
    )
  }

  eq(value: T | null): ColumnElement<boolean> {
    return this.#compare(ops.eq, value)
  }

  ne(value: T | null): ColumnElement<boolean> {
    return this.#compare(ops.ne, value)
  }

  lt(value: T | null): ColumnElement<boolean> {
    return this.#compare(ops.lt, value)
  }

  le(value: T | null): ColumnElement<boolean> {
    return this.#compare(ops.le, value)
  }

  gt(value: T | null): ColumnElement<boolean> {
    return this.#compare(ops.gt, value)
  }

  ge(value: T | null): ColumnElement<boolean> {
    return this.#compare(ops.ge, value)
  }

  /** The same of an alias. @internal */
  of(owner: object): CompositeComparator<T> {
    return new CompositeComparator(owner, this.property)
  }

  /** Makes the value of a row's columns. @internal */
  createRowProcessor(_select: unknown, parts: readonly Read[]): (row: readonly unknown[]) => T {
    return (row) => this.property.make(parts.map((part) => part(row)))
  }

  [clauseElement](): ClauseElement {
    const { exprs } = this
    const plugin = statementPlugin('orm')
    const list = new ClauseList(exprs).annotate({ bundle: this })
    const subject = exprs[0]?.propagateAttrs?.subject ?? null
    return plugin === null ? list : list.withParts({ propagateAttrs: { plugin, subject } })
  }

  /** @internal */
  keyInto(visitor: KeyVisitor): void {
    visitor.object(this.property)
    visitor.object(this.owner)
  }

  toString(): string {
    const { owner, key } = this
    return `${typeof owner === 'function' ? classNameOf(owner as Class) : String(owner)}.${key}`
  }

  #compare(operator: Operator, value: T | null): ColumnElement<boolean> {
    if (value !== null && typeof value !== 'object')
      throw new ArgumentError(`${this.toString()} is compared with values of its class`)
    const values = this.property.partsOf(value)
    const conditions = this.exprs.map((column, index) =>
      column.operate(operator, [values[index] ?? null]),
    )
    return and(...(conditions as ColumnElement<boolean>[]))
  }
}
