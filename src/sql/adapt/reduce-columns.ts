/** Of columns that are equal by foreign keys or by a condition, keeps one. */
import type { BinaryExpression } from '../elements/binary.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { ColumnElement } from '../elements/column-element.js'
import { ops } from '../operators.js'
import { NoReferenceError } from '../errors.js'
import { iterate } from './traverse.js'

export interface ReduceOptions {
  /** Conditions that equate columns. */
  readonly clauses?: readonly (ClauseElement | null)[]
  /** Foreign keys to tables that do not exist are skipped. */
  readonly ignoreNonexistentTables?: boolean
  /** Only columns of the same name. */
  readonly onlySynonyms?: boolean
}

/** The columns without those that another one implies; `sql_util.reduce_columns`. */
export function reduceColumns<C extends ColumnElement>(
  columns: readonly C[],
  options: ReduceOptions = {},
): C[] {
  const omitted = new Set<ColumnElement>()
  for (const column of columns) {
    if (isImplied(column, columns, options)) omitted.add(column)
  }
  for (const clause of options.clauses ?? []) {
    if (clause)
      omitEquated(clause, columns, { omitted, onlySynonyms: options.onlySynonyms ?? false })
  }
  return columns.filter((column) => !omitted.has(column))
}

function isImplied(
  column: ColumnElement,
  columns: readonly ColumnElement[],
  options: ReduceOptions,
): boolean {
  for (const each of column.proxySet) {
    for (const key of each.foreignKeys) {
      const target = referenced(key, options)
      const others = columns.filter((other) => other !== column)
      const implied = (other: ColumnElement): boolean =>
        target !== null &&
        target.sharesLineage(other) &&
        (!options.onlySynonyms || other.name === column.name)
      if (others.some(implied)) return true
    }
  }
  return false
}

function referenced(
  key: { readonly column: ColumnElement },
  options: ReduceOptions,
): ColumnElement | null {
  try {
    return key.column
  } catch (error) {
    if (options.ignoreNonexistentTables && error instanceof NoReferenceError) return null
    throw error
  }
}

function omitEquated(
  clause: ClauseElement,
  columns: readonly ColumnElement[],
  {
    omitted,
    onlySynonyms,
  }: { readonly omitted: Set<ColumnElement>; readonly onlySynonyms: boolean },
): void {
  for (const each of iterate(clause)) {
    if (each.kind !== 'binary') continue
    const { left, right, operator } = each as BinaryExpression
    if (operator !== ops.eq) continue
    const lineage = new Set(
      columns.filter((column) => !omitted.has(column)).flatMap((column) => [...column.proxySet]),
    )
    if (!lineage.has(left.identity) || !lineage.has(right.identity)) continue
    const last = columns.findLast(
      (column) =>
        column.sharesLineage(right) &&
        (!onlySynonyms || column.name === (left as ColumnElement).name),
    )
    if (last) omitted.add(last)
  }
}
