/** Several columns as one value of a row: `new Bundle('ab', User.id, User.name)`. */
import { inspect } from 'node:util'
import { ResultMetaData } from '../../engine/result/result-metadata.js'
import type { Row } from '../../engine/row.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import { ClauseList } from '../../sql/elements/lists.js'
import type { KeyVisitor } from '../../sql/executable-option.js'
import { nameKey } from '../../sql/names.js'
import { statementPlugin } from '../../sql/plugin.js'
import { clauseElement } from '../../sql/protocol.js'
import type { Select } from '../../sql/selectable/select.js'
import { coerceColumn } from '../../sql/statement/roles.js'

export interface BundleOptions {
  /** `session.query(bundle)` answers the bundle's values themselves, not rows of one. */
  readonly singleEntity?: boolean
}

/** Reads one part of a bundle from a row of the database. */
export type BundlePart = (row: readonly unknown[]) => unknown

/**
 * Groups columns under one name; `sqlalchemy.orm.Bundle`. Bundles may stand in bundles. A subclass overrides
 * `createRowProcessor` to make something else of the values than a row.
 *
 * @example
 * session.execute(select(new Bundle('b', User.id, User.name))).one().b.name
 */
export class Bundle {
  /** The columns and bundles, by key. */
  readonly c: Readonly<Record<string, ColumnElement | Bundle>>
  readonly singleEntity: boolean
  /** @internal */
  readonly exprs: readonly ClauseElement[]

  constructor(
    readonly name: string,
    ...expressions: readonly unknown[]
  ) {
    const options = optionsIn(expressions)
    const given = options ? expressions.slice(0, -1) : expressions
    this.singleEntity = options?.singleEntity ?? false
    this.exprs = given.map(coerceColumn)
    this.c = Object.fromEntries(
      this.exprs.map((each) => [keyOf(each), bundleOf(each) ?? each]),
    ) as never
  }

  /** All columns, those of bundles inside too. */
  get columns(): readonly ColumnElement[] {
    return this.exprs.flatMap((each) => bundleOf(each)?.columns ?? [each as ColumnElement])
  }

  /** The same under another name. */
  label(name: string): Bundle {
    return Object.assign(Object.create(Object.getPrototypeOf(this) as object) as Bundle, this, {
      name,
    })
  }

  /**
   * What makes a value of the parts of a row; a subclass may answer a function that makes something else.
   *
   * @example
   * class DictBundle extends Bundle {
   *   createRowProcessor(_select, parts, labels) {
   *     return (row) => Object.fromEntries(labels.map((label, i) => [label, parts[i](row)]))
   *   }
   * }
   */
  createRowProcessor(
    _select: Select,
    parts: readonly BundlePart[],
    labels: readonly string[],
  ): (row: readonly unknown[]) => unknown {
    const metadata = new ResultMetaData(
      labels.map((key, index) => ({ key, objects: [this.exprs[index]] })),
    )
    return (row): Row => metadata.makeRow(parts.map((part) => part(row)))
  }

  [clauseElement](): ClauseElement {
    const plugin = statementPlugin('orm')
    const list = new ClauseList(this.exprs).annotate({ bundle: this })
    const [first] = this.exprs
    const subject = first?.propagateAttrs?.subject ?? null
    return plugin === null ? list : list.withParts({ propagateAttrs: { plugin, subject } })
  }

  /** @internal Bundles of one class and name are the same to the statement cache. */
  keyInto(visitor: KeyVisitor): void {
    visitor.object(this.constructor)
    visitor.text(`${this.name}|${String(this.singleEntity)}`)
  }

  [inspect.custom](): string {
    return `<Bundle ${this.name}>`
  }
}

function optionsIn(expressions: readonly unknown[]): BundleOptions | null {
  const last = expressions.at(-1)
  const isOptions =
    typeof last === 'object' && last !== null && Object.getPrototypeOf(last) === Object.prototype
  return isOptions ? last : null
}

function keyOf(element: ClauseElement): string {
  const bundle = bundleOf(element)
  if (bundle) return bundle.name
  if (!(element instanceof ColumnElement)) return ''
  const key = element.proxyKey ?? element.key
  return key === null ? '' : nameKey(key)
}

/** The bundle an element of the columns clause stands for. */
export function bundleOf(element: ClauseElement): Bundle | null {
  return (element.annotations['bundle'] as Bundle | undefined) ?? null
}
