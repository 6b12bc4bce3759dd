/** `filterBy()`: conditions by the names of attributes or columns, looked up where the statement says. */
import { InvalidRequestError } from '../errors.js'
import { nearest } from '../util/nearest.js'
import type { ClauseElement } from './elements/clause-element.js'
import { ColumnElement } from './elements/column-element.js'
import { FromClause } from './selectable/from-clause.js'

/** Where names are looked up, and what errors call it. */
export interface NameSource {
  readonly namespace: object
  readonly description: string
}

interface Comparable {
  eq(value: unknown): ColumnElement<boolean>
}

/** The names of an element without a plugin: the columns of a FROM element, or those beside a column. */
export function namesOf(element: ClauseElement | null | undefined): NameSource {
  const from = element instanceof ColumnElement ? element.table : element
  const namespace = from instanceof FromClause ? from.c : {}
  return { namespace, description: element ? element.toString() : '' }
}

/**
 * `name = value` for each name.
 *
 * @throws InvalidRequestError for a name that is not there
 */
export function conditionsByName(
  { namespace, description }: NameSource,
  values: Readonly<Record<string, unknown>>,
): readonly ColumnElement<boolean>[] {
  return Object.entries(values).map(([key, value]) => {
    const attribute: unknown =
      key in namespace ? (namespace as Record<string, unknown>)[key] : undefined
    if (isComparable(attribute)) return attribute.eq(value)
    const near = nearest(key, comparableNames(namespace))
    throw new InvalidRequestError(
      `Entity namespace for "${description}" has no property "${key}"`,
      near === null ? {} : { hint: `did you mean ${near}?` },
    )
  })
}

function isComparable(value: unknown): value is Comparable {
  return typeof value === 'object' && value !== null && 'eq' in value
}

/** What could have been meant, along the prototypes of a mapped class too. */
function comparableNames(namespace: object): readonly string[] {
  const names: string[] = []
  for (let owner: unknown = namespace; isOwner(owner); owner = Object.getPrototypeOf(owner))
    names.push(...Object.getOwnPropertyNames(owner))
  return names.filter((name) => isComparable(Reflect.get(namespace, name)))
}

function isOwner(value: unknown): value is object {
  return value !== null && value !== Function.prototype && value !== Object.prototype
}
