/**
 * Operators only some types have (`hstore ? key`, `range && range`), as data: types list them by the name of the
 * method, the comparator makes expressions of them. `TypeEngine.Comparator` of SQLAlchemy's types.
 */
import { customOperator, ops, type CustomOperatorOptions, type Operator } from '../operators.js'
import type { TypeEngine } from './type-engine.js'

/** What one of them becomes: an operator between the operands, or a function of them. */
export interface TypeOperator {
  readonly operator?: Operator
  readonly function?: string
  /** Not for this type: the message of the error. */
  readonly refusal?: string
  /** Only for parts of such a value: the message of the error. */
  readonly misuse?: string
  /** The type of the result; left out, the operator's. */
  readonly result?: () => TypeEngine
  /** A plain list on the other side is an array of texts: `ARRAY[…]`, cast to this type. */
  readonly listAs?: () => TypeEngine
}

/** A type's operators, by method. */
export type TypeOperators = Readonly<Partial<Record<string, TypeOperator>>>

const { precedence: EQUALITY } = ops.eq
const { precedence: SUBSCRIPT } = ops.getitem

function eager(symbol: string, precedence = EQUALITY, options: CustomOperatorOptions = {}) {
  return customOperator(symbol, {
    precedence: precedence ?? 0,
    naturalSelfPrecedent: true,
    eagerGrouping: true,
    ...options,
  })
}

const comparison = (symbol: string) =>
  customOperator(symbol, { precedence: EQUALITY ?? 0, isComparison: true })

/** The symbols, with the precedence they have among the others. */
export const typeOps = {
  asText: eager('->>', SUBSCRIPT),
  pathAsText: eager('#>>', SUBSCRIPT),
  item: eager('->', SUBSCRIPT),
  hasKey: eager('?'),
  hasAll: eager('?&'),
  hasAny: eager('?|'),
  deletePath: eager('#-', SUBSCRIPT),
  pathExists: eager('@?'),
  pathMatch: eager('@@'),
  contains: eager('@>'),
  containedBy: eager('<@'),
  overlap: comparison('&&'),
  strictlyLeftOf: comparison('<<'),
  strictlyRightOf: comparison('>>'),
  notExtendRightOf: comparison('&<'),
  notExtendLeftOf: comparison('&>'),
  adjacentTo: comparison('-|-'),
} as const
