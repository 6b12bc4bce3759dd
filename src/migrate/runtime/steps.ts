/**
 * Steps from revision to revision, and what each does to the version table;
 * `RevisionStep` and `StampStep` of `alembic.runtime.migration`.
 */
import type { RevisionMap } from '../script/revision-map.js'
import type { Script } from '../script/script.js'

/** Versions to add or remove, and one that changes. */
export interface BranchIdents {
  readonly others: readonly string[]
  readonly from: string
  readonly to: string
}

type Heads = ReadonlySet<string>

/** A step from revisions to revisions. */
export abstract class MigrationStep {
  abstract readonly isUpgrade: boolean
  abstract readonly name: string
  abstract readonly doc: string | null
  abstract readonly fromRevisions: readonly string[]
  abstract readonly toRevisions: readonly string[]
  /** Without revisions that are only depended on. */
  abstract readonly fromRevisionsNoDeps: readonly string[]
  abstract readonly toRevisionsNoDeps: readonly string[]
  abstract readonly deleteVersionNum: string
  abstract readonly insertVersionNum: string

  abstract run(args: Readonly<Record<string, unknown>>): void
  abstract shouldDeleteBranch(heads: Heads): boolean
  abstract shouldCreateBranch(heads: Heads): boolean
  abstract shouldMergeBranches(heads: Heads): boolean
  abstract shouldUnmergeBranches(heads: Heads): boolean
  abstract mergeBranchIdents(heads: Heads): BranchIdents
  abstract unmergeBranchIdents(heads: Heads): BranchIdents
  abstract updateVersionNum(heads: Heads): readonly [from: string, to: string]

  get isDowngrade(): boolean {
    return !this.isUpgrade
  }

  get shortLog(): string {
    return `${this.name} ${this.fromRevisionsNoDeps.join(', ')} -> ${this.toRevisionsNoDeps.join(', ')}`
  }

  toString(): string {
    return this.doc ? `${this.shortLog}, ${this.doc}` : this.shortLog
  }
}

/** A migration script, up or down. */
export class RevisionStep extends MigrationStep {
  constructor(
    private readonly map: RevisionMap,
    readonly revision: Script,
    override readonly isUpgrade: boolean,
  ) {
    super()
  }

  override get name(): string {
    return this.isUpgrade ? 'upgrade' : 'downgrade'
  }

  override get doc(): string {
    return this.revision.doc
  }

  override get fromRevisions(): readonly string[] {
    return this.isUpgrade ? this.revision.normalizedDownRevisions : [this.revision.revision]
  }

  override get toRevisions(): readonly string[] {
    return this.isUpgrade ? [this.revision.revision] : this.revision.normalizedDownRevisions
  }

  override get fromRevisionsNoDeps(): readonly string[] {
    return this.isUpgrade ? this.revision.versionedDownRevisions : [this.revision.revision]
  }

  override get toRevisionsNoDeps(): readonly string[] {
    return this.isUpgrade ? [this.revision.revision] : this.revision.versionedDownRevisions
  }

  override get deleteVersionNum(): string {
    return this.revision.revision
  }

  override get insertVersionNum(): string {
    return this.revision.revision
  }

  override run(args: Readonly<Record<string, unknown>>): void {
    const { upgrade, downgrade } = this.revision.module
    if (this.isUpgrade) upgrade(args)
    else downgrade(args)
  }

  override shouldDeleteBranch(heads: Heads): boolean {
    if (this.isUpgrade || !heads.has(this.revision.revision)) return false
    if (this.revision.normalizedDownRevisions.length === 0) return true
    return this.#unmergeToRevisions(heads).length === 0
  }

  override shouldCreateBranch(heads: Heads): boolean {
    return this.isUpgrade && !this.revision.normalizedDownRevisions.some((each) => heads.has(each))
  }

  override shouldMergeBranches(heads: Heads): boolean {
    const present = this.revision.normalizedDownRevisions.filter((each) => heads.has(each))
    return this.isUpgrade && present.length > 1
  }

  override shouldUnmergeBranches(heads: Heads): boolean {
    const { revision, normalizedDownRevisions } = this.revision
    return this.isDowngrade && heads.has(revision) && normalizedDownRevisions.length > 1
  }

  override mergeBranchIdents(heads: Heads): BranchIdents {
    const others = [...heads].filter((each) => !this.fromRevisions.includes(each))
    const ancestors = others.length > 0 ? this.#ancestorsOf(others) : new Set<string>()
    const from = this.fromRevisions.filter((each) => !ancestors.has(each))
    return { others: from.slice(0, -1), from: lastOf(from), to: lastOf(this.toRevisions) }
  }

  override unmergeBranchIdents(heads: Heads): BranchIdents {
    const to = this.#unmergeToRevisions(heads)
    return { others: to.slice(0, -1), from: this.revision.revision, to: lastOf(to) }
  }

  override updateVersionNum(heads: Heads): readonly [from: string, to: string] {
    const down = this.revision.normalizedDownRevisions
    const [only = ''] = down.length === 1 ? down : down.filter((each) => heads.has(each))
    const { revision } = this.revision
    return this.isUpgrade ? [only, revision] : [revision, only]
  }

  /** Of the revisions that come back, those no other head stands on. */
  #unmergeToRevisions(heads: Heads): readonly string[] {
    const others = [...heads].filter((each) => each !== this.revision.revision)
    const ancestors =
      others.length > 0
        ? this.#ancestorsOf(others)
        : new Set(this.toRevisions.flatMap((each) => this.#properAncestorsOf(each)))
    return this.toRevisions.filter((each) => !ancestors.has(each))
  }

  #properAncestorsOf(revision: string): readonly string[] {
    return [...this.#ancestorsOf([revision])].filter((each) => each !== revision)
  }

  #ancestorsOf(revisions: readonly string[]): ReadonlySet<string> {
    const nodes = this.map.ancestors(this.map.getRevisions(revisions))
    return new Set(nodes.map((node) => node.revision))
  }
}

export interface StampMove {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly isUpgrade: boolean
  /** A branch appears or disappears. */
  readonly isBranchMove: boolean
}

/** A change of the version table alone. */
export class StampStep extends MigrationStep {
  override readonly name = 'stamp_revision'
  override readonly doc = null

  constructor(private readonly move: StampMove) {
    super()
  }

  override get isUpgrade(): boolean {
    return this.move.isUpgrade
  }

  override get fromRevisions(): readonly string[] {
    return this.move.from
  }

  override get toRevisions(): readonly string[] {
    return this.move.to
  }

  override get fromRevisionsNoDeps(): readonly string[] {
    return this.move.from
  }

  override get toRevisionsNoDeps(): readonly string[] {
    return this.move.to
  }

  override get deleteVersionNum(): string {
    return lastOf(this.move.from)
  }

  override get insertVersionNum(): string {
    return lastOf(this.move.to)
  }

  override run(): void {}

  override shouldDeleteBranch(): boolean {
    return this.isDowngrade && this.move.isBranchMove
  }

  override shouldCreateBranch(heads: Heads): boolean {
    const { from, to, isBranchMove } = this.move
    const isNew = isBranchMove || from.some((each) => !heads.has(each))
    return this.isUpgrade && isNew && to.some((each) => !heads.has(each))
  }

  override shouldMergeBranches(): boolean {
    return this.move.from.length > 1
  }

  override shouldUnmergeBranches(): boolean {
    return this.move.to.length > 1
  }

  override mergeBranchIdents(): BranchIdents {
    const { from, to } = this.move
    return { others: from.slice(0, -1), from: lastOf(from), to: to[0] ?? '' }
  }

  override unmergeBranchIdents(): BranchIdents {
    const { from, to } = this.move
    return { others: to.slice(0, -1), from: from[0] ?? '', to: lastOf(to) }
  }

  override updateVersionNum(): readonly [from: string, to: string] {
    return [this.move.from[0] ?? '', this.move.to[0] ?? '']
  }
}

function lastOf(revisions: readonly string[]): string {
  return revisions.at(-1) ?? ''
}
