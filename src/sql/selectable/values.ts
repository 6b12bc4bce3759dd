/** `(VALUES (…), (…)) AS name (a, b)`: literal rows as a FROM element. */
import { ArgumentError } from '../../errors.js'
import { ColumnClause } from '../elements/column-clause.js'
import { ColumnElement } from '../elements/column-element.js'
import { internals, type Internals } from '../internals.js'
import { anonymousLabel, type Name } from '../names.js'
import { NULL_TYPE } from '../types/resolve.js'
import type { TypeEngine } from '../types/type-engine.js'
import { Cte, type CteOptions } from './alias.js'
import type { SelectBase } from './select-base.js'
import { ColumnCollection } from './column-collection.js'
import { FromClause } from './from-clause.js'

const PARTS = internals({
  columnArgs: 'plain',
  rows: 'valueRows',
  valuesName: 'plain',
  literalBinds: 'plain',
  isLateral: 'plain',
})

export interface ValuesOptions {
  readonly name?: string | null
  /** Write values into the text instead of parameters. */
  readonly literalBinds?: boolean
}

/** `sqlalchemy.sql.expression.Values`. */
export class Values extends FromClause {
  override readonly kind = 'values'
  readonly valuesName: Name
  readonly named: boolean
  readonly literalBinds: boolean
  readonly rows: readonly (readonly unknown[])[] = []
  readonly isLateral: boolean = false
  readonly columnArgs: readonly ColumnElement[]

  constructor(columns: readonly ColumnElement[], options: ValuesOptions = {}) {
    super()
    this.columnArgs = columns
    this.named = options.name != null
    this.valuesName = options.name ?? anonymousLabel(this.uid, 'anon')
    this.literalBinds = options.literalBinds ?? false
  }

  override get internals(): Internals {
    return PARTS
  }

  override get name(): Name {
    return this.valuesName
  }

  /** @internal For the names in front of a CTE. */
  get allSelectedColumns(): readonly ColumnElement[] {
    return this.columns.values()
  }

  get labelStyle(): 'none' {
    return 'none'
  }

  /** Adds rows. @example values([column('id', integer)], { name: 'v' }).data([[1], [2]]) */
  data(rows: readonly (readonly unknown[])[]): Values {
    return this.copyWith({ rows: [...this.rows, ...rows] })
  }

  override alias(name: string | null = null): never {
    return this.copyWith({
      valuesName: name ?? anonymousLabel(this.uid, 'anon'),
      named: true,
    }) as never
  }

  lateral(name: string | null = null): Values {
    const valuesName = name ?? this.valuesName
    return this.copyWith({ isLateral: true, valuesName, named: true })
  }

  /** `WITH name (a, b) AS (VALUES …)`. */
  cte(name: string | null = null, options: Omit<CteOptions, 'name'> = {}): Cte {
    return new Cte(this as unknown as SelectBase, { name, ...options })
  }

  /** The rows as a single value: `(VALUES (…))`. */
  scalarValues(): ScalarValues {
    return new ScalarValues(this)
  }

  protected override makeColumns(): ColumnCollection {
    const collection = new ColumnCollection()
    for (const column of this.columnArgs) {
      collection.add(new ColumnClause(column.name ?? '', column.type, { table: this, proxies: [] }))
    }
    return collection
  }
}

const SCALAR_PARTS = internals({ element: 'element' })

/** `(VALUES (…))` as an expression; `sqlalchemy.sql.expression.ScalarValues`. */
export class ScalarValues<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'scalarValues'
  override readonly type: TypeEngine

  constructor(readonly element: Values) {
    super()
    this.type = element.columnArgs[0]?.type ?? NULL_TYPE
  }

  override get internals(): Internals {
    return SCALAR_PARTS
  }

  override selfGroup(): ColumnElement {
    return this
  }
}

/**
 * Literal rows as a FROM element; `sqlalchemy.values`.
 *
 * @param columns the columns, one by one or in a list; then options
 * @throws ArgumentError when something else than a column is given
 * @example
 * values(column('a', integer), column('b', string), { name: 'v' }).data([[1, 'x'], [2, 'y']])
 */
export function values(columns: readonly ColumnElement[], options?: ValuesOptions): Values
export function values(...columns: readonly (ColumnElement | ValuesOptions)[]): Values
export function values(...given: readonly unknown[]): Values {
  const last = given.at(-1)
  const hasOptions = !Array.isArray(last) && !(last instanceof ColumnElement)
  const columns = (hasOptions ? given.slice(0, -1) : given).flat() as ColumnElement[]
  if (columns.length === 0 || !columns.every((each) => each instanceof ColumnElement)) {
    throw new ArgumentError("values() expects columns: values(column('a', integer), { name: 'v' })")
  }
  return new Values(columns, hasOptions ? (last as ValuesOptions) : {})
}
