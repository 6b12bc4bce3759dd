/** The UPDATE statement. */
import type { ColumnElement } from '../elements/column-element.js'
import { internals, type Internals } from '../internals.js'
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import {
  DmlWhereBase,
  refuseSeveral,
  rowPairs,
  valuePairs,
  type DmlPair,
  type ValuesArgument,
} from './dml-base.js'
import { merged } from './insert.js'

const PARTS = internals({
  table: 'element',
  valuePairs: 'dmlValues',
  ordered: 'plain',
  whereCriteria: 'elements',
  returningColumns: 'elements',
  prefixes: 'words',
  fromHints: 'hints',
  dialectOptions: 'plain',
  inlineFlag: 'plain',
  returnDefaultsFlag: 'plain',
  returnDefaultsColumns: 'elements',
  independentCtes: 'ctes',
  withOptions: 'options',
  propagateAttrs: 'propagate',
})

/** `sqlalchemy.Update`. */
export class Update<R = unknown> extends DmlWhereBase<R> {
  override readonly kind = 'update'
  readonly valuePairs: readonly DmlPair[] | null = null
  /** SET in the order given rather than in table order. */
  readonly ordered: boolean = false
  readonly inlineFlag: boolean = false
  readonly returnDefaultsFlag: boolean = false
  readonly returnDefaultsColumns: readonly ColumnElement[] = []

  override get internals(): Internals {
    return PARTS
  }

  /** `SET …`. @example update(User).values({ salary: User.salary.mul(1.1) }) */
  values(...values: readonly ValuesArgument[]): this {
    if (this.ordered)
      throw new InvalidRequestError('This statement already has ordered values present')
    refuseSeveral(values)
    const pairs = values.flatMap((each) => rowPairs(each, this.table))
    return this.copyWith({ valuePairs: merged(this.valuePairs ?? [], pairs) })
  }

  /** `SET …` in exactly this order. @example update(t).orderedValues(['a', 1], ['b', t.c.a]) */
  orderedValues(...pairs: readonly DmlPair[]): this {
    if (this.valuePairs) {
      const kind = this.ordered ? 'ordered values' : 'values'
      throw new ArgumentError(`This statement already has ${kind} present`)
    }
    return this.copyWith({ valuePairs: valuePairs(pairs, this.table), ordered: true })
  }

  /** Reads values the database makes back in the same statement; `Update.return_defaults`. */
  returnDefaults(...columns: readonly ColumnElement[]): this {
    return this.copyWith({ returnDefaultsFlag: true, returnDefaultsColumns: columns })
  }

  inline(): this {
    return this.copyWith({ inlineFlag: true })
  }
}
