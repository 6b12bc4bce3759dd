/** What `Select.columnDescriptions` answers for statements about tables. */
import { ColumnElement } from '../elements/column-element.js'
import { nameKey } from '../names.js'
import { generateColumnsPlusNames } from './select-columns.js'

/** One column of the rows; `aliased` and `entity` are known to the ORM. */
export interface ColumnDescription {
  /** Null where nothing names it: text, an alias without a name. */
  readonly name: string | null
  /** The SQL type, or the class of an entity. */
  readonly type: unknown
  readonly expr: unknown
  readonly aliased?: boolean
  /** The class or alias the column belongs to. */
  readonly entity?: unknown
}

/** @internal */
export function coreDescriptions(
  statement: Parameters<typeof generateColumnsPlusNames>[0],
): readonly ColumnDescription[] {
  return generateColumnsPlusNames(statement, false).map(({ column, proxyName }) => ({
    name: proxyName === null ? null : nameKey(proxyName),
    type: column instanceof ColumnElement ? column.type : null,
    expr: column,
  }))
}
