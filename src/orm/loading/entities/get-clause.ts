/** `table.id = :pk_1`: the WHERE that finds one object by key. One per mapper. */
import { bindparam, type BindParameter } from '../../../sql/elements/bind-parameter.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { Mapper } from '../../mapping/mapper.js'
import { allOf, selectsAdapted } from '../../mapping/mapper-selectables.js'

export interface KeyCriterion {
  readonly criterion: ColumnElement<boolean>
  readonly parameters: Readonly<Record<string, unknown>>
}

export class GetClause {
  readonly #mapper: Mapper
  readonly #binds: readonly BindParameter[]
  readonly #names: readonly string[]
  readonly #criterion: ColumnElement<boolean>

  constructor(mapper: Mapper) {
    this.#mapper = mapper
    this.#binds = mapper.primaryKey.map((column, index) =>
      bindparam(`pk_${index + 1}`, { type: column.type }),
    )
    this.#names = this.#binds.map((_, index) => `pk_${index + 1}`)
    this.#criterion = this.#conditionFor(() => false)
  }

  /** The condition and its parameters; null parts of a composite key become IS NULL. */
  forIdentity(identity: readonly unknown[]): KeyCriterion {
    const isNull = (index: number): boolean =>
      identity[index] === null || identity[index] === undefined
    const parameters: Record<string, unknown> = {}
    let hasNull = false
    for (let index = 0; index < identity.length; index += 1) {
      if (isNull(index)) hasNull = true
      else parameters[this.#names[index] ?? ''] = identity[index]
    }
    return { criterion: hasNull ? this.#conditionFor(isNull) : this.#criterion, parameters }
  }

  #conditionFor(isNull: (index: number) => boolean): ColumnElement<boolean> {
    const isAdapted = selectsAdapted(this.#mapper)
    const parts = this.#mapper.primaryKey.map((own, index) => {
      const column = isAdapted ? own.annotate({ ormAdapt: true }) : own
      return isNull(index) ? column.is(null) : column.eq(this.#binds[index] as BindParameter)
    })
    return allOf(parts) as ColumnElement<boolean>
  }
}

const clauses = new WeakMap<Mapper, GetClause>()

export function getClause(mapper: Mapper): GetClause {
  let known = clauses.get(mapper)
  if (!known) clauses.set(mapper, (known = new GetClause(mapper)))
  return known
}
