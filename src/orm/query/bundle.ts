/** Several columns as one value of a row: `new Bundle('ab', User.id, User.name)`. */
import { inspect } from 'node:util'
import { ArgumentError } from '../../errors.js'
import { ResultMetaData } from '../../engine/result/result-metadata.js'
import { asElement } from '../../sql/elements/coercions.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import { ClauseList } from '../../sql/elements/lists.js'
import { clauseElement } from '../../sql/protocol.js'
import { withEntity } from '../attributes/queryable-attribute.js'
import type { Entity } from '../loading/paths/entity.js'
import type { ResultEntity } from '../loading/rows/instances.js'
import type { QueryContext } from '../loading/rows/query-context.js'
import type { RowLayout } from '../loading/rows/row.js'
import { ColumnEntity, entityBehind, type SelectItem } from './compile/query-entity.js'
import type { OrmSelectCompileState } from './compile/select-compile-state.js'

/**
 * Groups columns under one name; `sqlalchemy.orm.Bundle`.
 *
 * @example
 * session.execute(select(new Bundle('b', User.id, User.name))).one().b.name
 */
export class Bundle {
  readonly columns: readonly ColumnElement[]
  /** The columns by key. */
  readonly c: Readonly<Record<string, ColumnElement>>

  constructor(
    readonly name: string,
    ...expressions: readonly unknown[]
  ) {
    this.columns = expressions.map(columnOf)
    this.c = Object.fromEntries(this.columns.map((column) => [column.proxyKey ?? '', column]))
  }

  [clauseElement](): ClauseElement {
    const list = new ClauseList(this.columns).annotate({ bundle: this })
    const entity = this.columns.map(entityBehind).find((each) => each !== null)
    return entity ? withEntity(list, entity) : list
  }

  [inspect.custom](): string {
    return `<Bundle ${this.name}>`
  }
}

function columnOf(value: unknown): ColumnElement {
  const element = asElement(value)
  if (element instanceof ColumnElement) return element
  throw new ArgumentError(`A bundle is made of column expressions, got ${String(value)}`)
}

/** The bundle an element of the columns clause stands for. */
export function bundleOf(element: ClauseElement): Bundle | null {
  return (element.annotations['bundle'] as Bundle | undefined) ?? null
}

/** A bundle among the items of a SELECT. */
export class BundleEntity implements SelectItem {
  readonly isMapperEntity = false
  readonly entityAdapter = null
  readonly namedBy = null
  readonly #items: readonly ColumnEntity[]

  constructor(readonly bundle: Bundle) {
    this.#items = bundle.columns.map((column) => new ColumnEntity(column, entityBehind(column)))
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
    const keys = this.bundle.columns.map((column) => column.proxyKey ?? '')
    const parts = this.#items.map((item, index) =>
      item.resultEntity(context, layout, keys[index] ?? ''),
    )
    const metadata = new ResultMetaData(
      keys.map((key, index) => ({ key, objects: parts[index]?.objects ?? [] })),
    )
    const process = (row: readonly unknown[]) =>
      metadata.makeRow(parts.map((part) => part.process(row)))
    return { process, name: this.bundle.name, objects: [this.bundle], isObject: false }
  }
}
