/** What a SELECT is about once its joins are made: FROM elements, correlation, column names; `SelectState`. */
import { InvalidRequestError } from '../../errors.js'
import { asElement, elementAsExpression } from '../elements/coercions.js'
import { ColumnElement } from '../elements/column-element.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { findLeftClauseThatMatchesGiven, findLeftClauseToJoinFrom } from '../adapt/join-source.js'
import type { FromClause } from '../selectable/from-clause.js'
import { Join } from '../selectable/join.js'
import type { Select, SetupJoin } from '../selectable/select.js'
import { coerceFrom } from '../statement/roles.js'
import { generateColumnsPlusNames, type ColumnPlusNames } from '../selectable/select-columns.js'
import { nameKey } from '../names.js'

/** Names ORDER BY may use: selected columns, and columns of the FROM elements. */
export interface LabelNames {
  readonly withColumns: ReadonlyMap<string, ColumnElement>
  readonly onlyFroms: ReadonlyMap<string, ColumnElement>
  readonly onlyColumns: ReadonlyMap<string, ColumnElement>
}

/** A SELECT, its joins carried out. */
export class SelectState {
  readonly froms: readonly FromClause[]
  readonly columns: readonly ColumnPlusNames[]
  private fromClauses: FromClause[]
  private labels: LabelNames | null = null

  constructor(readonly statement: Select) {
    this.fromClauses = [...statement.fromObj]
    for (const entities of statement.memoizedSelectEntities) {
      this.setupJoins(entities.setupJoins, entities.rawColumns)
    }
    this.setupJoins(statement.setupJoins, statement.rawColumns)
    const mentioned = [...this.fromClauses]
    for (const column of statement.rawColumns) addFroms(mentioned, column.fromObjects)
    for (const criterion of statement.whereCriteria) addFroms(mentioned, criterion.fromObjects)
    this.froms = normalizeFroms(mentioned, statement)
    this.columns = generateColumnsPlusNames(statement, true)
  }

  /** FROM elements this SELECT writes itself, given what enclosing SELECTs provide. */
  displayFroms(
    explicit: ReadonlySet<FromClause> | null,
    implicit: ReadonlySet<FromClause> | null,
  ): FromClause[] {
    const { correlateFroms, correlateExceptFroms, autoCorrelate } = this.statement
    let froms = [...this.froms]
    if (correlateFroms && correlateFroms.length > 0) {
      const provided = intersect(froms, explicit)
      froms = without(froms, intersect(provided, new Set(correlateFroms)))
    }
    if (correlateExceptFroms) {
      const provided = intersect(froms, explicit)
      froms = without(froms, difference(provided, correlateExceptFroms))
    }
    if (autoCorrelate && implicit && implicit.size > 0 && froms.length > 1) {
      froms = without(froms, intersect(froms, implicit))
      if (froms.length === 0) throw nothingLeft(this.statement)
    }
    return froms
  }

  /** The names ORDER BY and GROUP BY may use. */
  get labelNames(): LabelNames {
    return (this.labels ??= this.makeLabelNames())
  }

  private makeLabelNames(): LabelNames {
    const selected = this.statement.allSelectedColumns.filter(isResolvable)
    const onlyColumns = new Map(
      selected.map((column) => [nameKey(column.tqLabel ?? column.key ?? ''), column]),
    )
    const ofFroms = this.froms.flatMap((from) => from.selectIterable).filter(isResolvable)
    const byName = new Map(ofFroms.map((column) => [nameKey(column.name ?? ''), column]))
    const byKey = new Map(ofFroms.map((column) => [nameKey(column.key ?? ''), column]))
    const onlyFroms = new Map([...byName, ...byKey])
    return { onlyColumns, onlyFroms, withColumns: new Map([...onlyFroms, ...onlyColumns]) }
  }

  // --- joins ---------------------------------------------------------------------------------------------

  private setupJoins(joins: readonly SetupJoin[], rawColumns: readonly ClauseElement[]): void {
    for (const join of joins) {
      const right = coerceFrom(join.right)
      const onclause = join.onclause === null ? null : conditionOf(join.onclause)
      const explicitLeft = join.left === null ? null : coerceFrom(join.left)
      const { left, index } = explicitLeft
        ? { left: explicitLeft, index: this.placeOfExplicitLeft(explicitLeft) }
        : this.implicitLeft(rawColumns, right, onclause)
      const { isouter, full } = join
      if (index === null) this.fromClauses.push(new Join(left, right, { onclause, isouter, full }))
      else
        this.fromClauses[index] = new Join(this.fromClauses[index], right, {
          onclause,
          isouter,
          full,
        })
    }
  }

  private implicitLeft(
    rawColumns: readonly ClauseElement[],
    right: FromClause,
    onclause: ColumnElement | null,
  ): { readonly left: FromClause; readonly index: number | null } {
    const existing = this.fromClauses.length > 0
    const candidates = existing ? this.fromClauses : this.potentialFroms(rawColumns)
    const indexes = findLeftClauseToJoinFrom(candidates, right, onclause)
    if (indexes.length > 1) throw ambiguousLeft()
    const left = candidates[indexes[0] ?? -1]
    if (!left) throw noLeft(right)
    return { left, index: existing ? (indexes[0] ?? null) : null }
  }

  private potentialFroms(rawColumns: readonly ClauseElement[]): FromClause[] {
    const all = [...rawColumns, ...this.statement.whereCriteria].flatMap(
      (element) => element.fromObjects,
    )
    return [...new Map(all.map((from) => [from.identity, from])).values()]
  }

  private placeOfExplicitLeft(left: FromClause): number | null {
    const indexes = findLeftClauseThatMatchesGiven(this.fromClauses, left)
    if (indexes.length > 1) {
      throw new InvalidRequestError(
        "Can't identify which entity in which to assign the left side of this join.   " +
          'Please use a more specific ON clause.',
      )
    }
    return indexes[0] ?? null
  }
}

function isResolvable(element: ClauseElement): element is ColumnElement {
  return element instanceof ColumnElement && element.allowLabelResolve
}

function conditionOf(value: unknown): ColumnElement {
  const element = asElement(value)
  if (!element) throw new InvalidRequestError('The ON clause of a join is an expression')
  return elementAsExpression(element)
}

/** Most columns of a statement are of the same few tables. */
function addFroms(all: FromClause[], more: readonly FromClause[]): void {
  for (const from of more) if (!all.includes(from)) all.push(from)
}

/** Each FROM element once; those inside of joins are not listed again. */
export function normalizeFroms(
  items: readonly FromClause[],
  statement: ClauseElement | null = null,
): FromClause[] {
  const froms: FromClause[] = []
  for (const item of items) {
    if (statement && 'element' in item && item.element === statement) {
      throw new InvalidRequestError('select() construct refers to itself as a FROM')
    }
    if (!includesOrigin(froms, item)) froms.push(item)
  }
  return froms.length === 1 ? froms : froms.filter((from) => !isHidden(from, froms))
}

/** True if one of `froms` contains it. */
function isHidden(from: FromClause, froms: readonly FromClause[]): boolean {
  for (const each of froms)
    for (const hidden of each.hideFroms) if (hidden.isCloneOrSelf(from)) return true
  return false
}

/** True if one of `froms` and `item` are, or were cloned from, the same element. */
function includesOrigin(froms: readonly FromClause[], item: FromClause): boolean {
  for (const from of froms)
    for (let each: ClauseElement | null = item; each; each = each.isCloneOf)
      if (from.isCloneOrSelf(each)) return true
  return false
}

/** Members of `froms` that are, or are copies of, members of `others`. */
function intersect(
  froms: readonly FromClause[],
  others: ReadonlySet<FromClause> | null,
): FromClause[] {
  if (!others || others.size === 0) return []
  const lineage = expand(others)
  return froms.filter((from) => from.clonedSet.some((each) => lineage.has(each)))
}

function difference(froms: readonly FromClause[], others: readonly FromClause[]): FromClause[] {
  const lineage = expand(others)
  return froms.filter((from) => !from.clonedSet.some((each) => lineage.has(each)))
}

function without(froms: readonly FromClause[], removed: readonly FromClause[]): FromClause[] {
  return froms.filter((from) => !removed.includes(from))
}

function expand(froms: Iterable<FromClause>): ReadonlySet<ClauseElement> {
  return new Set([...froms].flatMap((from) => from.clonedSet))
}

function nothingLeft(statement: Select): InvalidRequestError {
  return new InvalidRequestError(
    `Select statement '${statement.describe()}' returned no FROM clauses due to auto-correlation; ` +
      'specify correlate(<tables>) to control correlation manually.',
  )
}

function ambiguousLeft(): InvalidRequestError {
  return new InvalidRequestError(
    "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. " +
      'Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ' +
      'ON clause if not present already to help resolve the ambiguity.',
  )
}

function noLeft(right: FromClause): InvalidRequestError {
  return new InvalidRequestError(
    `Don't know how to join to ${right.describe()}. Please use the .select_from() method to establish an explicit ` +
      'left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.',
  )
}
