/**
 * The base of expressions that have a value and a type: columns, comparisons, functions, binds, labels. Says how
 * they are named in a SELECT and how they appear as columns of a subquery.
 */
import { build, NO_MODIFIERS } from '../build.js'
import type { AnonymousLabel } from '../names.js'
import { anonymousLabel, type Name } from '../names.js'
import { ops, type Operator } from '../operators.js'
import { BOOLEAN_TYPE } from '../types/resolve.js'
import type { TypeArg, TypeEngine } from '../types/type-engine.js'
import type { FromClause } from '../selectable/from-clause.js'
import { ClauseElement } from './clause-element.js'
import { ColumnOperators } from './column-operators.js'
import { TypeSpecificOperators } from './operations/type-methods.js'
import type { Label } from './label.js'

/** How a column of a subquery is made from a selected expression. */
export interface ProxyOptions {
  readonly selectable: FromClause
  readonly name?: Name | null
  readonly key?: Name | null
  /** For set operations: the columns of all SELECTs at this position. */
  readonly compoundColumns?: readonly ColumnElement[] | null
  readonly fromLabel?: boolean
}

/** The options of a bind made for the other side of an operator. */
export interface OperandBind {
  readonly operator: Operator
  readonly expanding?: boolean
  readonly type?: TypeEngine | null
}

/** Methods come from `ColumnOperators`; see the end of the file. */
export interface ColumnElement<T = unknown> extends ColumnOperators<T> {}

/** An expression with a type; `sqlalchemy.sql.ColumnElement`. */
export abstract class ColumnElement<T = unknown> extends ClauseElement {
  abstract get type(): TypeEngine
  /** @internal The expressions this one stands for, if it is a column of a subquery or an alias. */
  declare readonly proxies: readonly ColumnElement[]

  /** The name under which a Row answers for it; null for expressions without one. */
  get key(): Name | null {
    return null
  }

  /** The column's or label's own name; null for expressions without one. */
  get name(): Name | null {
    return null
  }

  /** The FROM it belongs to, if it is a column. */
  get table(): FromClause | null {
    return null
  }

  /** True for ANY and ALL, which only stand on the right side of a comparison. */
  get isCollectionAggregate(): boolean {
    return false
  }

  /** True for expressions that are already a truth value in every database. */
  get isImplicitlyBoolean(): boolean {
    return false
  }

  /** True if `ORDER BY "name"` may mean this column. */
  get allowLabelResolve(): boolean {
    return true
  }

  /** @internal The label ORDER BY may write instead of the expression. */
  get orderByLabelElement(): ColumnElement | null {
    return null
  }

  /** The columns a SELECT gets when this is among its arguments. */
  get selectIterable(): readonly ClauseElement[] {
    return [this]
  }

  /** Foreign keys of the columns it stands for. */
  get foreignKeys(): readonly ForeignKeyLike[] {
    return []
  }

  get primaryKey(): boolean {
    return false
  }

  operate(op: Operator, others: readonly unknown[] = [], modifiers = NO_MODIFIERS): ColumnElement {
    return build.operate(this, op, others, modifiers)
  }

  /** The expression under a name. @example func.count(User.id).label('n') */
  label<N extends string>(name: N): Label<T, N>
  label(name: null): Label<T, string>
  label(name: Name | null): Label<T, string> {
    return build.label<T, string>(name, this)
  }

  /** `CAST(a AS type)`. */
  cast<U>(type: TypeArg<U>): ColumnElement<U> {
    return build.cast(this, type)
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    if (
      (against === ops.and || against === ops.or || against === ops.asBool) &&
      this.type.affinity === 'boolean'
    ) {
      return build.asBoolean(this, false)
    }
    return against === ops.any || against === ops.all ? build.grouping(this) : this
  }

  /** @internal NOT of this expression, in its simplest form. */
  negate(): ColumnElement {
    if (this.type.affinity === 'boolean') return build.asBoolean(this, true)
    return build.unary(this.selfGroup(ops.inv), ops.inv, BOOLEAN_TYPE)
  }

  /** @internal The right side of a binary expression whose operator is being negated. */
  negateInBinary(_negated: Operator, _original: Operator): ColumnElement {
    return this
  }

  /** @internal A bind for a value on the other side of an operator. */
  bindParam(value: unknown, options: OperandBind): ColumnElement {
    return build.bind({
      key: null,
      value,
      type: options.type ?? null,
      comparedTo: this.type,
      operator: options.operator,
      expanding: options.expanding ?? false,
    })
  }

  /** @internal The members of a flattened chain of an associative operator. */
  get flattenedClauses(): readonly ColumnElement[] {
    return [this]
  }

  // --- names ---------------------------------------------------------------------------------------------

  /** The key of the column in a collection; null for expressions. */
  get proxyKey(): string | null {
    const annotated = this.annotations['proxyKey']
    if (typeof annotated === 'string') return annotated
    const key = this.key ?? this.nonAnonLabel
    return typeof key === 'string' ? key : null
  }

  /** @internal A label an annotation asks for (`column_property` expressions). */
  get expressionLabel(): string | null {
    const annotated = this.annotations['proxyKey']
    return this.name === null && typeof annotated === 'string' ? annotated : null
  }

  /** @internal */
  get nonAnonLabel(): Name | null {
    return this.name
  }

  /** @internal `table_column`; null for expressions. */
  get tqLabel(): Name | null {
    return null
  }

  /** @internal `table_key`. */
  get tqKeyLabel(): Name | null {
    return this.proxyKey
  }

  /** @internal `anon_1`, or the name with a number. */
  get anonNameLabel(): Name {
    return this.anonLabel(this.name)
  }

  /** @internal */
  get anonKeyLabel(): AnonymousLabel {
    return this.anonLabel(this.proxyKey)
  }

  /** @internal */
  get anonTqLabel(): AnonymousLabel {
    return this.anonLabel(this.tqLabel)
  }

  /** @internal */
  get anonTqKeyLabel(): AnonymousLabel {
    return this.anonLabel(this.tqKeyLabel)
  }

  /** @internal The name of the second and later appearances in one SELECT. */
  dedupeAnonLabel(index: number): Name {
    return this.name === null ? this.dedupeAnonTqLabel(index) : this.anonLabel(this.name, index)
  }

  /** @internal */
  dedupeAnonTqLabel(index: number): AnonymousLabel {
    return this.anonLabel(this.tqLabel ?? 'anon', index)
  }

  /** @internal */
  anonLabelFor(body: Name): AnonymousLabel {
    return this.anonLabel(body)
  }

  protected anonLabel(body: Name | null, index = 0): AnonymousLabel {
    let root: ClauseElement = this
    while (root.isCloneOf) root = root.isCloneOf
    if (index === 0) return anonymousLabel(root.uid, body || 'anon')
    const seed = body ?? 'anon'
    return anonymousLabel(
      root.uid,
      typeof seed === 'string' ? `${seed}_` : seed.wrap('', '_'),
      index,
    )
  }

  // --- lineage -------------------------------------------------------------------------------------------

  /** @internal This expression as a column of a subquery. */
  makeProxy(options: ProxyOptions): ColumnElement {
    return build.proxyColumn(this, options)
  }

  /** @internal The key of such a column among the columns of the subquery. */
  proxyCollectionKey(options: ProxyOptions, proxy: ColumnElement): Name | null {
    if (options.name) return options.name
    return options.key ?? this.proxyKey ?? proxy.name
  }

  /** This column and everything it stands for, by identity. */
  get proxySet(): ReadonlySet<ColumnElement> {
    const { identity } = this
    if (identity !== this) return identity.proxySet
    return this.memoized('proxySet', () => new Set(proxyList(this).map((each) => each.identity)))
  }

  /** The columns at the bottom: those that stand for nothing else. */
  get baseColumns(): ReadonlySet<ColumnElement> {
    return this.memoized(
      'baseColumns',
      () => new Set([...this.proxySet].filter((column) => column.proxies.length === 0)),
    )
  }

  /** @internal Like `proxySet`, annotated copies kept apart. */
  get proxyList(): readonly ColumnElement[] {
    return proxyList(this)
  }

  /** @internal True if this is the column, or stands for it. */
  standsFor(column: ColumnElement): boolean {
    if (this.identity === column) return true
    for (const proxy of this.proxies) if (proxy.standsFor(column)) return true
    return false
  }

  /** True when both come from the same column somewhere. */
  sharesLineage(other: ColumnElement): boolean {
    const mine = this.proxySet
    for (const column of other.proxySet) if (mine.has(column)) return true
    return false
  }
}

/** What joins need to know of a foreign key; `schema` implements it. */
export interface ForeignKeyLike {
  /** The column that refers. */
  readonly parent: ColumnElement
  /** The column referred to. */
  readonly column: ColumnElement
  readonly constraint: ForeignKeyConstraintLike | null
  /** The column of `from` that the key refers to, or null. */
  getReferent(from: FromClause): ColumnElement | null
}

export interface ForeignKeyConstraintLike {
  readonly elements: readonly ForeignKeyLike[]
}

const NO_COLUMNS: readonly ColumnElement[] = Object.freeze([])

function proxyList(column: ColumnElement): ColumnElement[] {
  return [column, ...column.proxies.flatMap(proxyList)]
}

for (const source of [ColumnOperators.prototype, TypeSpecificOperators.prototype]) {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(source))) {
    if (name !== 'constructor' && !(name in ColumnElement.prototype))
      Object.defineProperty(ColumnElement.prototype, name, descriptor)
  }
}
Object.defineProperty(ColumnElement.prototype, Symbol.toPrimitive, {
  value: ColumnOperators.prototype[Symbol.toPrimitive],
  configurable: true,
})

/** Narrows to expressions. */
export function isColumnElement(element: unknown): element is ColumnElement {
  return element instanceof ColumnElement
}

/** The type arguments the public API takes for expressions. */
export type TypedExpression<T> = ColumnOperators<T>

Object.assign(ColumnElement.prototype, { proxies: NO_COLUMNS })
