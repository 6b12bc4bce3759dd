/**
 * Finds revisions by what users call them (`head`, `+1`, `branch@head`, the first letters of a name), and the way
 * from one to another; `alembic.script.revision.RevisionMap`.
 */
import { MultipleHeads, ResolutionError, RevisionError } from '../errors.js'
import { collectDowngrade, collectUpgrade } from './revision-ranges.js'
import { namesOf, type Revision, type RevisionNames } from './revision.js'
import { RevisionGraph } from './revision-graph.js'
import { topologicalOrder } from './topological-order.js'

export interface RangeOptions {
  readonly inclusive?: boolean
  /** The lower end need not lie below the upper one. */
  readonly implicitBase?: boolean
  readonly assertRelativeLength?: boolean
  readonly selectForDowngrade?: boolean
}

/** A name without its branch: `branch@name`. */
export interface ResolvedName {
  readonly names: readonly string[]
  readonly branch: string | null
}

interface Relatives {
  /** With revisions that only depend on it; default: true. */
  readonly dependencies?: boolean
}

/** `alembic.script.revision.RevisionMap`. */
export class RevisionMap<R extends Revision = Revision> {
  #graph: RevisionGraph | null = null

  constructor(private readonly load: () => Iterable<R>) {}

  get graph(): RevisionGraph {
    return (this.#graph ??= new RevisionGraph(this.load()))
  }

  get heads(): readonly string[] {
    return this.graph.heads
  }

  get bases(): readonly string[] {
    return this.graph.bases
  }

  /** All, in the order in which they were found. */
  get revisions(): readonly R[] {
    return [...new Set(this.graph.byName.values())] as R[]
  }

  /** One that has just been written. */
  addRevision(revision: R): void {
    this.graph.add(revision)
  }

  /** @throws MultipleHeads */
  getCurrentHead(branch: string | null = null): string | null {
    const heads = branch === null ? this.heads : this.namesInLineage(this.heads, branch)
    if (heads.length > 1)
      throw new MultipleHeads(heads, branch === null ? 'head' : `${branch}@head`)
    return heads[0] ?? null
  }

  /** Those a name stands for; `base` and null stand for none. @throws ResolutionError */
  getRevisions(id: RevisionNames): readonly R[] {
    if (id !== null && typeof id !== 'string') return id.flatMap((each) => this.getRevisions(each))
    const { names, branch } = this.resolve(id)
    const [only = ''] = names
    if (names.length === 1 && /^-\d+$/.test(only)) return this.#below(Number(only), branch)
    return names.map((name) => this.byIdentifier(name, branch))
  }

  /** @throws MultipleHeads, ResolutionError */
  getRevision(id: string | null): R | null {
    const { names, branch } = this.resolve(id)
    if (names.length > 1) throw new MultipleHeads(names, id)
    const [name] = names
    return name === undefined ? null : this.byIdentifier(name, branch)
  }

  /** What a name means, before revisions are looked up. */
  resolve(id: string | null): ResolvedName {
    // Also for names that need no look: afterwards the scripts may change.
    const { realHeads, heads } = this.graph
    const at = id?.indexOf('@') ?? -1
    const branch = at < 0 ? null : (id as string).slice(0, at)
    const name = at < 0 ? id : (id as string).slice(at + 1)
    if (name === 'heads') {
      return { names: branch === null ? realHeads : this.namesInLineage(heads, branch), branch }
    }
    if (name === 'head') return { names: namesOf(this.getCurrentHead(branch)), branch }
    return { names: name === 'base' || name === null ? [] : [name], branch }
  }

  /** A revision by its name, the beginning of it, or a branch label. @throws ResolutionError */
  byIdentifier(name: string, branch: string | null = null): R {
    const branchPoint = branch === null ? null : this.resolveBranch(branch)
    const found = this.graph.byName.get(name) ?? this.#byBeginning(name, branch)
    if (branchPoint !== null && !this.#sharesLineage(found, [branchPoint])) {
      throw new ResolutionError(
        `Revision ${found.revision} is not a member of branch '${branch}'`,
        name,
      )
    }
    return found as R
  }

  /** The revision a branch label belongs to. @throws ResolutionError */
  resolveBranch(label: string): R {
    const found = this.graph.byName.get(label)
    if (found) return found as R
    try {
      return this.byIdentifier(label)
    } catch (error) {
      if (!(error instanceof ResolutionError)) throw error
      throw new ResolutionError(`No such branch: '${label}'`, label, { cause: error })
    }
  }

  /** Those that lie above or below what a name stands for. */
  inLineage<T extends Revision>(
    targets: readonly T[],
    name: string,
    options: Relatives = { dependencies: false },
  ): readonly T[] {
    const { names, branch } = this.resolve(name)
    const against = [...namesOf(branch), ...names].map((each) => this.byIdentifier(each))
    return against.length === 0
      ? targets
      : targets.filter((target) => this.#sharesLineage(target, against, options))
  }

  namesInLineage(names: readonly string[], name: string): readonly string[] {
    const targets = names.map((each) => this.byIdentifier(each))
    return this.inLineage(targets, name).map(({ revision }) => revision)
  }

  /** The revisions below some, and those themselves. */
  ancestors(targets: Iterable<Revision>, { dependencies = true }: Relatives = {}): readonly R[] {
    const down = dependencies
      ? (each: Revision) => each.normalizedDownRevisions
      : (each: Revision) => each.versionedDownRevisions
    return [...this.graph.reachable(targets, down)] as R[]
  }

  /** The revisions above some, and those themselves. */
  descendants(targets: Iterable<Revision>, { dependencies = true }: Relatives = {}): readonly R[] {
    const up = dependencies ? (each: Revision) => each.allNextrev : (each: Revision) => each.nextrev
    return [...this.graph.reachable(targets, up)] as R[]
  }

  /** @throws RevisionError when revisions that were asked for together lie above each other */
  expectApart(targets: readonly Revision[]): void {
    for (const target of targets) {
      const below = new Set<Revision>(this.ancestors([target]))
      const overlaps = targets.filter((each) => each !== target && below.has(each))
      if (overlaps.length === 0) continue
      const names = overlaps.map(({ revision }) => revision).join(', ')
      throw new RevisionError(
        `Requested revision ${target.revision} overlaps with other requested revisions ${names}`,
      )
    }
  }

  /** The heads of all that lies below some revisions. */
  getAllCurrent(names: readonly string[]): readonly R[] {
    const all = this.ancestors(this.getRevisions(names))
    const isTop = (each: R): boolean => {
      const above = this.descendants([each], { dependencies: false })
      return !all.some((other) => other !== each && above.includes(other))
    }
    return all.filter(isTop)
  }

  /**
   * The revisions between two, the upper ones first.
   *
   * @throws RevisionError when the one does not lead to the other
   */
  iterateRevisions(
    upper: RevisionNames,
    lower: RevisionNames,
    options: RangeOptions = {},
  ): readonly R[] {
    const map = this as unknown as RevisionMap
    const collect = options.selectForDowngrade ? collectDowngrade : collectUpgrade
    const { revisions, heads } = collect(map, upper, lower, options)
    return topologicalOrder(map, revisions, heads) as readonly R[]
  }

  #byBeginning(name: string, branch: string | null): Revision {
    const all = [...this.graph.byName.keys()]
    const matching = all.filter((each) => each.length > 3 && each.startsWith(name))
    const names = branch === null ? matching : this.namesInLineage(matching, branch)
    const [only] = names
    if (only === undefined) {
      const hint =
        name.length < 4
          ? '; please ensure at least four characters are present for partial revision identifier matches'
          : ''
      throw new ResolutionError(`No such revision or branch '${name}'${hint}`, name)
    }
    if (names.length > 1) {
      const some = names.slice(0, 3).map((each) => `'${each}'`)
      throw new ResolutionError(
        `Multiple revisions start with '${name}': ${some.join(', ')}...`,
        name,
      )
    }
    return this.graph.get(only)
  }

  #sharesLineage(
    target: Revision,
    against: readonly Revision[],
    options: Relatives = { dependencies: false },
  ): boolean {
    const relatives = new Set<Revision>([
      ...this.descendants([target], options),
      ...this.ancestors([target], options),
    ])
    return against.some((each) => relatives.has(each))
  }

  /** `-2`: two below each head. */
  #below(steps: number, branch: string | null): readonly R[] {
    const heads = this.getRevisions('heads').filter(
      (head) => branch === null || head.branchLabels.has(branch),
    )
    return heads.flatMap((head) => {
      let found: R | null = head
      for (let step = 0; step > steps && found !== null; step -= 1)
        found = this.getRevisions(found.downRevision)[0] ?? null
      return found === null ? [] : [found]
    })
  }
}
