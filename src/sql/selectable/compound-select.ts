/** UNION, INTERSECT, EXCEPT; and SELECTs in parentheses. */
import type { SelectShape } from './select-typing.js'
import type { ClauseElement, PropagateAttrs } from '../elements/clause-element.js'
import { ColumnElement } from '../elements/column-element.js'
import { asElement, unexpected } from '../elements/coercions.js'
import { internals, type Internals } from '../internals.js'
import type { ColumnCollection } from './column-collection.js'
import type { FromClause } from './from-clause.js'
import { GenerativeSelect } from './generative-select.js'
import { installSelectMakers, SelectBase } from './select-base.js'
import { Select } from './select.js'

export type CompoundKeyword =
  'UNION' | 'UNION ALL' | 'INTERSECT' | 'INTERSECT ALL' | 'EXCEPT' | 'EXCEPT ALL'

const PARTS = internals({
  keyword: 'plain',
  selects: 'elements',
  orderByClauses: 'elements',
  groupByClauses: 'elements',
  limitClause: 'element',
  offsetClause: 'element',
  fetchClause: 'element',
  fetchOptions: 'plain',
  forUpdateArg: 'forUpdate',
  labelStyle: 'plain',
  independentCtes: 'ctes',
  withOptions: 'options',
  propagateAttrs: 'propagate',
})
const GROUPING_PARTS = internals({ element: 'element' })

/** `a UNION b`; `sqlalchemy.CompoundSelect`. */
export class CompoundSelect<
  R = unknown,
  X extends SelectShape = SelectShape,
> extends GenerativeSelect<R, X> {
  override readonly kind = 'compoundSelect'
  override readonly propagateAttrs: PropagateAttrs | null
  readonly selects: readonly SelectBase[]

  constructor(
    readonly keyword: CompoundKeyword,
    selects: readonly unknown[],
  ) {
    super()
    this.selects = selects.map((each) => coerceSelect(each).selfGroup(this) as SelectBase)
    this.propagateAttrs = this.selects.find((each) => each.propagateAttrs)?.propagateAttrs ?? null
  }

  override get internals(): Internals {
    return PARTS
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    return this.selects[0]?.allSelectedColumns ?? []
  }

  override isDerivedFrom(other: FromClause | null): boolean {
    return this.selects.some((each) => each.isDerivedFrom(other))
  }

  /** The columns are those of the first SELECT; each stands for the columns of all at its place. */
  override proxyColumns(selectable: FromClause): ColumnCollection {
    const first = ungrouped(this.selects[0] as SelectBase)
    const styled =
      first instanceof GenerativeSelect && this.labelStyle !== 'disambiguateOnly'
        ? first.setLabelStyle(this.labelStyle)
        : first
    const compound = styled.allSelectedColumns.map((_column, index) => this.columnsAt(index))
    return styled instanceof Select
      ? styled.proxyColumns(selectable, compound)
      : styled.proxyColumns(selectable)
  }

  protected override get selectedCollection(): ColumnCollection {
    return (this.selects[0] as CompoundSelect).selectedCollection
  }

  private columnsAt(index: number): readonly ColumnElement[] {
    return this.selects.flatMap((each, position) => {
      const column = each.allSelectedColumns.filter((one) => one instanceof ColumnElement)[index]
      return column ? [column.annotate({ weight: position + 1 })] : []
    })
  }
}

/** `(SELECT …)`; `SelectStatementGrouping`. */
export class SelectGrouping<R = unknown> extends SelectBase<R> {
  override readonly kind = 'selectGrouping'
  override readonly propagateAttrs: PropagateAttrs | null

  constructor(readonly element: SelectBase) {
    super()
    this.propagateAttrs = element.propagateAttrs
  }

  override get internals(): Internals {
    return GROUPING_PARTS
  }

  override get allSelectedColumns(): readonly ClauseElement[] {
    return this.element.allSelectedColumns
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects
  }

  override selfGroup(): ClauseElement {
    return this
  }

  override isDerivedFrom(other: FromClause | null): boolean {
    return this.element.isDerivedFrom(other)
  }

  override proxyColumns(selectable: FromClause): ColumnCollection {
    return this.element.proxyColumns(selectable)
  }

  protected override get selectedCollection(): ColumnCollection {
    return (this.element as SelectGrouping).selectedCollection
  }
}

/** @internal The statement inside of parentheses. */
export function ungrouped(statement: SelectBase): SelectBase {
  return statement instanceof SelectGrouping ? ungrouped(statement.element) : statement
}

/** @internal */
export function coerceSelect(
  value: unknown,
  role = 'SELECT construct for inclusion in a UNION or other set construct',
): SelectBase {
  const element = asElement(value)
  if (element instanceof SelectBase) return element
  const isFrom = element !== null && ('join' in element || element.kind === 'text')
  const advice = isFrom ? 'To SELECT from any FROM clause, use the .select() method.' : ''
  throw unexpected(role, value, advice)
}

/** `a UNION b`; `sqlalchemy.union`. @example union(select(User.id), select(Post.id)).orderBy('id') */
export function union(...selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect('UNION', selects)
}

/** `a UNION ALL b`; `sqlalchemy.union_all`. @example unionAll(select(User.id), select(Post.id)) */
export function unionAll(...selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect('UNION ALL', selects)
}

/** `a INTERSECT b`; `sqlalchemy.intersect`. @example intersect(select(User.id), select(Post.id)) */
export function intersect(...selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect('INTERSECT', selects)
}

/** `a INTERSECT ALL b`; `sqlalchemy.intersect_all`. @example intersectAll(select(User.id), select(Post.id)) */
export function intersectAll(...selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect('INTERSECT ALL', selects)
}

/** `a EXCEPT b`; `sqlalchemy.except_`. @example except_(select(User.id), select(Post.id)) */
export function except_(...selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect('EXCEPT', selects)
}

/** `a EXCEPT ALL b`; `sqlalchemy.except_all`. @example exceptAll(select(User.id), select(Post.id)) */
export function exceptAll(...selects: readonly unknown[]): CompoundSelect {
  return new CompoundSelect('EXCEPT ALL', selects)
}

installSelectMakers({
  compound: (keyword, selects) => new CompoundSelect(keyword, selects),
  grouping: (element) => new SelectGrouping(element),
})
