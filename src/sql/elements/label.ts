/** An expression under a name, and references to such names in ORDER BY and GROUP BY. */
import { install } from '../build.js'
import { InvalidRequestError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import { anonymousLabel, nameKey, type Name } from '../names.js'
import { ops, type Operator } from '../operators.js'
import type { FromClause } from '../selectable/from-clause.js'
import type { TypeEngine } from '../types/type-engine.js'
import { ClauseElement, type PropagateAttrs } from './clause-element.js'
import { ColumnElement, type ForeignKeyLike, type ProxyOptions } from './column-element.js'

const PARTS = internals({ labelName: 'plain', inner: 'element', type: 'type' })
const REFERENCE_PARTS = internals({ element: 'element', text: 'plain' })

/** `expression AS name`; `sqlalchemy.Label`. `N` is the name, so that rows are typed. @example User.id.label('n') instanceof Label // true */
export class Label<T = unknown, N extends string = string> extends ColumnElement<T> {
  override readonly kind = 'label'
  declare readonly __n: N
  override readonly propagateAttrs: PropagateAttrs | null
  override readonly type: TypeEngine
  override readonly proxies: readonly ColumnElement[]
  readonly inner: ColumnElement
  readonly labelName: Name

  constructor(name: Name | null, element: ColumnElement, type: TypeEngine | null = null) {
    super()
    let inner = element
    while (inner instanceof Label) inner = inner.inner
    this.inner = inner
    this.labelName = name ?? anonymousLabel(this.uid, inner.name || 'anon')
    this.type = type ?? inner.type
    this.proxies = [inner]
    this.propagateAttrs = element.propagateAttrs
  }

  override get internals(): Internals {
    return PARTS
  }

  /** The expression as it is written before AS. */
  get element(): ColumnElement {
    return this.inner.selfGroup(ops.as)
  }

  override get name(): Name {
    return this.labelName
  }

  override get key(): Name {
    return this.labelName
  }

  override get tqLabel(): Name {
    return this.labelName
  }

  override get tqKeyLabel(): Name {
    return this.labelName
  }

  override get orderByLabelElement(): ColumnElement {
    return this
  }

  override get isImplicitlyBoolean(): boolean {
    return this.inner.isImplicitlyBoolean
  }

  override get fromObjects(): readonly FromClause[] {
    return this.inner.fromObjects
  }

  override get primaryKey(): boolean {
    return this.inner.primaryKey
  }

  override get foreignKeys(): readonly ForeignKeyLike[] {
    return this.inner.foreignKeys
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    return this.withInner(this.inner.selfGroup(against))
  }

  override negate(): ColumnElement {
    return this.withInner(this.inner.negate())
  }

  override makeProxy(options: ProxyOptions): ColumnElement {
    const name = options.name ?? this.labelName
    const proxy = this.element.makeProxy({ ...options, name, key: null, fromLabel: true })
    if (nameKey(name) !== nameKey(this.labelName) && typeof this.labelName === 'string') {
      throw new InvalidRequestError(
        `Label name ${this.labelName} is being renamed to an anonymous label due to disambiguation ` +
          'which is not supported right now.  Please use unique names for explicit labels.',
      )
    }
    return proxy.withParts({ proxies: [...proxy.proxies, this], ownType: this.type })
  }

  override proxyCollectionKey(): Name {
    return this.labelName
  }

  override describe(): string {
    return `${this.inner.describe()} AS ${nameKey(this.labelName)}`
  }

  private withInner(inner: ColumnElement): ColumnElement {
    return inner === this.inner ? this : new Label(this.labelName, inner, this.type)
  }
}

/** An expression in ORDER BY or GROUP BY that is written as the label of a selected column, where there is one. */
export class LabelReference extends ClauseElement {
  override readonly kind = 'labelReference'

  constructor(
    readonly element: ClauseElement | null,
    /** The name the user wrote as a string, `orderBy('name')`. */
    readonly text: string | null = null,
  ) {
    super()
  }

  override get internals(): Internals {
    return REFERENCE_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element?.fromObjects ?? []
  }
}

install({
  label: <T, N extends string>(name: Name | null, element: ColumnElement<T>) =>
    new Label<T, N>(name, element),
})
