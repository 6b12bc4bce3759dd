/** A bundle among the items of a SELECT: its columns are selected, its parts read together. */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { Entity } from '../../loading/paths/entity.js'
import type { ResultEntity } from '../../loading/rows/instances.js'
import type { QueryContext } from '../../loading/rows/query-context.js'
import type { RowLayout } from '../../loading/rows/row.js'
import { bundleOf, type Bundle } from '../bundle.js'
import { ColumnEntity, entityBehind, type SelectItem } from './query-entity.js'
import type { OrmSelectCompileState } from './select-compile-state.js'

export class BundleEntity implements SelectItem {
  readonly isMapperEntity = false
  readonly entityAdapter = null
  readonly namedBy = null
  readonly #items: readonly SelectItem[]

  constructor(
    readonly bundle: Bundle,
    private readonly state: OrmSelectCompileState,
  ) {
    this.#items = bundle.exprs.map((element) => itemOf(element, state))
  }

  get bundleName(): string {
    return this.bundle.name
  }

  get entityZero(): Entity | null {
    return this.#items.find((item) => item.entityZero)?.entityZero ?? null
  }

  get joinSource(): SelectItem['joinSource'] {
    return this.#items[0]?.joinSource ?? null
  }

  setUp(state: OrmSelectCompileState): void {
    for (const item of this.#items) item.setUp(state)
  }

  resultEntity(context: QueryContext, layout: RowLayout): ResultEntity {
    const { bundle } = this
    const keys = Object.keys(bundle.c)
    const parts = this.#items.map(
      (item, index) => item.resultEntity(context, layout, keys[index] ?? '').process,
    )
    const process = bundle.createRowProcessor(this.state.selectStatement, parts, keys)
    return { process, name: bundle.name, objects: [bundle], isObject: false }
  }
}

function itemOf(element: ClauseElement, state: OrmSelectCompileState): SelectItem {
  const bundle = bundleOf(element)
  if (bundle) return new BundleEntity(bundle, state)
  return new ColumnEntity(element as ColumnElement, entityBehind(element))
}
