/**
 * A column by name: of a lightweight `table()`, of a subquery or an alias, or literal text. `schema.Column` extends
 * it with everything a database wants to know.
 */
import { build, install } from '../build.js'
import { internals, type Internals } from '../internals.js'
import { AnonymousLabel, nameKey, qualifiedName, type Name } from '../names.js'
import { ops, type Operator } from '../operators.js'
import type { FromClause } from '../selectable/from-clause.js'
import { NULL_TYPE } from '../types/resolve.js'
import { toInstance, type TypeArg, type TypeEngine } from '../types/type-engine.js'
import {
  ColumnElement,
  type ForeignKeyLike,
  type OperandBind,
  type ProxyOptions,
} from './column-element.js'

export interface ColumnClauseOptions {
  readonly table?: FromClause | null
  /** The name is SQL text, written as it is. */
  readonly isLiteral?: boolean
  readonly key?: Name
  readonly proxies?: readonly ColumnElement[]
  readonly primaryKey?: boolean
  readonly foreignKeys?: readonly ForeignKeyLike[]
  /** Columns of real tables are known in a subquery by their key there. */
  readonly takesProxyKey?: boolean
}

const PARTS = internals({ columnName: 'plain', table: 'from', isLiteral: 'plain', type: 'type' })

const MIRRORED: ReadonlyMap<Operator, Operator> = new Map([
  [ops.eq, ops.eq],
  [ops.ne, ops.ne],
  [ops.lt, ops.gt],
  [ops.le, ops.ge],
  [ops.gt, ops.lt],
  [ops.ge, ops.le],
])

/** `sqlalchemy.sql.expression.ColumnClause`. @example select(new ColumnClause('rank', integer)) */
export class ColumnClause<T = unknown> extends ColumnElement<T> {
  override readonly kind: 'column' | 'scalarFunctionColumn' = 'column'
  override readonly proxies: readonly ColumnElement[]
  readonly isLiteral: boolean
  protected ownType: TypeEngine
  protected columnName: Name
  protected columnKey: Name
  protected ownTable: FromClause | null
  private readonly ownPrimaryKey: boolean
  private readonly ownForeignKeys: readonly ForeignKeyLike[]
  private readonly takesProxyKey: boolean

  constructor(name: Name, type: TypeArg | null = null, options: ColumnClauseOptions = {}) {
    super()
    this.columnName = name
    this.columnKey = options.key ?? name
    this.ownType = type ? toInstance(type) : NULL_TYPE
    this.ownTable = options.table ?? null
    this.isLiteral = options.isLiteral ?? false
    this.proxies = options.proxies ?? []
    this.ownPrimaryKey = options.primaryKey ?? false
    this.ownForeignKeys = options.foreignKeys ?? []
    this.takesProxyKey = options.takesProxyKey ?? false
  }

  override get internals(): Internals {
    return PARTS
  }

  override get type(): TypeEngine {
    return this.ownType
  }

  override get name(): Name {
    return this.columnName
  }

  override get key(): Name {
    return this.columnKey
  }

  override get table(): FromClause | null {
    return this.ownTable
  }

  override get primaryKey(): boolean {
    return this.ownPrimaryKey
  }

  override get foreignKeys(): readonly ForeignKeyLike[] {
    return this.ownForeignKeys
  }

  override get fromObjects(): readonly FromClause[] {
    return this.table ? [this.table] : []
  }

  override get tqLabel(): Name | null {
    return this.memoized('tqLabel', () => this.tableQualified(this.name))
  }

  override get tqKeyLabel(): Name | null {
    const key = this.proxyKey
    return key !== null && key !== this.name ? this.tableQualified(key) : this.tqLabel
  }

  /** A column that belongs to a table says how it compares with one that does not, as the subclass does in Python. */
  override operate(
    op: Operator,
    others: readonly unknown[] = [],
    modifiers?: Parameters<ColumnElement['operate']>[2],
  ): ColumnElement {
    const other = others[0]
    if (this.takesProxyKey || !(other instanceof ColumnClause) || !other.takesProxyKey)
      return super.operate(op, others, modifiers)
    const mirrored = MIRRORED.get(op)
    return mirrored === undefined
      ? super.operate(op, others, modifiers)
      : other.operate(mirrored, [this], modifiers)
  }

  /** Columns stand for themselves in every copy of a statement. */
  override clone(): this {
    return this
  }

  override bindParam(value: unknown, options: OperandBind): ColumnElement {
    return build.bind({
      key: this.key,
      value,
      type: options.type ?? null,
      comparedTo: this.type,
      operator: options.operator,
      expanding: options.expanding ?? false,
    })
  }

  override makeProxy(options: ProxyOptions): ColumnElement {
    const name = options.name ?? this.name
    const ownKey = options.name ? name : this.key
    return new ColumnClause(name, this.type, {
      table: options.selectable,
      key: this.takesProxyKey ? (options.key ?? ownKey) : ownKey,
      proxies: options.compoundColumns ?? [this],
      isLiteral:
        this.isLiteral && !options.fromLabel && (!options.name || options.name === this.name),
      primaryKey: this.primaryKey,
      foreignKeys: this.foreignKeys,
      takesProxyKey: this.takesProxyKey,
    })
  }

  override proxyCollectionKey(_options: ProxyOptions, proxy: ColumnElement): Name | null {
    return proxy.key
  }

  override describe(): string {
    const table = this.table?.describe()
    return table ? `${table}.${nameKey(this.name)}` : nameKey(this.name)
  }

  protected tableQualified(name: Name): Name | null {
    if (this.isLiteral) return null
    const qualifier = this.table?.labelQualifier ?? null
    if (qualifier === null) return name
    return truncatable(this.withoutConflict(qualifiedName(qualifier, name)))
  }

  /** Table `owner` with columns `name` and `owner_name`: the first is labelled `owner_name_1`. */
  private withoutConflict(label: Name): Name {
    if (typeof label !== 'string' || !this.table) return label
    let candidate = label
    for (let counter = 1; this.table.columns.has(candidate); counter++)
      candidate = `${label}_${counter}`
    return candidate
  }
}

/** Some databases hold 63 characters of a name: longer labels are names the compiler may cut. */
function truncatable(label: Name): Name {
  return typeof label === 'string' && label.length > 56 ? new AnonymousLabel(label) : label
}

/**
 * SQL text as a column of known type; `sqlalchemy.literal_column`.
 *
 * @example
 * select(literalColumn('1'))
 */
export function literalColumn<T = unknown>(
  sql: string,
  type: TypeArg<T> | null = null,
): ColumnClause<T> {
  return new ColumnClause<T>(sql, type, { isLiteral: true })
}

/** @internal The column a subquery gets for an expression. */
function proxyColumn(element: ColumnElement, options: ProxyOptions): ColumnElement {
  return new ColumnClause(options.name ?? element.anonNameLabel, element.type, {
    table: options.selectable,
    proxies: options.compoundColumns ?? [element],
  })
}

install({ proxyColumn })
