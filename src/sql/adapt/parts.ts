/** Reads and replaces the elements inside an element, as its `internals` describe them. */
import { clauseElement, hasClauseElement } from '../protocol.js'
import { ClauseElement } from '../elements/clause-element.js'
import type { StatementWord } from '../statement/words.js'
import type { PartRole } from '../internals.js'

type Change = (element: ClauseElement) => ClauseElement

interface JoinEntry {
  readonly right: unknown
  readonly onclause: unknown
  readonly left: unknown
}

interface EntitiesEntry {
  readonly rawColumns: readonly ClauseElement[]
  readonly setupJoins: readonly JoinEntry[]
}

interface PostValuesEntry {
  readonly target: readonly (string | ClauseElement)[]
  readonly targetWhere: ClauseElement | null
  readonly set: readonly (readonly [unknown, unknown])[] | null
  readonly where: ClauseElement | null
}

/** How to walk and rebuild a field of each role; roles without elements have none. */
interface RoleAccess {
  readonly children: (value: never) => readonly ClauseElement[]
  readonly map: (value: never, change: Change) => unknown
}

function access<T>(
  children: (value: T) => readonly ClauseElement[],
  map: (value: T, change: Change) => unknown,
): RoleAccess {
  return { children, map } as RoleAccess
}

const toElement = (value: unknown): readonly ClauseElement[] =>
  value instanceof ClauseElement ? [value] : []
const changed = (value: unknown, change: Change): unknown =>
  value instanceof ClauseElement ? change(value) : value
/** Entities and attributes keep their identity unless the change concerns the element they stand for. */
const changedEntity = (value: unknown, change: Change): unknown => {
  if (value instanceof ClauseElement || !hasClauseElement(value)) return changed(value, change)
  return value
}
const entityElement = (value: unknown): readonly ClauseElement[] =>
  value instanceof ClauseElement ? [value] : hasClauseElement(value) ? [value[clauseElement]()] : []

const mapList = <T>(list: readonly T[], map: (item: T) => T): readonly T[] => {
  let different = false
  const result = list.map((item) => {
    const next = map(item)
    different ||= next !== item
    return next
  })
  return different ? result : list
}

const ELEMENTS = access<readonly ClauseElement[]>(
  (list) => list,
  (list, change) => mapList(list, change),
)

const PAIRS = access<readonly (readonly [unknown, unknown])[] | null>(
  (pairs) => (pairs ?? []).flatMap((pair) => pair.flatMap(toElement)),
  (pairs, change) =>
    pairs &&
    mapList(
      pairs,
      (pair) => mapList(pair, (part) => changed(part, change)) as readonly [unknown, unknown],
    ),
)

const ROLES: Partial<Record<PartRole, RoleAccess>> = {
  element: access(toElement, changed),
  elements: ELEMENTS,
  elementTuples: access<readonly (readonly ClauseElement[])[]>(
    (tuples) => tuples.flat(),
    (tuples, change) => mapList(tuples, (tuple) => mapList(tuple, change)),
  ),
  fromsOrNull: access<readonly ClauseElement[] | null>(
    (list) => list ?? [],
    (list, change) => list && mapList(list, change),
  ),
  dmlValues: PAIRS,
  dmlMultiValues: access<readonly (readonly (readonly [unknown, unknown])[])[]>(
    (rows) => rows.flatMap((row) => row.flatMap((pair) => pair.flatMap(toElement))),
    (rows, change) =>
      mapList(rows, (row) =>
        mapList(
          row,
          (pair) => mapList(pair, (part) => changed(part, change)) as readonly [unknown, unknown],
        ),
      ),
  ),
  valueRows: access<readonly (readonly unknown[])[]>(
    (rows) => rows.flatMap((row) => row.flatMap(toElement)),
    (rows, change) => mapList(rows, (row) => mapList(row, (part) => changed(part, change))),
  ),
  joins: access<readonly JoinEntry[]>(
    (joins) =>
      joins.flatMap((join) => [join.right, join.onclause, join.left].flatMap(entityElement)),
    (joins, change) => mapList(joins, (join) => mapJoin(join, change)),
  ),
  entities: access<readonly EntitiesEntry[]>(
    () => [],
    (entries, change) =>
      mapList(entries, (entry) => ({
        rawColumns: mapList(entry.rawColumns, change),
        setupJoins: mapList(entry.setupJoins, (join) => mapJoin(join, change)),
      })),
  ),
  forUpdate: access<{ readonly of: readonly ClauseElement[] } | null>(
    (arg) => arg?.of ?? [],
    (arg, change) => arg && { ...arg, of: mapList(arg.of, change) },
  ),
  ctes: access<readonly { readonly cte: ClauseElement }[]>(
    (entries) => entries.map((entry) => entry.cte),
    (entries, change) => mapList(entries, (entry) => replaceIn(entry, 'cte', change(entry.cte))),
  ),
  words: access<readonly StatementWord[]>(
    (words) => words.map((word) => word.text),
    (words, change) => mapList(words, (word) => replaceIn(word, 'text', change(word.text))),
  ),
  hints: access<readonly { readonly element: ClauseElement }[]>(
    () => [],
    (hints, change) => mapList(hints, (hint) => replaceIn(hint, 'element', change(hint.element))),
  ),
  postValues: access<PostValuesEntry | null>(
    (post) =>
      post
        ? [
            ...post.target.flatMap(toElement),
            ...[post.targetWhere, post.where].flatMap(toElement),
            ...pairElements(post),
          ]
        : [],
    (post, change) => post && mapPostValues(post, change),
  ),
}

function mapJoin(join: JoinEntry, change: Change): JoinEntry {
  const right = changedEntity(join.right, change)
  const onclause = changedEntity(join.onclause, change)
  const left = changedEntity(join.left, change)
  const same = right === join.right && onclause === join.onclause && left === join.left
  return same ? join : { ...join, right, onclause, left }
}

function replaceIn<T extends object, K extends keyof T>(entry: T, key: K, value: T[K]): T {
  return entry[key] === value ? entry : { ...entry, [key]: value }
}

function pairElements(post: PostValuesEntry): readonly ClauseElement[] {
  return (post.set ?? []).flatMap((pair) => pair.flatMap(toElement))
}

function mapPostValues(post: PostValuesEntry, change: Change): PostValuesEntry {
  return {
    ...post,
    target: mapList(post.target, (part) => changed(part, change) as string | ClauseElement),
    targetWhere: post.targetWhere && change(post.targetWhere),
    where: post.where && change(post.where),
    set:
      post.set &&
      mapList(
        post.set,
        (pair) => mapList(pair, (part) => changed(part, change)) as readonly [unknown, unknown],
      ),
  }
}

/** The elements directly inside of an element, in the order in which they are written. */
export function children(element: ClauseElement): readonly ClauseElement[] {
  const fields = element as unknown as Readonly<Record<string, never>>
  const found: ClauseElement[] = []
  for (const [field, role] of element.internals) {
    const value = fields[field]
    if (value === null || value === undefined) continue
    const roleAccess = ROLES[role]
    if (roleAccess) found.push(...roleAccess.children(value))
  }
  return found
}

/** The element with each part changed; the same element if no part did. `omit` names fields left alone. */
export function mapParts(
  element: ClauseElement,
  change: Change,
  omit: readonly string[] = [],
): ClauseElement {
  const fields = element as unknown as Readonly<Record<string, never>>
  let changes: Record<string, unknown> | null = null
  for (const [field, role] of element.internals) {
    const value = fields[field]
    if (value === null || value === undefined || omit.includes(field)) continue
    const next = ROLES[role]?.map(value, change) ?? value
    if (next !== value) (changes ??= {})[field] = next
  }
  return changes ? rebuilt(element, changes) : element
}

/** Fields made from others at construction follow them. */
function rebuilt(element: ClauseElement, changes: Record<string, unknown>): ClauseElement {
  const copy = element.clone().withParts(changes)
  const proxied = changes['element'] ?? changes['inner']
  const hasProxies = 'proxies' in copy && (element.kind === 'grouping' || element.kind === 'label')
  return hasProxies && proxied ? copy.withParts({ proxies: [proxied] }) : copy
}
