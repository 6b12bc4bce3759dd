/** Conditions the user did not write: of single-table inheritance, and of `withLoaderCriteria`. */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { singleTableCriterion } from '../../mapping/mapper-selectables.js'
import { isAliased, mapperOf } from '../../loading/paths/entity.js'
import type { OrmSelectCompileState } from './select-compile-state.js'

/** `ORMSelectCompileState._adjust_for_extra_criteria`. */
export function extraCriteria(state: OrmSelectCompileState): readonly ColumnElement[] {
  const adapt = state.currentAdapter()
  const added: ColumnElement[] = []
  for (const entity of state.criteriaEntities) {
    if (state.joinedEntities.has(entity)) continue
    const single = singleTableCriterion(mapperOf(entity))
    const ofEntity = single && isAliased(entity) ? entity.adapter.traverse(single) : single
    const ofOptions = state.forRefreshState ? [] : state.optionCriteria(entity)
    for (const criterion of [...ofOptions, ...(ofEntity ? [ofEntity] : [])]) {
      added.push(adapt ? adapt(criterion) : criterion)
    }
  }
  return added
}
