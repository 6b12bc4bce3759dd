/**
 * How each kind of element is made of parts: the one description that traversal, cloning and cache keys share.
 * Element classes declare theirs; nothing here knows any of them.
 */

/** What a field holds; `_traverse_internals` in SQLAlchemy. */
export type PartRole =
  /** One element or null. */
  | 'element'
  /** A list of elements. */
  | 'elements'
  /** A list of tuples of elements. */
  | 'elementTuples'
  /** A FROM element that only identifies: the table of a column. */
  | 'from'
  /** FROM elements that are listed but not written, or null. */
  | 'fromsOrNull'
  /** Column and value pairs of INSERT and UPDATE; values may be elements. */
  | 'dmlValues'
  /** Lists of such, for INSERT with many rows. */
  | 'dmlMultiValues'
  /** The `join()` calls of a SELECT. */
  | 'joins'
  /** Columns and joins that `withOnlyColumns` replaced. */
  | 'entities'
  | 'forUpdate'
  | 'ctes'
  /** Prefixes and suffixes. */
  | 'words'
  /** Statement options of the ORM. */
  | 'options'
  | 'propagate'
  /** ON CONFLICT and the like. */
  | 'postValues'
  /** Words behind FROM elements. */
  | 'hints'
  /** Rows of plain values and elements. */
  | 'valueRows'
  | 'operator'
  | 'type'
  /** Data without elements: part of the cache key only. */
  | 'plain'

type Part = readonly [field: string, role: PartRole]

/** The parts of a kind, and what reads the values of all of them. */
export type Internals = readonly Part[] & { readonly valuesOf: ReadParts }

type ReadParts = (element: object) => readonly unknown[]

/** Declares the parts of a kind, in the order in which they appear in SQL. */
export function internals(roles: Readonly<Record<string, PartRole>>): Internals {
  const parts: readonly Part[] = Object.entries(roles)
  let read: ReadParts | null = null
  const valuesOf: ReadParts = (element) =>
    (read ??= makeReader(parts.map(([field]) => field)))(element)
  return Object.freeze(Object.assign(parts, { valuesOf }))
}

/** Reading fields by their names in a program is several times as fast as by names in a list. */
function makeReader(fields: readonly string[]): ReadParts {
  try {
    const values = fields.map((field) => `element[${JSON.stringify(field)}]`)
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- text of our own making; the list is the fallback
    return new Function('element', `return [${values.join()}]`) as ReadParts
  } catch {
    return (element) => fields.map((field) => (element as Readonly<Record<string, unknown>>)[field])
  }
}
