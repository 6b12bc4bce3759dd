/** How each operation is carried out; `alembic.operations.toimpl`. */
import {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  type Constraint,
} from '../../schema/constraints.js'
import type { Column } from '../../schema/column.js'
import { ddlRules } from '../../schema/ddl-dialect.js'
import { toInstance, type TypeArg } from '../../sql/types/type-engine.js'
import { NotImplementedError } from '../errors.js'
import type { AbstractOperations } from './abstract-operations.js'
import { isGiven } from '../ddl/column-change.js'
import { typeRuleOf } from '../ddl/default-impl.js'
import { AddColumnOp, AlterColumnOp, DropColumnOp } from './ops/column-ops.js'
import { AddConstraintOp, DropConstraintOp } from './ops/constraint-ops.js'
import { BulkInsertOp, ExecuteSQLOp } from './ops/data-ops.js'
import { CreateIndexOp, DropIndexOp } from './ops/index-ops.js'
import type { MigrateOperation } from './ops/migrate-operation.js'
import {
  CreateTableCommentOp,
  CreateTableOp,
  DropTableCommentOp,
  DropTableOp,
  RenameTableOp,
} from './ops/table-ops.js'
import { redeclare } from './schema-objects.js'

type Constructor<T> = abstract new (...args: never) => T

/** Carries out one kind of operation. */
export type Implementation<T extends MigrateOperation> = (
  operations: AbstractOperations,
  operation: T,
) => unknown

const implementations = new Map<Constructor<MigrateOperation>, Implementation<never>>()

/** Says how operations of a class are carried out. */
export function implement<T extends MigrateOperation>(
  class_: Constructor<T>,
  implementation: Implementation<T>,
): void {
  implementations.set(class_, implementation)
}

/** Carries out an operation. @throws NotImplementedError for classes nobody implemented */
export function invoke(operations: AbstractOperations, operation: MigrateOperation): unknown {
  let prototype: unknown = Object.getPrototypeOf(operation)
  while (typeof prototype === 'object' && prototype !== null) {
    const found = implementations.get(prototype.constructor as Constructor<MigrateOperation>)
    if (found) return found(operations, operation as never)
    prototype = Object.getPrototypeOf(prototype)
  }
  throw new NotImplementedError(`No implementation of ${operation.constructor.name}`, {
    hint: 'Operations.implementationFor(Class, (operations, operation) => …)',
  })
}

implement(CreateTableOp, ({ impl, objects }, operation) => {
  const table = operation.toTable(objects)
  impl.createTable(table, pick(operation.options, 'ifNotExists'))
  return table
})

implement(DropTableOp, ({ impl, objects }, operation) =>
  impl.dropTable(operation.toTable(objects), pick(operation.options, 'ifExists')),
)

implement(RenameTableOp, ({ impl }, { tableName, newTableName, options }) =>
  impl.renameTable(tableName, newTableName, options.schema ?? null),
)

implement(CreateTableCommentOp, ({ impl, objects }, operation) =>
  impl.createTableComment(operation.toTable(objects)),
)

implement(DropTableCommentOp, ({ impl, objects }, operation) =>
  impl.dropTableComment(operation.toTable(objects)),
)

implement(CreateIndexOp, ({ impl, objects }, operation) =>
  impl.createIndex(operation.toIndex(objects), pick(operation.options, 'ifNotExists')),
)

implement(DropIndexOp, ({ impl, objects }, operation) =>
  impl.dropIndex(operation.toIndex(objects), pick(operation.options, 'ifExists')),
)

implement(AddConstraintOp, ({ impl, objects }, operation) =>
  impl.addConstraint(operation.toConstraint(objects)),
)

implement(DropConstraintOp, ({ impl, objects }, { constraintName, tableName, options }) => {
  const { type = null, schema = null } = options
  const constraint = objects.genericConstraint(constraintName, tableName, type, schema)
  impl.dropConstraint(constraint, pick(options, 'ifExists'))
})

implement(AddColumnOp, addColumn)

function addColumn({ impl, objects }: AbstractOperations, operation: AddColumnOp): void {
  const { tableName, options } = operation
  const column = operation.column.table === null ? operation.column : redeclare(operation.column)
  const table = objects.table(tableName, [column], { schema: options.schema ?? null })
  impl.addColumn(tableName, column, options)
  for (const constraint of table.constraints) {
    const isInline = options.inlineReferences === true && isOwnReference(constraint)
    if (!(constraint instanceof PrimaryKeyConstraint) && !isInline) impl.addConstraint(constraint)
  }
  for (const index of table.indexes) impl.createIndex(index)
  if (column.comment !== null && ddlRules(impl.dialect).commentStatements)
    impl.createColumnComment(column)
}

function isOwnReference(constraint: Constraint): boolean {
  return constraint instanceof ForeignKeyConstraint && constraint.elements.length === 1
}

implement(DropColumnOp, ({ impl, objects }, operation) =>
  impl.dropColumn(operation.tableName, operation.toColumn(objects), operation.options),
)

implement(AlterColumnOp, alterColumn)

/** Constraints of the old type go first, those of the new one come last. */
function alterColumn(operations: AbstractOperations, operation: AlterColumnOp): void {
  const { tableName, columnName, modify, existing, options } = operation
  const { impl } = operations
  if (isGiven(existing.type) && isGiven(modify.type)) {
    for (const each of typeConstraints(operations, operation, existing.type))
      impl.dropConstraint(each)
  }
  impl.alterColumn(tableName, columnName, {
    ...options,
    ...modify,
    ...(existing.type === undefined ? {} : { existingType: existing.type }),
    ...(existing.nullable === undefined ? {} : { existingNullable: existing.nullable }),
    ...(existing.serverDefault === undefined
      ? {}
      : { existingServerDefault: existing.serverDefault }),
    ...(existing.comment === undefined ? {} : { existingComment: existing.comment }),
  })
  if (!isGiven(modify.type)) return
  for (const each of typeConstraints(operations, operation, modify.type)) impl.addConstraint(each)
}

function typeConstraints(
  { impl, objects }: AbstractOperations,
  { tableName, columnName, options }: AlterColumnOp,
  type: TypeArg,
): readonly Constraint[] {
  const column = redeclare(objects.column(columnName), { type: toInstance(type) })
  const table = objects.table(tableName, [column as Column], { schema: options.schema ?? null })
  return [...table.constraints].filter(
    (each) => each instanceof CheckConstraint && (typeRuleOf(each)?.(impl.dialect) ?? true),
  )
}

implement(BulkInsertOp, ({ migrationContext }, { table, rows, options }) =>
  migrationContext.impl.bulkInsert(table, rows, options.multiinsert),
)

implement(ExecuteSQLOp, ({ migrationContext }, { sqltext, options }) => {
  migrationContext.impl.execute(sqltext, null, options.executionOptions ?? null)
})

function pick<O extends object, K extends keyof O>(options: O, key: K): Pick<O, K> {
  return (options[key] === undefined ? {} : { [key]: options[key] }) as Pick<O, K>
}
