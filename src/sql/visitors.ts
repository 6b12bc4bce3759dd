/** Walking expressions and statements, for users; the counterpart of `sqlalchemy.sql.visitors`. */
import { clonedTraverse, iterate, replacementTraverse, traverse } from './adapt/traverse.js'
import type { ClauseElement } from './elements/clause-element.js'
import type { NodeKind, NodeKinds } from './nodes.js'

/** What to call for elements, by kind: `{ bindparam: (bind) => … }`. */
export type Visitors = { readonly [K in NodeKind]?: (element: NodeKinds[K]) => unknown }

/**
 * Walking expressions and statements: `iterate` answers every element, `traverse` calls a function for each of a kind,
 * `clonedTraverse` and `replacementTraverse` make changed copies; `sqlalchemy.sql.visitors`.
 *
 * @example
 * const found: unknown[] = []
 * visitors.traverse(select(User).where(User.name.eq('ed')), {}, { bindparam: (bind) => found.push(bind.value) })
 * found // ['ed']
 */
export const visitors = {
  iterate,
  clonedTraverse: <E extends ClauseElement>(
    element: E,
    _options: object,
    changes: Parameters<typeof clonedTraverse>[1],
  ): E => clonedTraverse(element, changes),
  replacementTraverse: <E extends ClauseElement>(
    element: E,
    _options: object,
    replace: Parameters<typeof replacementTraverse>[1],
  ): E => replacementTraverse(element, replace),
  /** Answers the element. */
  traverse: <E extends ClauseElement>(element: E, _options: object, calls: Visitors): E => {
    traverse(element, calls as Parameters<typeof traverse>[1])
    return element
  },
} as const
