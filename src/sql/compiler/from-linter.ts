/**
 * Finds FROM elements that nothing connects to the others: a cartesian product nobody meant. Filled while a
 * statement of an engine is compiled; compile functions of FROM elements, joins and comparisons report to it.
 */
import { warn } from '../../util/warnings.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { FromClause } from '../selectable/from-clause.js'

type Edge = readonly [ClauseElement, ClauseElement]

/** `sqlalchemy.sql.compiler.FromLinter`. */
export class FromLinter {
  readonly #froms = new Map<ClauseElement, string>()
  #edges: Edge[] = []

  /** A FROM element of the statement, and what it is called there. */
  addFrom(from: FromClause, name: string): void {
    this.#froms.set(original(from), name)
  }

  /** Every element of one list is connected with every element of the other. */
  connect(left: readonly FromClause[], right: readonly FromClause[]): void {
    for (const each of left) {
      for (const other of right) this.#edges.push([original(each), original(other)])
    }
  }

  /** Warns if some elements cannot be reached from the first one. */
  warn(statement: 'SELECT' | 'UPDATE' | 'DELETE'): void {
    const [start] = this.#froms.keys()
    if (start === undefined) return
    const rest = this.#unreached(start)
    if (rest.length === 0) return
    const names = rest.map((from) => `"${this.#froms.get(from) ?? ''}"`).join(', ')
    warn(
      `${statement} statement has a cartesian product between FROM element(s) ${names} and ` +
        `FROM element "${this.#froms.get(start) ?? ''}".  Apply join condition(s) between each element to resolve.`,
    )
  }

  #unreached(start: ClauseElement): readonly ClauseElement[] {
    const reached = new Set([start])
    const queue = [start]
    for (let node = queue.pop(); node && reached.size < this.#froms.size; node = queue.pop()) {
      for (const [left, right] of this.#edges) {
        const next = left === node ? right : right === node ? left : null
        if (!next || reached.has(next)) continue
        reached.add(next)
        queue.push(next)
      }
    }
    return [...this.#froms.keys()].filter((from) => !reached.has(from))
  }
}

/** Copies of a FROM element count as the element itself. */
function original(from: FromClause): ClauseElement {
  return (from.isCloneOf ?? from).identity
}
