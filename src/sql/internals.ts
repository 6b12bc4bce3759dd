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

export type Part = readonly [field: string, role: PartRole]

/** The parts of a kind. */
export interface Internals extends ReadonlyArray<Part> {
  /** @internal What writes them into keys, made when it is first needed; see `keys/part-writer.ts`. */
  keyWriter: unknown
}

/** Declares the parts of a kind, in the order in which they appear in SQL. */
export function internals(roles: Readonly<Record<string, PartRole>>): Internals {
  const parts: readonly Part[] = Object.entries(roles)
  return Object.assign(parts, { keyWriter: null })
}
