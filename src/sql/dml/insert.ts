/** The INSERT statement, with the upserts of PostgreSQL, SQLite and MySQL. */
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import type { ColumnElement } from '../elements/column-element.js'
import { coerceSelect } from '../selectable/compound-select.js'
import type { SelectBase } from '../selectable/select-base.js'
import type { FromClause } from '../selectable/from-clause.js'
import {
  DmlBase,
  isPair,
  refuseSeveral,
  rowPairs,
  valuePairs,
  type DmlPair,
  type ValuesArgument,
} from './dml-base.js'
import {
  excludedColumns,
  onConflict,
  onDuplicateKey,
  type OnConflictOptions,
  type PostValues,
} from './on-conflict.js'

const PARTS = internals({
  table: 'element',
  valuePairs: 'dmlValues',
  multiValues: 'dmlMultiValues',
  selectNames: 'plain',
  select: 'element',
  includeInsertFromSelectDefaults: 'plain',
  returningColumns: 'elements',
  sortByParameterOrder: 'plain',
  inlineFlag: 'plain',
  postValues: 'postValues',
  returnDefaultsFlag: 'plain',
  returnDefaultsColumns: 'elements',
  prefixes: 'words',
  fromHints: 'hints',
  dialectOptions: 'plain',
  independentCtes: 'ctes',
  withOptions: 'options',
  propagateAttrs: 'propagate',
})

/** `sqlalchemy.Insert`; with the `on_conflict_*` methods of the dialects' inserts. */
export class Insert<R = unknown> extends DmlBase<R> {
  override readonly kind = 'insert'
  /** Values of a single row; null: all columns, or those of the parameters. */
  readonly valuePairs: readonly DmlPair[] | null = null
  /** Rows of `VALUES (…), (…)`. */
  readonly multiValues: readonly (readonly DmlPair[])[] = []
  readonly selectNames: readonly string[] | null = null
  readonly select: SelectBase | null = null
  readonly includeInsertFromSelectDefaults: boolean = true
  readonly inlineFlag: boolean = false
  readonly postValues: PostValues | null = null
  /** Read generated keys and defaults back in the same statement, where the database can. */
  readonly returnDefaultsFlag: boolean = false
  readonly returnDefaultsColumns: readonly ColumnElement[] = []

  override get internals(): Internals {
    return PARTS
  }

  /**
   * The values of a row; a list of rows makes one statement with many.
   *
   * @example
   * insert(User).values({ name: 'ed' })
   * insert(User).values([{ name: 'ed' }, { name: 'wendy' }])
   */
  values(
    ...rows: readonly (ValuesArgument | readonly Readonly<Record<string, unknown>>[])[]
  ): this {
    if (this.select) {
      throw new InvalidRequestError('This construct already inserts from a SELECT')
    }
    const first = rows[0]
    if (rows.length === 1 && first !== undefined && isRowList(first)) return this.withRows(first)
    refuseSeveral(rows)
    const pairs = rows.flatMap((row) => rowPairs(row, this.table))
    return this.copyWith({ valuePairs: merged(this.valuePairs ?? [], pairs) })
  }

  /** `INSERT INTO t (names) SELECT …`. */
  fromSelect(
    names: readonly (string | ColumnElement)[],
    select: unknown,
    options: { readonly includeDefaults?: boolean } = {},
  ): this {
    if (this.valuePairs)
      throw new InvalidRequestError('This construct already inserts value expressions')
    const selectNames = names.map((name) => (typeof name === 'string' ? name : String(name.key)))
    return this.copyWith({
      selectNames,
      select: coerceSelect(select, 'SELECT statement or equivalent textual object'),
      inlineFlag: true,
      includeInsertFromSelectDefaults: options.includeDefaults ?? true,
    })
  }

  /** Reads generated keys and the defaults of these columns, or of all, back; `Insert.return_defaults`. */
  returnDefaults(...columns: readonly ColumnElement[]): this {
    return this.copyWith({ returnDefaultsFlag: true, returnDefaultsColumns: columns })
  }

  /** Do not fetch generated keys. */
  inline(): this {
    return this.copyWith({ inlineFlag: true })
  }

  /** `ON CONFLICT … DO NOTHING`. */
  onConflictDoNothing(options: OnConflictOptions = {}): this {
    return this.withPostValues(onConflict(options, null))
  }

  /** `ON CONFLICT … DO UPDATE SET …`. @example stmt.onConflictDoUpdate({ indexElements: ['id'], set: { name: stmt.excluded.name } }) */
  onConflictDoUpdate(options: OnConflictOptions & { readonly set: ValuesArgument }): this {
    return this.withPostValues(onConflict(options, valuePairs(options.set)))
  }

  /** `ON DUPLICATE KEY UPDATE …`; MySQL. */
  onDuplicateKeyUpdate(...sets: readonly ValuesArgument[]): this {
    const [set = {}, ...others] = sets
    if (others.length > 0)
      throw new ArgumentError("Can't pass kwargs and positional arguments simultaneously")
    const pairs = valuePairs(set)
    if (Array.isArray(set)) return this.withPostValues(onDuplicateKey(pairs))
    const order = this.table.columns.keys()
    const rank = ([target]: (typeof pairs)[number]): number =>
      order.indexOf(typeof target === 'string' ? target : String(target.key))
    return this.withPostValues(
      onDuplicateKey([...pairs].sort((left, right) => rank(left) - rank(right))),
    )
  }

  private withPostValues(postValues: PostValues): this {
    if (this.postValues) {
      const clause = this.postValues.type === 'onConflict' ? 'ON CONFLICT' : 'ON DUPLICATE KEY'
      throw new InvalidRequestError(
        `This Insert construct already has an ${clause} clause established`,
      )
    }
    return this.copyWith({ postValues })
  }

  /** The row that was not inserted: `excluded.name`. */
  get excluded(): FromClause['c'] {
    return this.memoized('excluded', () => excludedColumns(this.table, 'excluded')).c
  }

  /** The same on MySQL: `VALUES(name)`. */
  get inserted(): FromClause['c'] {
    return this.memoized('inserted', () => excludedColumns(this.table, 'new')).c
  }

  /** @internal `RETURNING` rows in the order of the rows. */
  returningSorted(): this {
    return this.copyWith({ sortByParameterOrder: true })
  }

  private withRows(rows: readonly Readonly<Record<string, unknown>>[]): this {
    return this.copyWith({
      multiValues: [...this.multiValues, ...rows.map((row) => rowPairs(row, this.table))],
    })
  }
}

/** @internal When a statement that has both is compiled. */
export function mixedValues(): InvalidRequestError {
  return new InvalidRequestError(
    "Can't mix single and multiple VALUES formats in one INSERT statement; one style appends to a list while " +
      'the other replaces values, so the intent is ambiguous.',
  )
}

function isRowList(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => typeof row === 'object' && row !== null && !isPair(row))
  )
}

/** @internal Later values replace earlier ones of the same column. */
export function merged(before: readonly DmlPair[], after: readonly DmlPair[]): readonly DmlPair[] {
  const keyOf = ([column]: DmlPair): unknown =>
    typeof column === 'string' ? column : column.identity
  const replaced = new Map(after.map((pair) => [keyOf(pair), pair]))
  const kept = before.map((pair) => {
    const newer = replaced.get(keyOf(pair))
    replaced.delete(keyOf(pair))
    return newer ?? pair
  })
  return [...kept, ...replaced.values()]
}
