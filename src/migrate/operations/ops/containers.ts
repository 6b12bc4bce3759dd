/** Operations in order: those of one table, of one direction, of one script. */
import { MigrateOperation, type Diff } from './migrate-operation.js'

/** Operations in order. */
export abstract class OpContainer extends MigrateOperation {
  readonly ops: MigrateOperation[]

  constructor(ops: readonly MigrateOperation[] = []) {
    super()
    this.ops = [...ops]
  }

  isEmpty(): boolean {
    return this.ops.length === 0
  }

  /** All differences, those inside of containers too. */
  asDiffs(): readonly Diff[] {
    return this.ops.flatMap((each) =>
      each instanceof OpContainer ? each.asDiffs() : [each.toDiffTuple()],
    )
  }

  protected reversedOps(): MigrateOperation[] {
    return this.ops.map((each) => each.reverse()).reverse()
  }
}

/** Changes of one table. */
export class ModifyTableOps extends OpContainer {
  constructor(
    readonly tableName: string,
    ops: readonly MigrateOperation[] = [],
    readonly options: { readonly schema?: string | null } = {},
  ) {
    super(ops)
  }

  override reverse(): ModifyTableOps {
    return new ModifyTableOps(this.tableName, this.reversedOps(), this.options)
  }
}

/** What `upgrade()` does. */
export class UpgradeOps extends OpContainer {
  constructor(
    ops: readonly MigrateOperation[] = [],
    /** Its name in the template. */
    public upgradeToken = 'upgrades',
  ) {
    super(ops)
  }

  override reverse(): DowngradeOps {
    return this.reverseInto(new DowngradeOps())
  }

  reverseInto(downgradeOps: DowngradeOps): DowngradeOps {
    downgradeOps.ops.splice(0, downgradeOps.ops.length, ...this.reversedOps())
    return downgradeOps
  }
}

/** What `downgrade()` does. */
export class DowngradeOps extends OpContainer {
  constructor(
    ops: readonly MigrateOperation[] = [],
    public downgradeToken = 'downgrades',
  ) {
    super(ops)
  }

  override reverse(): UpgradeOps {
    return new UpgradeOps(this.reversedOps())
  }
}

export interface MigrationScriptOptions {
  readonly message?: string | null
  readonly imports?: readonly string[]
  readonly head?: string | readonly string[] | null
  readonly splice?: boolean
  readonly branchLabel?: string | readonly string[] | null
  readonly versionPath?: string | null
  readonly dependsOn?: string | readonly string[] | null
}

/** A script to be written: both directions, and where it belongs. Hooks may change it. */
export class MigrationScript extends MigrateOperation {
  message: string | null
  head: string | readonly string[] | null
  splice: boolean
  branchLabel: string | readonly string[] | null
  versionPath: string | null
  dependsOn: string | readonly string[] | null
  readonly imports: Set<string>
  /** Its operations become the bodies of the script's functions. */
  needsRender = false

  constructor(
    public revId: string | null,
    public upgradeOps: UpgradeOps,
    public downgradeOps: DowngradeOps,
    options: MigrationScriptOptions = {},
  ) {
    super()
    this.message = options.message ?? null
    this.head = options.head ?? null
    this.splice = options.splice ?? false
    this.branchLabel = options.branchLabel ?? null
    this.versionPath = options.versionPath ?? null
    this.dependsOn = options.dependsOn ?? null
    this.imports = new Set(options.imports)
  }
}
