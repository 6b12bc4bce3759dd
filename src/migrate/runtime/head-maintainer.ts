/** Keeps the version table at the revisions the database is at; `alembic.runtime.migration.HeadMaintainer`. */
import type { Column } from '../../schema/column.js'
import { delete_, insert, update } from '../../sql/dml/constructors.js'
import { literalColumn } from '../../sql/elements/column-clause.js'
import { CommandError } from '../errors.js'
import type { MigrationContext } from './migration-context.js'
import type { MigrationStep } from './steps.js'

export class HeadMaintainer {
  readonly #heads: Set<string>

  constructor(
    private readonly context: MigrationContext,
    heads: readonly string[],
  ) {
    this.#heads = new Set(heads)
  }

  get heads(): readonly string[] {
    return [...this.#heads]
  }

  /** Notes that a step was made. */
  updateToStep(step: MigrationStep): void {
    const heads: ReadonlySet<string> = this.#heads
    if (step.shouldDeleteBranch(heads)) this.#delete(step.deleteVersionNum)
    else if (step.shouldCreateBranch(heads)) this.#insert(step.insertVersionNum)
    else if (step.shouldMergeBranches(heads)) this.#merge(step)
    else if (step.shouldUnmergeBranches(heads)) this.#unmerge(step)
    else this.#update(...step.updateVersionNum(heads))
  }

  #merge(step: MigrationStep): void {
    const { others, from, to } = step.mergeBranchIdents(this.#heads)
    for (const version of others) this.#delete(version)
    this.#update(from, to)
  }

  #unmerge(step: MigrationStep): void {
    const { others, from, to } = step.unmergeBranchIdents(this.#heads)
    for (const version of others) this.#insert(version)
    this.#update(from, to)
  }

  get #column(): Column {
    return this.context.version.c['version_num'] as Column
  }

  #insert(version: string): void {
    this.#heads.add(version)
    const statement = insert(this.context.version).values({ version_num: quoted(version) })
    this.context.impl.execute(statement)
  }

  #delete(version: string): void {
    this.#heads.delete(version)
    const isVersion = this.#column.eq(quoted(version))
    const result = this.context.impl.execute(delete_(this.context.version).where(isVersion))
    this.#expectOneRow(result?.rowcount, `deleting '${version}'`)
  }

  #update(from: string, to: string): void {
    this.#heads.delete(from)
    this.#heads.add(to)
    const statement = update(this.context.version)
      .values({ version_num: quoted(to) })
      .where(this.#column.eq(quoted(from)))
    const result = this.context.impl.execute(statement)
    this.#expectOneRow(result?.rowcount, `updating '${from}' to '${to}'`)
  }

  #expectOneRow(count: number | undefined, action: string): void {
    if (count === undefined || count === 1) return
    const table = this.context.versionTable
    throw new CommandError(
      `Online migration expected to match one row when ${action} in '${table}'; ${count} found`,
    )
  }
}

/** Part of the statement, so that scripts read well. */
function quoted(version: string) {
  return literalColumn<string>(`'${version}'`)
}
