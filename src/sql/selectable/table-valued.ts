/** Functions in FROM: `json_each(…) AS anon_1`, with the columns the user names. */
import { install } from '../build.js'
import { ColumnClause } from '../elements/column-clause.js'
import { ColumnElement } from '../elements/column-element.js'
import {
  installTableValued,
  ScalarFunctionColumn,
  type FunctionElement,
  type TableValuedOptions,
} from '../elements/functions.js'
import { internals, type Internals } from '../internals.js'
import { anonymousLabel, type Name } from '../names.js'
import { NULL_TYPE } from '../types/resolve.js'
import { ColumnCollection } from './column-collection.js'
import { FromClause, type AnyColumns } from './from-clause.js'

const PARTS = internals({
  element: 'element',
  aliasName: 'plain',
  columnArgs: 'plain',
  isLateral: 'plain',
  derivedColumns: 'plain',
  withOrdinality: 'plain',
})

/** `function(…) AS name (a, b)`; `sqlalchemy.TableValuedAlias`. */
export class TableValuedAlias<C extends AnyColumns = AnyColumns> extends FromClause<C> {
  override readonly kind = 'tableValuedAlias'
  readonly aliasName: Name
  readonly isLateral: boolean = false
  /** How the columns are written after the name; null: not at all. */
  readonly derivedColumns: { readonly withTypes: boolean } | null = null
  readonly withOrdinality: boolean
  readonly joinsImplicitly: boolean

  constructor(
    readonly element: FunctionElement,
    readonly columnArgs: readonly ColumnElement[],
    options: TableValuedOptions = {},
  ) {
    super()
    this.aliasName = options.name ?? anonymousLabel(this.uid, 'anon')
    this.withOrdinality = options.withOrdinality !== undefined
    this.joinsImplicitly = options.joinsImplicitly ?? false
  }

  override get internals(): Internals {
    return PARTS
  }

  override get name(): Name {
    return this.aliasName
  }

  /** The function as a single column, written as the name alone. */
  get column(): ColumnElement {
    return this.memoized(
      'column',
      () =>
        new ScalarFunctionColumn(this.aliasName, this.element.type, {
          table: this,
          isLiteral: true,
        }),
    )
  }

  override alias(name: string | null = null): never {
    const options = name === null ? {} : { name }
    return new TableValuedAlias<C>(this.element, this.columnArgs, options) as never
  }

  /** `LATERAL function(…)`. */
  lateral(name: string | null = null): TableValuedAlias<C> {
    return this.copyWith({ isLateral: true }).renamed(name)
  }

  /** Writes the column names, and their types, after the alias; without a name the alias gets a new one. */
  renderDerived(
    options: { readonly name?: string; readonly withTypes?: boolean } = {},
  ): TableValuedAlias<C> {
    const derivedColumns = { withTypes: options.withTypes ?? false }
    return this.copyWith({ derivedColumns, uidSlot: 0 }).renamed(options.name ?? null)
  }

  private renamed(name: string | null): TableValuedAlias<C> {
    return this.copyWith({ aliasName: name ?? anonymousLabel(this.uid, 'anon') })
  }

  /** Of a function without declared columns: what it answers, under a name of its own. */
  private unnamedColumn(): ColumnElement {
    return this.element.label(null).makeProxy({ selectable: this })
  }

  protected override makeColumns(): ColumnCollection {
    const collection = new ColumnCollection()
    if (this.columnArgs.length === 0) collection.add(this.unnamedColumn())
    for (const column of this.columnArgs) {
      collection.add(new ColumnClause(column.name ?? '', column.type, { table: this }))
    }
    return collection
  }
}

function tableValued(
  element: FunctionElement,
  args: readonly (string | ColumnElement | TableValuedOptions)[],
): FromClause {
  const last = args.at(-1)
  const options = isOptions(last) ? last : {}
  const named = args.filter((arg) => !isOptions(arg))
  const ordinality = options.withOrdinality === undefined ? [] : [options.withOrdinality]
  const columns = [...named, ...ordinality].map((arg) =>
    typeof arg === 'string' ? new ColumnClause(arg) : (arg as ColumnElement),
  )
  return new TableValuedAlias(element, columns, options)
}

function isOptions(value: unknown): value is TableValuedOptions {
  return typeof value === 'object' && value !== null && !(value instanceof ColumnElement)
}

installTableValued(tableValued, (element, name) => {
  const alias = new TableValuedAlias(element, [], name === null ? {} : { name })
  return alias.column
})

install({
  tableValued: (element) =>
    new ScalarFunctionColumn(element.name ?? '', NULL_TYPE, { table: element, isLiteral: true }),
})
