/**
 * Orders things by their dependencies, level by level, and finds what depends on itself. Used by the flush, by
 * table ordering and by DDL; knows nothing of what it sorts. The counterpart of `sqlalchemy.util.topological`.
 */
import { CircularDependencyError } from './errors.js'

/** `[before, after]`: the second one needs the first. */
export type Edge<T> = readonly [T, T]

/**
 * Answers the items in levels: each level holds every item whose dependencies all lie in earlier levels, in the
 * order in which the items were given.
 *
 * @throws CircularDependencyError when the rest can not be ordered
 */
export function* sortAsSubsets<T>(
  edges: Iterable<Edge<T>>,
  items: Iterable<T>,
): Generator<readonly T[], void, undefined> {
  const predecessors = groupPredecessors(edges)
  const open = new Set(items)
  while (open.size > 0) {
    const level = [...open].filter((item) => !dependsOnAny(predecessors.get(item), open))
    if (level.length === 0) throw circular(edges, open)
    for (const item of level) open.delete(item)
    yield level
  }
}

/** Like `sortAsSubsets`, as one list. */
export function sort<T>(edges: Iterable<Edge<T>>, items: Iterable<T>): T[] {
  const sorted: T[] = []
  for (const level of sortAsSubsets(edges, items)) sorted.push(...level)
  return sorted
}

/** Every item that can be reached from itself. */
export function findCycles<T>(edges: Iterable<Edge<T>>): Set<T> {
  const search = new ComponentSearch(groupSuccessors(edges))
  return search.run()
}

function groupPredecessors<T>(edges: Iterable<Edge<T>>): Map<T, Set<T>> {
  const grouped = new Map<T, Set<T>>()
  for (const [before, after] of edges) addTo(grouped, after, before)
  return grouped
}

function groupSuccessors<T>(edges: Iterable<Edge<T>>): Map<T, Set<T>> {
  const grouped = new Map<T, Set<T>>()
  for (const [before, after] of edges) addTo(grouped, before, after)
  return grouped
}

function addTo<T>(grouped: Map<T, Set<T>>, key: T, member: T): void {
  const members = grouped.get(key)
  if (members) members.add(member)
  else grouped.set(key, new Set([member]))
}

function dependsOnAny<T>(predecessors: ReadonlySet<T> | undefined, open: ReadonlySet<T>): boolean {
  if (!predecessors) return false
  for (const predecessor of predecessors) if (open.has(predecessor)) return true
  return false
}

function circular<T>(edges: Iterable<Edge<T>>, open: ReadonlySet<T>): CircularDependencyError {
  const remaining = [...edges].filter(([before, after]) => open.has(before) && open.has(after))
  return new CircularDependencyError(
    'Circular dependency detected.',
    [...findCycles(remaining)],
    remaining,
  )
}

interface Frame<T> {
  readonly node: T
  readonly successors: Iterator<T>
}

/** Strongly connected components (Tarjan), without recursion so that deep trees cannot exhaust the stack. */
class ComponentSearch<T> {
  readonly #index = new Map<T, number>()
  readonly #low = new Map<T, number>()
  readonly #component: T[] = []
  readonly #open = new Set<T>()
  readonly #cyclic = new Set<T>()

  constructor(private readonly successors: ReadonlyMap<T, ReadonlySet<T>>) {}

  run(): Set<T> {
    for (const node of this.successors.keys()) if (!this.#index.has(node)) this.#visit(node)
    return this.#cyclic
  }

  #visit(root: T): void {
    const frames = [this.#enter(root)]
    while (frames.length > 0) {
      const frame = frames.at(-1) as Frame<T>
      const next = frame.successors.next()
      if (next.done) {
        frames.pop()
        this.#leave(frame.node, frames.at(-1)?.node)
      } else if (!this.#index.has(next.value)) {
        frames.push(this.#enter(next.value))
      } else if (this.#open.has(next.value)) {
        this.#lower(frame.node, this.#index.get(next.value) as number)
      }
    }
  }

  #enter(node: T): Frame<T> {
    const index = this.#index.size
    this.#index.set(node, index)
    this.#low.set(node, index)
    this.#component.push(node)
    this.#open.add(node)
    return { node, successors: (this.successors.get(node) ?? new Set<T>()).values() }
  }

  #leave(node: T, parent: T | undefined): void {
    const low = this.#low.get(node) as number
    if (parent !== undefined) this.#lower(parent, low)
    if (low === this.#index.get(node)) this.#closeComponent(node)
  }

  #lower(node: T, low: number): void {
    if (low < (this.#low.get(node) as number)) this.#low.set(node, low)
  }

  #closeComponent(root: T): void {
    const members = this.#component.splice(this.#component.lastIndexOf(root))
    for (const member of members) this.#open.delete(member)
    const isCycle = members.length > 1 || this.successors.get(root)?.has(root) === true
    if (isCycle) for (const member of members) this.#cyclic.add(member)
  }
}
