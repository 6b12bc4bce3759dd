/** What operations on the whole database and those of a batch have in common. */
import type { Connection } from '../../engine/connection.js'
import type { ExecutionOptions } from '../../engine/execution-options.js'
import { ConventionName } from '../../schema/constraints.js'
import { MetaData } from '../../schema/metadata.js'
import { CommandError } from '../errors.js'
import type { Executable } from '../ddl/default-impl.js'
import type { MigrationContext } from '../runtime/migration-context.js'
import { ExecuteSQLOp } from './ops/data-ops.js'
import type { MigrateOperation } from './ops/migrate-operation.js'
import { SchemaObjects } from './schema-objects.js'
import type { OperationsTarget } from './target.js'
import { implement, invoke, type Implementation } from './to-impl.js'

export abstract class AbstractOperations {
  /** @internal */
  readonly objects: SchemaObjects
  /** @internal */
  readonly impl: OperationsTarget

  constructor(
    readonly migrationContext: MigrationContext,
    impl: OperationsTarget | null = null,
  ) {
    this.impl = impl ?? migrationContext.impl
    const target = migrationContext.opts.targetMetadata
    this.objects = new SchemaObjects(target instanceof MetaData ? target.namingConvention : {})
  }

  /**
   * Says how operations of a class of your own are carried out; `Operations.implementation_for`.
   *
   * @example
   * Operations.implementationFor(CreateViewOp, (operations, { name, query }) => operations.execute(`CREATE VIEW ${name} AS ${query}`))
   */
  static implementationFor<T extends MigrateOperation>(
    class_: abstract new (...args: never) => T,
    implementation: Implementation<T>,
  ): void {
    implement(class_, implementation)
  }

  /** Carries out an operation object. @example op.invoke(new CreateViewOp('active', 'SELECT …')) */
  invoke(operation: MigrateOperation): unknown {
    return invoke(this, operation)
  }

  /** Marks a name as final: no naming convention is applied to it. @example op.dropIndex(op.f('ix_users_email')) */
  f(name: string): ConventionName {
    return new ConventionName(name)
  }

  /** The context of the running migration. */
  getContext(): MigrationContext {
    return this.migrationContext
  }

  /**
   * The connection of the running migration.
   *
   * @throws CommandError in `--sql` mode, where there is none
   * @example
   * const count = op.getBind().scalar(text('SELECT count(*) FROM users'))
   */
  getBind(): Connection {
    const { connection } = this.migrationContext.impl
    if (connection !== null) return connection
    throw new CommandError('There is no connection in --sql mode', {
      hint: 'ask op.getContext().asSql first, and write the statement with op.execute()',
    })
  }

  /**
   * Executes a statement; in `--sql` mode it is written.
   *
   * @param statement text, an expression such as `update(table)`, or DDL
   * @example
   * op.execute("UPDATE users SET role = 'user'")
   */
  execute(
    statement: Executable,
    options: { readonly executionOptions?: ExecutionOptions } = {},
  ): void {
    this.invoke(new ExecuteSQLOp(statement, options))
  }
}
