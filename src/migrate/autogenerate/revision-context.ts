/** Makes the scripts of `revision`, empty or with what differs; `alembic.autogenerate.api.RevisionContext`. */
import { randomBytes } from 'node:crypto'
import { CommandError } from '../errors.js'
import { DowngradeOps, MigrationScript, UpgradeOps } from '../operations/ops/containers.js'
import type { MigrationContext } from '../runtime/migration-context.js'
import type { RevisionNames } from '../script/revision.js'
import type { Script } from '../script/script.js'
import type { ScriptDirectory } from '../script/script-directory.js'
import type { TemplateValues } from '../script/template.js'
import { body, populate } from './api.js'
import { AutogenContext } from './autogen-context.js'
import type { ProcessRevisionDirectives } from './autogenerate-options.js'

export interface RevisionArguments {
  readonly message?: string | null
  readonly sql?: boolean
  readonly head?: RevisionNames
  readonly splice?: boolean
  readonly branchLabel?: RevisionNames
  readonly versionPath?: string | null
  readonly revId?: string | null
  readonly dependsOn?: RevisionNames
  readonly processRevisionDirectives?: ProcessRevisionDirectives
}

export class RevisionContext {
  readonly generatedRevisions: MigrationScript[]
  readonly templateArgs: Record<string, unknown> = {}
  #context: AutogenContext | null = null

  constructor(
    private readonly directory: ScriptDirectory,
    private readonly given: RevisionArguments,
  ) {
    this.generatedRevisions = [scriptOf(given)]
  }

  /** Fills the script with what differs between models and database. */
  runAutogenerate(revisions: readonly string[], context: MigrationContext): void {
    if (this.given.sql)
      throw new CommandError('Using --sql with --autogenerate does not make any sense')
    this.#expectUpToDate(revisions)
    this.#run(revisions, context, true)
  }

  /** Lets hooks fill it. */
  runNoAutogenerate(revisions: readonly string[], context: MigrationContext): void {
    this.#run(revisions, context, false)
  }

  /** Writes the scripts. */
  generateScripts(): readonly Script[] {
    return this.generatedRevisions.map((script) =>
      this.directory.generateRevision({
        revId: script.revId ?? newRevId(),
        message: script.message,
        head: script.head,
        splice: script.splice,
        branchLabels: script.branchLabel,
        versionPath: script.versionPath,
        dependsOn: script.dependsOn,
        values: this.#valuesOf(script),
      }),
    )
  }

  #expectUpToDate(revisions: readonly string[]): void {
    const current = new Set(this.directory.getRevisions(revisions))
    const heads = this.directory.getRevisions('heads')
    if (current.size === heads.length && heads.every((each) => current.has(each))) return
    throw new CommandError('Target database is not up to date.', {
      hint: 'upgrade it to the heads first',
    })
  }

  #run(revisions: readonly string[], context: MigrationContext, compares: boolean): void {
    const [script] = this.generatedRevisions
    const autogenContext = new AutogenContext(context, { compares })
    this.#context = autogenContext
    if (script) {
      script.upgradeOps.upgradeToken = context.opts.upgradeToken ?? 'upgrades'
      script.downgradeOps.downgradeToken = context.opts.downgradeToken ?? 'downgrades'
      if (compares) populate(autogenContext, script)
    }
    const directives = this.generatedRevisions
    this.given.processRevisionDirectives?.(context, revisions, directives)
    context.opts.processRevisionDirectives?.(context, revisions, directives)
    for (const each of directives) each.needsRender = true
  }

  #valuesOf(script: MigrationScript): TemplateValues {
    const context = this.#context
    if (context === null || !script.needsRender) return this.templateArgs
    context.imports.clear()
    for (const line of script.imports) context.imports.add(line)
    const { upgradeOps, downgradeOps } = script
    const bodies = {
      [upgradeOps.upgradeToken]: body(upgradeOps, context),
      [downgradeOps.downgradeToken]: body(downgradeOps, context),
    }
    const imports = [...context.imports].sort().join('\n')
    return { ...this.templateArgs, ...bodies, imports }
  }
}

function scriptOf(given: RevisionArguments): MigrationScript {
  return new MigrationScript(given.revId ?? newRevId(), new UpgradeOps(), new DowngradeOps(), {
    message: given.message ?? null,
    head: given.head ?? 'head',
    splice: given.splice ?? false,
    branchLabel: given.branchLabel ?? null,
    versionPath: given.versionPath ?? null,
    dependsOn: given.dependsOn ?? null,
  })
}

/** Twelve hexadecimal digits. */
export function newRevId(): string {
  return randomBytes(6).toString('hex')
}
