/** Takes annotations off an element and everything inside of it. */
import type { ClauseElement } from '../elements/clause-element.js'
import { NO_ANNOTATIONS } from '../elements/clause-element.js'
import { mapParts } from './parts.js'

/** The element without annotations, or without those named, all the way down; `_deep_deannotate`. */
export function deannotate<E extends ClauseElement>(element: E, names?: readonly string[]): E {
  const seen = new Map<ClauseElement, ClauseElement>()
  const visit = (each: ClauseElement): ClauseElement => {
    const known = seen.get(each)
    if (known) return known
    const inner = mapParts(each, visit)
    const result =
      inner.annotations === NO_ANNOTATIONS
        ? inner
        : names
          ? inner.deannotate(names)
          : inner.identity === inner
            ? inner.deannotate()
            : bare(inner)
    seen.set(each, result)
    return result
  }
  return visit(element) as E
}

/** Columns and tables: the very original; others: a copy without annotations. */
function bare(element: ClauseElement): ClauseElement {
  return element.kind === 'column' || element.kind === 'table'
    ? element.identity
    : element.deannotate()
}

/** Annotates an element and everything inside of it, except what is excluded; `_deep_annotate`. */
export function deepAnnotate<E extends ClauseElement>(
  element: E,
  annotations: Readonly<Record<string, unknown>>,
  exclude: (element: ClauseElement) => boolean = () => false,
): E {
  const seen = new Map<ClauseElement, ClauseElement>()
  const visit = (each: ClauseElement): ClauseElement => {
    const known = seen.get(each)
    if (known) return known
    const inner = mapParts(each, visit)
    const result = exclude(each) ? inner : inner.annotate(annotations)
    seen.set(each, result)
    return result
  }
  return visit(element) as E
}
