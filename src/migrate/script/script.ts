/** A revision with its file: what it does, what it says of itself, how it is listed; `alembic.script.base.Script`. */
import { readFileSync } from 'node:fs'
import { CommandError } from '../errors.js'
import { headerText } from './header-text.js'
import { Revision, type RevisionNames } from './revision.js'

/** What a migration script exports. */
export interface ScriptModule {
  readonly revision?: string
  readonly downRevision?: RevisionNames
  readonly branchLabels?: RevisionNames
  readonly dependsOn?: RevisionNames
  upgrade(args?: Readonly<Record<string, unknown>>): void
  downgrade(args?: Readonly<Record<string, unknown>>): void
}

/** How much a listing says. */
export interface ListingOptions {
  readonly verbose?: boolean
  readonly includeBranches?: boolean
  readonly includeDoc?: boolean
  readonly includeParents?: boolean
  readonly treeIndicators?: boolean
}

/** `alembic.script.Script`: a revision and its file. */
export class Script extends Revision {
  /** @internal Set while the database's revision is known. */
  isCurrent = false
  #longdoc: string | null = null

  /** @throws CommandError when the file does not say which revision it is */
  constructor(
    readonly module: ScriptModule,
    readonly path: string,
  ) {
    super(revisionOf(module, path), module.downRevision ?? null, {
      dependencies: module.dependsOn ?? null,
      branchLabels: module.branchLabels ?? null,
    })
  }

  /** The first paragraph of the comment at the top of the file. */
  get doc(): string {
    return this.longdoc.split('\n\n')[0] ?? ''
  }

  get longdoc(): string {
    return (this.#longdoc ??= headerText(readFileSync(this.path, 'utf8')))
  }

  /** Several lines about the revision. */
  get logEntry(): string {
    const parents = this.isMergePoint ? 'Merges' : 'Parent'
    const lines = [
      `Rev: ${this.revision}${this.#marks(this.isHead)}`,
      `${parents}: ${this.#downText()}`,
      this.dependencies.length > 0 ? `Also depends on: ${this.dependencies.join(', ')}` : null,
      this.isBranchPoint ? `Branches into: ${[...this.nextrev].join(', ')}` : null,
      this.branchLabels.size > 0 ? `Branch names: ${[...this.branchLabels].join(', ')}` : null,
      `Path: ${this.path}`,
      '',
      ...this.longdoc.split('\n').map((line) => `    ${line}`),
      '',
    ]
    return lines.filter((line) => line !== null).join('\n')
  }

  /** One line, or several where asked for. */
  cmdFormat({ verbose = false, ...options }: ListingOptions = {}): string {
    return verbose ? this.logEntry : this.#line(options)
  }

  override toString(): string {
    return `${this.#downText()} -> ${this.revision}${this.#marks(this.isHead)}, ${this.doc}`
  }

  #line(options: ListingOptions): string {
    const { includeBranches, includeDoc, includeParents, treeIndicators = true } = options
    const needs = this.dependencies.length > 0 ? ` (${this.dependencies.join(', ')})` : ''
    const before = includeParents ? `${this.#downText()}${needs} -> ` : ''
    const labels =
      includeBranches && this.branchLabels.size > 0 ? ` (${[...this.branchLabels].join(', ')})` : ''
    const heads =
      (this.isRealHead ? ' (head)' : this.isHead ? ' (effective head)' : '') +
      (this.isCurrent ? ' (current)' : '')
    const tree = treeIndicators ? this.#treeMarks() : ''
    return before + this.revision + labels + heads + tree + (includeDoc ? `, ${this.doc}` : '')
  }

  #marks(isHead: boolean): string {
    return `${isHead ? ' (head)' : ''}${this.#treeMarks()}${this.isCurrent ? ' (current)' : ''}`
  }

  #treeMarks(): string {
    return `${this.isBranchPoint ? ' (branchpoint)' : ''}${this.isMergePoint ? ' (mergepoint)' : ''}`
  }

  #downText(): string {
    return this.isBase ? '<base>' : this.versionedDownRevisions.join(', ')
  }
}

function revisionOf(module: ScriptModule, path: string): string {
  if (typeof module.revision === 'string') return module.revision
  throw new CommandError(`Could not determine revision id from file ${path}.`, {
    hint: "a migration script exports it: export const revision = '…'",
  })
}
