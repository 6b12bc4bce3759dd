/**
 * Reads the column pairs out of an ON clause.
 */
import { iterate } from '../../../sql/adapt/traverse.js'
import { BinaryExpression } from '../../../sql/elements/binary.js'
import { ColumnClause } from '../../../sql/elements/column-clause.js'
import { ops } from '../../../sql/operators.js'
import type { Column, ColumnElement } from '../sql-types.js'

export type ColumnPair = readonly [Column, Column]

/** Columns that a criterion compares, one call per comparison and pair; `visit_binary_product`. @internal */
export function visitColumnPairs(
  criterion: ColumnElement,
  visit: (binary: BinaryExpression, left: Column, right: Column) => void,
): void {
  for (const element of iterate(criterion)) {
    if (!(element instanceof BinaryExpression) || !element.operator.isComparison) continue
    for (const left of columnsIn(element.left)) {
      for (const right of columnsIn(element.right)) visit(element, left, right)
    }
  }
}

/** The columns inside of an expression, annotated as they stand there. @internal */
export function columnsIn(expression: ColumnElement): Column[] {
  return [...iterate(expression)].filter(
    (each) => each instanceof ColumnClause,
  ) as unknown as Column[]
}

/** Pairs of columns that a criterion says are equal. @internal */
export function equatedPairs(criterion: ColumnElement): readonly ColumnPair[] {
  const pairs: ColumnPair[] = []
  visitColumnPairs(criterion, (binary, left, right) => {
    if (binary.operator === ops.eq) pairs.push([left.identity, right.identity])
  })
  return pairs
}
