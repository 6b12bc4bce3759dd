/** Where an element stands in the statement being written: what compile functions get, narrow and hand on. */
import type { ClauseElement } from '../elements/clause-element.js'
import type { Operator } from '../operators.js'
import type { FromClause } from '../selectable/from-clause.js'
import type { FromHint } from '../selectable/select.js'
import type { TypeEngine } from '../types/type-engine.js'
import type { FromLinter } from './from-linter.js'

/** Adds a column of the rows returned. */
export type AddToResultMap = (
  keyname: string,
  name: string,
  objects: readonly unknown[],
  type: TypeEngine,
) => void

/** Where an element stands; passed down and narrowed on the way. */
export interface Context {
  /** As a FROM element (a table, a subquery), not as a value. */
  readonly asFrom?: boolean
  readonly withinColumnsClause?: boolean
  readonly withinLabelClause?: boolean
  /** The label that is written by its name alone: in ORDER BY. */
  readonly renderLabelAsLabel?: ClauseElement | null
  readonly addToResultMap?: AddToResultMap | null
  readonly literalBinds?: boolean
  /** False: columns without their table, as in SET and ON CONFLICT. */
  readonly includeTable?: boolean
  /** The alias an alias stands in. */
  readonly enclosingAlias?: FromClause | null
  readonly lateral?: boolean
  /** The position inside of a set operation. */
  readonly compoundIndex?: number | null
  /** The SELECT of INSERT … SELECT, or inside of a CTE. */
  readonly embedded?: boolean
  /** The text of a bind's type expression is being written. */
  readonly skipBindExpression?: boolean
  /** The binary operator whose operand this is: some spellings need parentheses there. */
  readonly operator?: Operator | null
  /** What the FROM elements and comparisons of the SELECT being written report to. */
  readonly fromLinter?: FromLinter | null
  /** What the statement says about its FROM elements; see `Select.withHint()`. */
  readonly fromHints?: readonly FromHint[]
  /** Inside of a LATERAL: the element, and the linter of the SELECT around it. */
  readonly enclosingLateral?: { readonly from: FromClause; readonly linter: FromLinter } | null
}

const NO_HINTS: readonly FromHint[] = []

type Changeable = { -readonly [K in keyof Context]-?: Context[K] }

/** A copy to be changed. Contexts have one shape wherever they are made: objects that are spread have one for each place. */
export function copyOf(context: Context): Changeable {
  return {
    asFrom: context.asFrom ?? false,
    withinColumnsClause: context.withinColumnsClause ?? false,
    withinLabelClause: context.withinLabelClause ?? false,
    renderLabelAsLabel: context.renderLabelAsLabel ?? null,
    addToResultMap: context.addToResultMap ?? null,
    literalBinds: context.literalBinds ?? false,
    includeTable: context.includeTable ?? true,
    enclosingAlias: context.enclosingAlias ?? null,
    lateral: context.lateral ?? false,
    compoundIndex: context.compoundIndex ?? null,
    embedded: context.embedded ?? false,
    skipBindExpression: context.skipBindExpression ?? false,
    operator: context.operator ?? null,
    fromLinter: context.fromLinter ?? null,
    fromHints: context.fromHints ?? NO_HINTS,
    enclosingLateral: context.enclosingLateral ?? null,
  }
}

/** Where a statement begins. */
export const OUTERMOST_CONTEXT: Context = copyOf({})

/** The same place, as an element of FROM. */
export function inFrom(context: Context): Context {
  if (context.asFrom === true) return context
  const inner = copyOf(context)
  inner.asFrom = true
  return inner
}

/** The same place, as a value. */
export function asValue(context: Context): Context {
  if (context.asFrom === false) return context
  const inner = copyOf(context)
  inner.asFrom = false
  return inner
}
