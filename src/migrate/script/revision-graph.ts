/**
 * All revisions by name and branch label, with what follows what; made once from the list of revisions.
 * The first half of `alembic.script.revision.RevisionMap`.
 */
import { warn } from '../../util/warnings.js'
import { CycleDetected, RevisionError } from '../errors.js'
import type { Revision } from './revision.js'

type Neighbours = (revision: Revision) => Iterable<string>

export class RevisionGraph {
  /** Revisions, then branch labels. */
  readonly byName = new Map<string, Revision>()
  heads: readonly string[] = []
  realHeads: readonly string[] = []
  bases: readonly string[] = []
  realBases: readonly string[] = []

  /** @throws RevisionError for branch labels that are used twice and for cycles */
  constructor(revisions: Iterable<Revision>) {
    for (const revision of revisions) {
      if (this.byName.has(revision.revision)) warnOfTwin(revision)
      this.byName.set(revision.revision, revision)
    }
    const all = [...this.byName.values()]
    this.#mapBranchLabels(all)
    for (const revision of all) this.#resolveDependencies(revision)
    for (const revision of all) this.#linkDown(revision)
    for (const revision of all) this.#normalizeDependencies(revision)
    this.#findEnds(all)
    this.#detectCycles(all)
    this.#spreadBranchLabels(all)
  }

  /** Adds one that comes after the others. */
  add(revision: Revision): void {
    if (this.byName.has(revision.revision)) warnOfTwin(revision)
    this.byName.set(revision.revision, revision)
    this.#mapBranchLabels([revision])
    this.#resolveDependencies(revision)
    this.#linkDown(revision)
    this.#normalizeDependencies(revision)
    this.#spreadBranchLabels([revision])
    this.#findEnds([...new Set(this.byName.values())])
  }

  /** All that can be reached from some revisions, those included. */
  *reachable(start: Iterable<Revision>, neighbours: Neighbours): Generator<Revision> {
    const seen = new Set<Revision>()
    for (const first of start) {
      const open = [first]
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (seen.has(next)) continue
        seen.add(next)
        for (const name of neighbours(next)) open.push(this.get(name))
        yield next
      }
    }
  }

  /** @throws RevisionError */
  get(name: string): Revision {
    const found = this.byName.get(name)
    if (found) return found
    throw new RevisionError(`Revision ${name} is not present`)
  }

  #mapBranchLabels(revisions: readonly Revision[]): void {
    for (const revision of revisions) {
      for (const label of revision.ownBranchLabels) {
        const other = this.byName.get(label)
        if (other) {
          throw new RevisionError(
            `Branch name '${label}' in revision ${revision.revision} already used by revision ${other.revision}`,
          )
        }
        this.byName.set(label, revision)
      }
    }
  }

  #resolveDependencies(revision: Revision): void {
    revision.resolvedDependencies = revision.dependencies.map((name) => this.get(name).revision)
  }

  #linkDown(revision: Revision): void {
    for (const name of revision.allDownRevisions) {
      const down = this.byName.get(name)
      if (down) down.addNextrev(revision)
      else {
        throw new RevisionError(
          `Revision ${name} referenced from ${describe(revision)} is not present`,
        )
      }
    }
  }

  /** What those before it depend on need not be said again. */
  #normalizeDependencies(revision: Revision): void {
    const needed = new Set(revision.resolvedDependencies)
    const before = this.reachable([revision], (each) => each.versionedDownRevisions)
    for (const ancestor of needed.size === 0 ? [] : before) {
      if (ancestor === revision) continue
      for (const name of ancestor.resolvedDependencies) needed.delete(name)
    }
    revision.normalizedResolvedDependencies = [...needed]
  }

  #findEnds(all: readonly Revision[]): void {
    const names = (test: (revision: Revision) => boolean): readonly string[] =>
      all.filter(test).map(({ revision }) => revision)
    this.heads = names((each) => each.isHead)
    this.realHeads = names((each) => each.isRealHead)
    this.bases = names((each) => each.isBase)
    this.realBases = names((each) => each.isRealBase)
  }

  #detectCycles(all: readonly Revision[]): void {
    this.#expectOpen(all, 'Cycle', {
      tops: this.heads,
      bottoms: this.bases,
      down: (each) => each.versionedDownRevisions,
      up: (each) => each.nextrev,
    })
    this.#expectOpen(all, 'Dependency cycle', {
      tops: this.realHeads,
      bottoms: this.realBases,
      down: (each) => each.allDownRevisions,
      up: (each) => each.allNextrev,
    })
  }

  /** Everything lies between a top and a bottom. */
  #expectOpen(
    all: readonly Revision[],
    kind: string,
    ends: {
      readonly tops: readonly string[]
      readonly bottoms: readonly string[]
      readonly down: Neighbours
      readonly up: Neighbours
    },
  ): void {
    const nodes = (names: readonly string[]): Revision[] => names.map((name) => this.get(name))
    const above = new Set(this.reachable(nodes(ends.tops), ends.down))
    const below = new Set(this.reachable(nodes(ends.bottoms), ends.up))
    const lost = all.filter((each) => !above.has(each) || !below.has(each))
    if (lost.length > 0) throw new CycleDetected(lost.map(({ revision }) => revision).sort(), kind)
  }

  /** A label goes up to the heads, and down to where the branch begins. */
  #spreadBranchLabels(revisions: readonly Revision[]): void {
    for (const revision of revisions.filter((each) => each.ownBranchLabels.length > 0)) {
      for (const node of this.reachable([revision], (each) => each.nextrev))
        addLabels(node, revision)
      let below: Revision | undefined = revision
      while (below && !below.isRealBranchPoint && !below.isMergePoint) {
        addLabels(below, revision)
        const [down]: readonly string[] = below.versionedDownRevisions
        below = down === undefined ? undefined : this.byName.get(down)
      }
    }
  }
}

function addLabels(node: Revision, from: Revision): void {
  for (const label of from.branchLabels) node.branchLabels.add(label)
}

function warnOfTwin({ revision }: Revision): void {
  warn(`Revision ${revision} is present more than once`)
}

function describe({ revision, downRevision }: Revision): string {
  return `${JSON.stringify(downRevision)} -> ${revision}`
}
