/** ORDER BY, GROUP BY, LIMIT, OFFSET, FOR UPDATE and label style: what SELECTs and set operations share. */
import { BindParameter } from '../elements/bind-parameter.js'
import type { Changeable, ClauseElement } from '../elements/clause-element.js'
import { ColumnElement } from '../elements/column-element.js'
import { asElement, elementAsExpression, unexpected } from '../elements/coercions.js'
import { coerceBy, coerceOrderBy } from '../elements/order-by.js'
import { ops } from '../operators.js'
import { INTEGER_TYPE } from '../types/resolve.js'
import { coerceColumn } from '../statement/roles.js'
import { FromClause } from './from-clause.js'
import type { SelectShape } from './select-typing.js'
import { SelectBase, type LabelStyle } from './select-base.js'

export interface ForUpdateOptions {
  readonly nowait?: boolean
  readonly read?: boolean
  readonly skipLocked?: boolean
  readonly keyShare?: boolean
  /** Tables or columns whose rows are locked. */
  readonly of?: unknown
}

/** `FOR UPDATE …`; `sqlalchemy.sql.selectable.ForUpdateArg`. */
export interface ForUpdate {
  readonly nowait: boolean
  readonly read: boolean
  readonly skipLocked: boolean
  readonly keyShare: boolean
  readonly of: readonly ClauseElement[]
}

/** `FETCH FIRST n ROWS …`. */
export interface FetchOptions {
  readonly withTies?: boolean
  readonly percent?: boolean
}

/** The number of LIMIT or OFFSET; written as a parameter like any other. */
export class OffsetLimitParameter extends BindParameter<number> {}

/** `sqlalchemy.sql.expression.GenerativeSelect`. */
export abstract class GenerativeSelect<
  R = unknown,
  X extends SelectShape = SelectShape,
> extends SelectBase<R, X> {
  readonly orderByClauses: readonly ClauseElement[] = []
  readonly groupByClauses: readonly ClauseElement[] = []
  readonly limitClause: ColumnElement | null = null
  readonly offsetClause: ColumnElement | null = null
  readonly fetchClause: ColumnElement | null = null
  readonly fetchOptions: FetchOptions | null = null
  readonly forUpdateArg: ForUpdate | null = null
  readonly labelStyle: LabelStyle = 'disambiguateOnly'

  /** Adds to ORDER BY; null forgets what was there. @example select(User).orderBy(User.name, User.id.desc()) */
  orderBy(...clauses: readonly unknown[]): this {
    if (clauses.length === 1 && clauses[0] === null) {
      return this.copyWith({ orderByClauses: [] })
    }
    const added = clauses.map((clause) => coerceOrderBy(clause).selfGroup(ops.comma))
    const copy: Changeable<GenerativeSelect> = this.copied()
    copy.orderByClauses = [...this.orderByClauses, ...added]
    return copy as this
  }

  /** Adds to GROUP BY; null forgets what was there. */
  groupBy(...clauses: readonly unknown[]): this {
    if (clauses.length === 1 && clauses[0] === null) {
      return this.copyWith({ groupByClauses: [] })
    }
    const added = clauses.flatMap(groupByElements)
    return this.copyWith({ groupByClauses: [...this.groupByClauses, ...added] })
  }

  /** `LIMIT n`; null takes it away. */
  limit(limit: number | ColumnElement | null): this {
    const copy: Changeable<GenerativeSelect> = this.copied()
    copy.limitClause = offsetOrLimit(limit)
    copy.fetchClause = null
    copy.fetchOptions = null
    return copy as this
  }

  /** `OFFSET n`; null takes it away. */
  offset(offset: number | ColumnElement | null): this {
    return this.copyWith({ offsetClause: offsetOrLimit(offset) })
  }

  /** `FETCH FIRST n ROWS ONLY`. */
  fetch(count: number | ColumnElement | null, options: FetchOptions = {}): this {
    return this.copyWith({
      fetchClause: offsetOrLimit(count),
      fetchOptions: count === null ? null : options,
      limitClause: null,
    })
  }

  /** Rows `start` to `stop`, as in an array's `slice`. */
  slice(start: number | null, stop: number | null): this {
    const begin = start ?? 0
    const limited = stop === null ? this : this.limit(stop - begin)
    const base = this.offsetValue ?? 0
    return begin === 0 && this.offsetClause === null ? limited : limited.offset(base + begin)
  }

  /** `SELECT … FOR UPDATE`. @example select(User).withForUpdate({ skipLocked: true }) */
  withForUpdate(options: ForUpdateOptions = {}): this {
    const of =
      options.of === undefined || options.of === null
        ? []
        : Array.isArray(options.of)
          ? (options.of as unknown[])
          : [options.of]
    const forUpdateArg: ForUpdate = {
      nowait: options.nowait ?? false,
      read: options.read ?? false,
      skipLocked: options.skipLocked ?? false,
      keyShare: options.keyShare ?? false,
      of: of.map((each) => coerceColumn(each)),
    }
    return this.copyWith({ forUpdateArg })
  }

  /** How columns are labelled. */
  setLabelStyle(labelStyle: LabelStyle): this {
    return labelStyle === this.labelStyle ? this : this.copyWith({ labelStyle })
  }

  override unlabelled(): this {
    return this.setLabelStyle('none')
  }

  /** The LIMIT as a number, if it is a plain one. */
  get limitValue(): number | null {
    return plainNumber(this.limitClause)
  }

  /** The OFFSET as a number, if it is a plain one. */
  get offsetValue(): number | null {
    return plainNumber(this.offsetClause)
  }

  get hasRowLimitingClause(): boolean {
    return this.limitClause !== null || this.offsetClause !== null || this.fetchClause !== null
  }

  /** @internal Whether it needs parentheses inside of a set operation. */
  needsParensForGrouping(): boolean {
    return this.hasRowLimitingClause || this.orderByClauses.length > 0
  }
}

function groupByElements(value: unknown): readonly ClauseElement[] {
  const element = typeof value === 'string' ? null : asElement(value)
  if (element instanceof FromClause) return element.columns.values()
  return [coerceBy(element ?? value, 'GROUP BY').selfGroup(ops.comma)]
}

function offsetOrLimit(value: number | ColumnElement | null): ColumnElement | null {
  if (value === null || value === undefined) return null
  const element = asElement(value)
  if (element instanceof ColumnElement) return element
  if (element?.isSelect) return elementAsExpression(element)
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof count !== 'number' || !Number.isInteger(count))
    throw unexpected('LIMIT / OFFSET expression', value)
  return new OffsetLimitParameter(null, { value: count, type: INTEGER_TYPE, unique: true })
}

function plainNumber(clause: ColumnElement | null): number | null {
  if (!(clause instanceof BindParameter)) return null
  const value = clause.effectiveValue
  return typeof value === 'number' ? value : null
}
