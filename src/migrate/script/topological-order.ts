/** Revisions so that none comes before what follows it, branch after branch; `RevisionMap._topological_sort`. */
import type { Revision } from './revision.js'
import type { RevisionMap } from './revision-map.js'

export function topologicalOrder(
  map: RevisionMap,
  revisions: Iterable<Revision>,
  heads: readonly Revision[],
): readonly Revision[] {
  return new Ordering(map, new Set(revisions), heads).run()
}

interface Branch {
  candidate: Revision
  ancestors: ReadonlySet<Revision>
}

class Ordering {
  readonly #branches: Branch[]
  readonly #output: Revision[] = []

  constructor(
    private readonly map: RevisionMap,
    private readonly todo: Set<Revision>,
    heads: readonly Revision[],
  ) {
    const wanted = new Set(heads.filter((head) => todo.has(head)))
    this.#branches = map.revisions
      .filter((each) => wanted.has(each))
      .map((each) => this.#branch(each))
  }

  run(): readonly Revision[] {
    let current = 0
    while (this.#branches.length > 0) {
      const above = this.#branchAbove(current)
      current = above < 0 ? this.#emit(current) : above
    }
    return this.#output
  }

  #branch(candidate: Revision): Branch {
    return { candidate, ancestors: new Set(this.map.ancestors([candidate])) }
  }

  /** A branch that has to go down first, because the candidate lies below it. */
  #branchAbove(current: number): number {
    const candidate = this.#branches[current]?.candidate as Revision
    return this.#branches.findIndex(
      ({ ancestors }, index) => index !== current && ancestors.has(candidate),
    )
  }

  /** Puts the candidate out, and answers the branch to go on with. */
  #emit(current: number): number {
    const { candidate } = this.#branches[current] as Branch
    if (this.todo.delete(candidate)) this.#output.push(candidate)
    const open = new Set(this.#branches.map((branch) => branch.candidate))
    const [first, ...others] = candidate.normalizedDownRevisions
      .map((name) => this.map.graph.get(name))
      .filter((each) => this.todo.has(each) && !open.has(each))
    if (first === undefined) {
      this.#branches.splice(current, 1)
      return Math.max(current - 1, 0)
    }
    this.#branches[current] = this.#branch(first)
    this.#branches.push(...others.map((each) => this.#branch(each)))
    return current
  }
}
