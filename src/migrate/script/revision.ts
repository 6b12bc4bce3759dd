/** A revision: its name, what it follows and depends on; `alembic.script.revision.Revision`. */
import { CycleDetected, RevisionError } from '../errors.js'

/** One name, several, or none. */
export type RevisionNames = string | readonly string[] | null

const ILLEGAL = ['@', '-', '+', ':']

export interface RevisionOptions {
  readonly dependencies?: RevisionNames
  readonly branchLabels?: RevisionNames
}

/** `alembic.script.revision.Revision`. */
export class Revision {
  /** Those that follow it, without those that only depend on it. */
  readonly nextrev = new Set<string>()
  readonly allNextrev = new Set<string>()
  readonly versionedDownRevisions: readonly string[]
  readonly dependencies: readonly string[]
  readonly ownBranchLabels: readonly string[]
  /** Its own, and those of the branch it is on. */
  readonly branchLabels: Set<string>
  /** @internal Dependencies by revision. */
  resolvedDependencies: readonly string[] = []
  /** @internal Of those, the ones nobody before it depends on already. */
  normalizedResolvedDependencies: readonly string[] = []

  /** @throws RevisionError for impossible names and for revisions that follow themselves */
  constructor(
    readonly revision: string,
    downRevision: RevisionNames,
    { dependencies = null, branchLabels = null }: RevisionOptions = {},
  ) {
    this.versionedDownRevisions = namesOf(downRevision)
    this.dependencies = namesOf(dependencies)
    this.ownBranchLabels = namesOf(branchLabels)
    this.branchLabels = new Set(this.ownBranchLabels)
    if (this.versionedDownRevisions.includes(revision))
      throw new CycleDetected([revision], 'Self-loop')
    if (this.dependencies.includes(revision))
      throw new CycleDetected([revision], 'Dependency self-loop')
    Revision.verifyRevId(revision)
  }

  /** @throws RevisionError */
  static verifyRevId(revision: string): void {
    const found = ILLEGAL.filter((character) => revision.includes(character))
    if (found.length === 0) return
    throw new RevisionError(
      `Character(s) '${[...found].sort().join(', ')}' not allowed in revision identifier '${revision}'`,
    )
  }

  /** The one before it, several of a merge, null for a base. */
  get downRevision(): RevisionNames {
    return asScalar(this.versionedDownRevisions)
  }

  get allDownRevisions(): readonly string[] {
    return [...new Set([...this.versionedDownRevisions, ...this.resolvedDependencies])]
  }

  get normalizedDownRevisions(): readonly string[] {
    return [...new Set([...this.versionedDownRevisions, ...this.normalizedResolvedDependencies])]
  }

  get isHead(): boolean {
    return this.nextrev.size === 0
  }

  /** Nothing depends on it, either. */
  get isRealHead(): boolean {
    return this.allNextrev.size === 0
  }

  get isBase(): boolean {
    return this.versionedDownRevisions.length === 0
  }

  get isRealBase(): boolean {
    return this.isBase && this.dependencies.length === 0
  }

  get isBranchPoint(): boolean {
    return this.nextrev.size > 1
  }

  get isRealBranchPoint(): boolean {
    return this.allNextrev.size > 1
  }

  get isMergePoint(): boolean {
    return this.versionedDownRevisions.length > 1
  }

  /** @internal */
  addNextrev(revision: Revision): void {
    this.allNextrev.add(revision.revision)
    if (revision.versionedDownRevisions.includes(this.revision)) this.nextrev.add(revision.revision)
  }
}

/** Names as a list. */
export function namesOf(names: RevisionNames | undefined): readonly string[] {
  if (names === null || names === undefined) return []
  return typeof names === 'string' ? [names] : names
}

/** A list of names as revisions write it. */
export function asScalar(names: readonly string[]): RevisionNames {
  const [only] = names
  if (only === undefined) return null
  return names.length === 1 ? only : names
}
