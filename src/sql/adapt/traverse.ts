/** Walks elements, and rewrites them: what `sqlalchemy.sql.visitors` does. Pure: the originals stay as they are. */
import { BindParameter } from '../elements/bind-parameter.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { ColumnClause } from '../elements/column-clause.js'
import { FromClause } from '../selectable/from-clause.js'
import { children, mapParts } from './parts.js'

/** The element and everything inside of it, outermost first, level by level. */
export function* iterate(element: ClauseElement | null): Generator<ClauseElement> {
  if (!element) return
  const queue: ClauseElement[] = [element]
  for (let index = 0; index < queue.length; index++) {
    const each = queue[index] as ClauseElement
    yield each
    queue.push(...children(each))
  }
}

/** The elements directly inside of an element. */
export function getChildren(element: ClauseElement): readonly ClauseElement[] {
  return children(element)
}

/** Calls a function for each element of the kinds named. @example traverse(clause, { binary: (b) => … }) */
export function traverse(
  element: ClauseElement,
  visitors: Readonly<Partial<Record<ClauseElement['kind'], (element: never) => void>>>,
): void {
  for (const each of iterate(element)) visitors[each.kind]?.(each as never)
}

export interface ReplaceOptions {
  /** Elements that are neither replaced nor looked into. */
  readonly stopOn?: readonly ClauseElement[]
}

/** Answers a replacement, or null to look inside. */
export type Replace = (element: ClauseElement) => ClauseElement | null | undefined

/**
 * The element with parts replaced; `visitors.replacement_traverse`. Unique parameters become new ones, so that the
 * copy may stand beside the original in one statement.
 */
export function replacementTraverse<E extends ClauseElement>(
  element: E,
  replace: Replace,
  options: ReplaceOptions = {},
): E {
  const seen = new Map<ClauseElement, ClauseElement>()
  const stopOn = new Set<ClauseElement>(options.stopOn ?? [])
  const visit = (each: ClauseElement, columns: Replace | null): ClauseElement => {
    if (stopOn.has(each) || each.annotations['noReplacementTraverse']) return each
    const direct = replace(each)
    if (direct) {
      stopOn.add(direct)
      return direct
    }
    const known = seen.get(each)
    if (known) return known
    const result = columns?.(each) ?? rewritten(each, visit, columns)
    seen.set(each, result)
    return result
  }
  return visit(element, null) as E
}

/** A copy in which unique parameters are new; `visitors.cloned_traverse`, with a change by kind applied inside out. */
export function clonedTraverse<E extends ClauseElement>(
  element: E,
  visitors: Readonly<
    Partial<Record<ClauseElement['kind'], (element: never) => ClauseElement | void>>
  > = {},
): E {
  const seen = new Map<ClauseElement, ClauseElement>()
  const visit = (each: ClauseElement, columns: Replace | null): ClauseElement => {
    const known = seen.get(each)
    if (known) return known
    const copy = columns?.(each) ?? rewritten(each, visit, columns)
    const result = visitors[each.kind]?.(copy as never) ?? copy
    seen.set(each, result)
    return result
  }
  return visit(element, null) as E
}

type Visit = (element: ClauseElement, columns: Replace | null) => ClauseElement

function rewritten(element: ClauseElement, visit: Visit, columns: Replace | null): ClauseElement {
  if (element instanceof BindParameter) return element.unique ? element.clone() : element
  if (element.kind === 'select') return rewrittenSelect(element, visit, columns)
  return mapParts(element, (part) => visit(part, columns))
}

interface SelectParts {
  readonly rawColumns: readonly ClauseElement[]
  readonly whereCriteria: readonly ClauseElement[]
  readonly fromObj: readonly FromClause[]
  readonly setupJoins: readonly { readonly right: unknown }[]
}

/** FROM elements first, then columns of those that changed, so that both speak of the same copies. */
function rewrittenSelect(
  element: ClauseElement,
  visit: Visit,
  columns: Replace | null,
): ClauseElement {
  const select = element as ClauseElement & SelectParts
  const joined = select.setupJoins.flatMap(({ right }) =>
    right instanceof FromClause ? right.fromObjects : [],
  )
  const inner = [...select.rawColumns, ...select.whereCriteria].flatMap((part) => part.fromObjects)
  const froms = [...new Set([...inner, ...joined])]
  const replaced = new Map(froms.map((from) => [from as ClauseElement, visit(from, columns)]))
  const fromObj = select.fromObj.map((from) => visit(from, columns))
  const added = [...replaced.values()].filter(
    (from) =>
      from.kind === 'join' && !froms.includes(from as FromClause) && !fromObj.includes(from),
  )
  const ofNewFroms: Replace = (part) => {
    if (!(part instanceof ColumnClause) || !part.table) return columns?.(part)
    const from = replaced.get(part.table)
    return from instanceof FromClause && from !== part.table
      ? from.correspondingColumn(part)
      : columns?.(part)
  }
  const copy = mapParts(element, (part) => visit(part, ofNewFroms), ['fromObj'])
  const allFroms = [...fromObj, ...added]
  const same =
    allFroms.length === select.fromObj.length &&
    allFroms.every((from, index) => from === select.fromObj[index])
  return same ? copy : (copy === element ? copy.clone() : copy).withParts({ fromObj: allFroms })
}
