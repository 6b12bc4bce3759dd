/**
 * The WHERE clause of a lazy load, `? = child.fk`, with parameters by name, and the columns of the parent that fill
 * them. Made once per relationship.
 */
import type { Io } from '../../../engine/io.js'
import { replacementTraverse } from '../../../sql/adapt/traverse.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { relationshipCriterion } from '../../mapping/lazy-clause.js'
import { selectsAdapted } from '../../mapping/mapper-selectables.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { Column } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import { INIT_OK, type Passive } from '../../state/passive.js'
import { columnValueIo, columnValueNow } from '../access/column-values.js'

export class LazyClause {
  readonly criterion: ColumnElement<boolean>
  /** For each column of the target the parent's column that equals it. */
  readonly equatedColumns: ReadonlyMap<Column, Column>
  readonly orderBy: readonly ColumnElement[]
  /** The parent's columns by name of the parameter that stands for them. */
  readonly #columns = new Map<string, Column>()

  constructor(property: RelationshipProperty) {
    const { criterion, parameters, equatedColumns } = relationshipCriterion(property.joinCondition)
    this.equatedColumns = equatedColumns
    this.orderBy = property.orderBy
    this.criterion = this.#named(criterion, parameters, selectsAdapted(property.mapper))
  }

  /** The values of the parameters, from the object whose attribute is read. */
  *parametersIo(state: InstanceState, passive: Passive): Io<Record<string, unknown>> {
    const parameters: Record<string, unknown> = {}
    for (const [name, column] of this.#columns) {
      parameters[name] = yield* columnValueIo(state, column, passive & ~INIT_OK)
    }
    return parameters
  }

  /** `parametersIo` where requests are answered on the spot. */
  parametersNow(state: InstanceState, passive: Passive): Record<string, unknown> {
    const parameters: Record<string, unknown> = {}
    for (const [name, column] of this.#columns)
      parameters[name] = columnValueNow(state, column, passive & ~INIT_OK)
    return parameters
  }

  /** Names instead of generated keys, so that one statement serves all objects; columns a union may stand for are marked. */
  #named(
    criterion: ColumnElement<boolean>,
    parameters: ReadonlyMap<BindParameter, Column>,
    isAdapted: boolean,
  ): ColumnElement<boolean> {
    const named = new Map<ClauseElement, BindParameter>()
    for (const [bind, column] of parameters) {
      const name = `param_${named.size + 1}`
      named.set(bind.identity, new BindParameter(name, { type: bind.type, required: false }))
      this.#columns.set(name, column)
    }
    const marked = (element: ClauseElement) =>
      isAdapted && element.kind === 'column' ? element.annotate({ ormAdapt: true }) : null
    return replacementTraverse(
      criterion,
      (element) => named.get(element.identity) ?? marked(element),
    )
  }
}
