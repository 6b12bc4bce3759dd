/** Operations as source: the bodies of `upgrade()` and `downgrade()`; `alembic.autogenerate.render`. */
import type { Index } from '../../../schema/table-index.js'
import { warn } from '../../../util/warnings.js'
import { serverDefaultOf } from '../../ddl/column-change.js'
import { toInstance, type TypeArg } from '../../../sql/types/type-engine.js'
import { NotImplementedError } from '../../errors.js'
import { AddColumnOp, AlterColumnOp, DropColumnOp } from '../../operations/ops/column-ops.js'
import * as constraints from '../../operations/ops/constraint-ops.js'
import { ModifyTableOps, type OpContainer } from '../../operations/ops/containers.js'
import { ExecuteSQLOp } from '../../operations/ops/data-ops.js'
import { CreateIndexOp, DropIndexOp } from '../../operations/ops/index-ops.js'
import type { MigrateOperation } from '../../operations/ops/migrate-operation.js'
import * as tables from '../../operations/ops/table-ops.js'
import { dialectKeywords } from '../../operations/schema-objects.js'
import { callSource, indented, objectSource, sourceOf } from '../../source-text.js'
import type { AutogenContext } from '../autogen-context.js'
import {
  columnSource,
  expressionSource,
  optionSource,
  serverDefaultSource,
} from './render-column.js'
import { constraintSource, deferral, nameSource, operationPrefix } from './render-constraint.js'
import { typeSource } from './render-type.js'

type Constructor<T> = abstract new (...args: never) => T
type Renderer<T> = (operation: T, context: AutogenContext) => readonly string[]

const renderers = new Map<Constructor<MigrateOperation>, Renderer<never>>()

/** Says how operations of a class are written; `alembic.autogenerate.renderers.dispatch_for`. */
export function rendererFor<T extends MigrateOperation>(
  class_: Constructor<T>,
  renderer: Renderer<T>,
): void {
  renderers.set(class_, renderer)
}

/** The statements of an operation. @throws NotImplementedError */
export function renderOp(operation: MigrateOperation, context: AutogenContext): readonly string[] {
  const class_ = operation.constructor as Constructor<MigrateOperation>
  const renderer = renderers.get(class_) as Renderer<MigrateOperation> | undefined
  if (renderer) return renderer(operation, context)
  throw new NotImplementedError(`No renderer is known for ${class_.name}`, {
    hint: 'rendererFor(Class, (operation) => [source])',
  })
}

/** All statements of a direction between two comments. */
export function renderBody(container: OpContainer, context: AutogenContext): string {
  const lines = container.ops.flatMap((each) => renderOp(each, context))
  return [
    '// ### commands auto generated - please adjust! ###',
    ...lines,
    '// ### end of generated commands ###',
  ].join('\n')
}

type Entries = readonly (readonly [string, string])[]

function statement(
  context: AutogenContext,
  name: string,
  ...[args, options]: [readonly string[], Entries?]
): readonly string[] {
  const all = options && options.length > 0 ? [...args, objectSource(options)] : args
  return [callSource(operationPrefix(context) + name, all)]
}

/** Those that are given. */
function entries(options: Readonly<Record<string, unknown>>): Entries {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => [key, sourceOf(value)])
}

/** The table, unless the batch knows it. */
function tableArgument({ isInBatch }: AutogenContext, table: string): readonly string[] {
  return isInBatch ? [] : [sourceOf(table)]
}

function schemaEntry({ isInBatch }: AutogenContext, schema: string | null | undefined): Entries {
  return isInBatch ? [] : entries({ schema })
}

rendererFor(ModifyTableOps, (container, context) => {
  if (container.isEmpty()) return []
  if (!context.opts.renderAsBatch) return container.ops.flatMap((each) => renderOp(each, context))
  const lines = context.withinBatch(() => container.ops.flatMap((each) => renderOp(each, context)))
  const options = entries({ schema: container.options.schema })
  const end = options.length === 0 ? '})' : `}, ${objectSource(options)})`
  const prefix = context.opts.alembicModulePrefix ?? 'op.'
  const start = `${prefix}batchAlterTable(${sourceOf(container.tableName)}, (batchOp) => {`
  return [[start, ...lines.map(indented), end].join('\n')]
})

rendererFor(tables.CreateTableOp, (operation, context) => {
  const table = operation.toTable()
  const columns = table.tableColumns.map((column) => columnSource(column, context))
  const rules = [...table.constraints]
    .map((each) => constraintSource(each, context, operation.namespace))
    .filter((source) => source !== null)
    .sort()
  const { schema, info, prefixes, ifNotExists } = operation.options
  const options = entries({
    schema,
    comment: table.comment,
    info,
    prefixes,
    ...dialectKeywords(operation.options),
    ifNotExists,
  })
  const args = [sourceOf(operation.tableName), ...columns, ...rules]
  if (options.length > 0) args.push(objectSource(options))
  const name = `${operationPrefix(context)}createTable`
  return [`${name}(\n${args.map((each) => indented(`${each},`)).join('\n')}\n)`]
})

rendererFor(tables.DropTableOp, ({ tableName, options }, context) =>
  statement(context, 'dropTable', [sourceOf(tableName)], entries({ ...options })),
)

rendererFor(tables.RenameTableOp, ({ tableName, newTableName, options }, context) => {
  const args = [sourceOf(tableName), sourceOf(newTableName)]
  return statement(context, 'renameTable', args, entries({ ...options }))
})

rendererFor(tables.CreateTableCommentOp, ({ tableName, comment, options }, context) => {
  const args = [...tableArgument(context, tableName), sourceOf(comment)]
  const { existingComment, schema } = options
  const named = [...entries({ existingComment }), ...schemaEntry(context, schema)]
  return statement(context, 'createTableComment', args, named)
})

rendererFor(tables.DropTableCommentOp, ({ tableName, options }, context) => {
  const { existingComment, schema } = options
  const named = [...entries({ existingComment }), ...schemaEntry(context, schema)]
  return statement(context, 'dropTableComment', tableArgument(context, tableName), named)
})

rendererFor(CreateIndexOp, (operation, context) => {
  const index = operation.toIndex()
  const members = index.expressions.map((each) =>
    expressionSource(each, context, { isIndex: true }),
  )
  const args = [
    nameSource(operation.indexName, context),
    ...tableArgument(context, operation.tableName),
    `[${members.join(', ')}]`,
  ]
  const { schema, ifNotExists } = operation.options
  return statement(context, 'createIndex', args, [
    ['unique', sourceOf(index.unique)],
    ...schemaEntry(context, schema),
    ...indexOptions(index, context),
    ...entries({ ifNotExists }),
  ])
})

rendererFor(DropIndexOp, (operation, context) => {
  const { schema, ifExists } = operation.options
  const place = context.isInBatch ? [] : entries({ tableName: operation.tableName })
  return statement(
    context,
    'dropIndex',
    [nameSource(operation.indexName, context)],
    [
      ...place,
      ...schemaEntry(context, schema),
      ...indexOptions(operation.toIndex(), context),
      ...entries({ ifExists }),
    ],
  )
})

function indexOptions({ options }: Index, context: AutogenContext): Entries {
  const { where, using, include } = options
  return Object.entries({ where, using, include, ...dialectKeywords(options) })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, optionSource(value, context)])
}

rendererFor(constraints.CreatePrimaryKeyOp, (operation, context) => {
  const { constraintName, tableName, columns, options } = operation
  const args = [nameSource(constraintName, context), ...tableArgument(context, tableName)]
  const named = schemaEntry(context, options.schema)
  return statement(context, 'createPrimaryKey', [...args, sourceOf(columns)], named)
})

rendererFor(constraints.CreateUniqueConstraintOp, (operation, context) => {
  const { constraintName, tableName, columns, options } = operation
  const args = [nameSource(constraintName, context), ...tableArgument(context, tableName)]
  const named = [...deferral(options), ...schemaEntry(context, options.schema)]
  return statement(context, 'createUniqueConstraint', [...args, sourceOf(columns)], named)
})

rendererFor(constraints.CreateCheckConstraintOp, (operation, context) => {
  const { constraintName, tableName, options } = operation
  const { sqltext } = operation.toConstraint()
  const args = [nameSource(constraintName, context), ...tableArgument(context, tableName)]
  const condition = sourceOf(context.impl.expressionText(sqltext))
  const named = schemaEntry(context, options.schema)
  return statement(context, 'createCheckConstraint', [...args, condition], named)
})

rendererFor(constraints.CreateForeignKeyOp, (operation, context) => {
  const { constraintName, reference, options } = operation
  const args = [
    nameSource(constraintName, context),
    ...tableArgument(context, reference.sourceTable),
    sourceOf(reference.referentTable),
    sourceOf(reference.localCols),
    sourceOf(reference.remoteCols),
  ]
  const { sourceSchema, referentSchema, onupdate, ondelete, initially } = options
  const { deferrable, useAlter, match } = options
  const place = context.isInBatch ? {} : { sourceSchema }
  return statement(
    context,
    'createForeignKey',
    args,
    entries({
      ...place,
      ...{ referentSchema, onupdate, ondelete, initially, deferrable, useAlter, match },
    }),
  )
})

rendererFor(constraints.DropConstraintOp, ({ constraintName, tableName, options }, context) => {
  const args = [nameSource(constraintName, context), ...tableArgument(context, tableName)]
  const { schema, type, ifExists } = options
  const named = [...schemaEntry(context, schema), ...entries({ type, ifExists })]
  const lines = statement(context, 'dropConstraint', args, named)
  return constraintName === null ? [...unnamedWarning(tableName), ...lines] : lines
})

function unnamedWarning(table: string): readonly string[] {
  warn(
    `Autogenerate rendered a dropConstraint() directive for an unnamed constraint on table '${table}'; the migration ` +
      'will fail unless a constraint name is added to the directive.  Consider using a naming convention so that ' +
      'constraint names are known ahead of time.',
  )
  return [
    '// WARNING: constraint name is null; this directive will fail as rendered.',
    '// Add a name, or use a naming convention.',
  ]
}

rendererFor(AddColumnOp, ({ tableName, column, options }, context) => {
  const args = [...tableArgument(context, tableName), columnSource(column, context)]
  const { schema, ifNotExists } = options
  const named = [...schemaEntry(context, schema), ...entries({ ifNotExists })]
  return statement(context, 'addColumn', args, named)
})

rendererFor(DropColumnOp, ({ tableName, columnName, options }, context) => {
  const args = [...tableArgument(context, tableName), sourceOf(columnName)]
  const { schema, ifExists } = options
  const named = [...schemaEntry(context, schema), ...entries({ ifExists })]
  return statement(context, 'dropColumn', args, named)
})

rendererFor(AlterColumnOp, (operation, context) => {
  const { tableName, columnName, modify, existing, options } = operation
  const named: Entries = [
    ...typeEntry('existingType', existing.type, context),
    ...defaultEntry('serverDefault', modify.serverDefault, context),
    ...entries({ newColumnName: modify.name }),
    ...typeEntry('type', modify.type, context),
    ...entries({ nullable: modify.nullable }),
    ...(modify.comment === undefined ? [] : [['comment', sourceOf(modify.comment)] as const]),
    ...entries({ existingComment: existing.comment }),
    ...((modify.nullable ?? null) === null ? entries({ existingNullable: existing.nullable }) : []),
    ...entries({ autoincrement: options.autoincrement }),
    ...(modify.serverDefault === undefined && existing.serverDefault
      ? defaultEntry('existingServerDefault', existing.serverDefault, context)
      : []),
    ...schemaEntry(context, options.schema),
  ]
  const args = [...tableArgument(context, tableName), sourceOf(columnName)]
  const lines = named.map(([key, source]) => `  ${key}: ${source},`)
  const start = `${operationPrefix(context)}alterColumn(${args.join(', ')}, {`
  return [[start, ...lines, '})'].join('\n')]
})

function typeEntry(
  key: string,
  type: TypeArg | null | undefined,
  context: AutogenContext,
): Entries {
  return type ? [[key, typeSource(toInstance(type), context)]] : []
}

function defaultEntry(
  key: string,
  value: AlterColumnOp['modify']['serverDefault'],
  context: AutogenContext,
): Entries {
  if (value === undefined) return []
  const serverDefault = serverDefaultOf(value)
  return [[key, serverDefault === null ? 'null' : serverDefaultSource(serverDefault, context)]]
}

rendererFor(ExecuteSQLOp, ({ sqltext }, context) => {
  if (typeof sqltext === 'string') return statement(context, 'execute', [sourceOf(sqltext)])
  throw new NotImplementedError(
    'Autogenerate rendering of SQL Expression language constructs not supported here; please use a plain SQL string',
  )
})
