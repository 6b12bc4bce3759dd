/** Which tables the models have and the database has not, and the other way round; `alembic.autogenerate.compare.tables`. */
import { keyOf, type TableFacts } from '../../engine/reflection/table-facts.js'
import { MetaData } from '../../schema/metadata.js'
import type { Table } from '../../schema/table.js'
import { AddColumnOp, AlterColumnOp, DropColumnOp } from '../operations/ops/column-ops.js'
import { ModifyTableOps, type UpgradeOps } from '../operations/ops/containers.js'
import {
  CreateTableCommentOp,
  CreateTableOp,
  DropTableCommentOp,
  DropTableOp,
} from '../operations/ops/table-ops.js'
import { readFacts, tableOf } from '../reflect.js'
import type { AutogenContext } from './autogen-context.js'
import { compareColumn } from './compare-columns.js'
import { compareForeignKeys } from './compare-foreign-keys.js'
import { compareKeys } from './compare-keys.js'
import { supportsComments } from './dialect-rules.js'

/** A table of the database: as it was read, and as a table. */
export interface DatabaseTable {
  readonly facts: TableFacts
  readonly table: Table
}

/** One table on either side. */
export interface TablePair {
  readonly name: string
  readonly schema: string | null
  readonly database: DatabaseTable | null
  readonly model: Table | null
}

/** Adds the operations that make the database what the models say. */
export function compareTables(context: AutogenContext, upgradeOps: UpgradeOps): void {
  const existing = readTables(context)
  const models = modelTables(context)
  for (const [key, model] of models) {
    if (!existing.has(key)) addTable(context, upgradeOps, model)
  }
  for (const [key, database] of existing) {
    if (!models.has(key)) removeTable(context, upgradeOps, database)
  }
  const common = [...existing].filter(([key]) => models.has(key)).sort(byKey)
  for (const [key, database] of common) {
    const model = models.get(key) as Table
    const { name, schema } = database.facts.name
    const candidate = { name, kind: 'table', reflected: false, compareTo: database.table } as const
    if (!context.includes(model, candidate)) continue
    const ops = compareTable(context, { name, schema, database, model })
    if (!ops.isEmpty()) upgradeOps.ops.push(ops)
  }
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** The tables of the database by key, without the table of versions. */
function readTables(context: AutogenContext): ReadonlyMap<string, DatabaseTable> {
  const { versionTable, versionTableSchema } = context.migrationContext
  const found = new Map<string, DatabaseTable>()
  const metadata = new MetaData()
  for (const schema of schemasOf(context)) {
    const available = context.inspector.getTableNames({ schema })
    const names = available
      .filter((name) => schema !== versionTableSchema || name !== versionTable)
      .filter((name) => context.includesName(name, 'table', { schemaName: schema }))
    // Asked for no table in particular, SQLAlchemy reads them all.
    const read = names.length === 0 ? available : names
    const places = read.map((name) => ({ name, schema }))
    for (const facts of readFacts(context.connection, places).values()) {
      if (!names.includes(facts.name.name)) continue
      found.set(keyOf(facts.name), { facts, table: tableOf(metadata, facts, context.impl) })
    }
  }
  return found
}

function schemasOf(context: AutogenContext): readonly (string | null)[] {
  const { inspector } = context
  const hidden = ['information_schema', inspector.defaultSchemaName]
  const others = context.opts.includeSchemas
    ? inspector.getSchemaNames().filter((name) => !hidden.includes(name))
    : []
  return [null, ...others].filter((name) => context.includesName(name, 'schema'))
}

/** The models' tables by the key the database knows them by. */
function modelTables(context: AutogenContext): ReadonlyMap<string, Table> {
  const { versionTable, versionTableSchema } = context.migrationContext
  const { defaultSchemaName } = context.inspector
  const known = context.tablesByKey
  const found = new Map<string, Table>()
  for (const { key } of context.sortedTables) {
    const table = known.get(key) as Table
    if (table.name === versionTable && table.schema === versionTableSchema) continue
    const schema = table.schema === defaultSchemaName ? null : table.schema
    found.set(keyOf({ name: table.name, schema }), table)
  }
  return found
}

function addTable(context: AutogenContext, upgradeOps: UpgradeOps, model: Table): void {
  const { name, schema } = model
  if (!context.includes(model, { name, kind: 'table', reflected: false })) return
  upgradeOps.ops.push(CreateTableOp.fromTable(model))
  const ops = new ModifyTableOps(name, [], { schema })
  compareKeys(context, ops, { name, schema, database: null, model })
  if (!ops.isEmpty()) upgradeOps.ops.push(ops)
}

function removeTable(
  context: AutogenContext,
  upgradeOps: UpgradeOps,
  database: DatabaseTable,
): void {
  const { name, schema } = database.facts.name
  if (!context.includes(database.table, { name, kind: 'table', reflected: true })) return
  const ops = new ModifyTableOps(name, [], { schema })
  compareKeys(context, ops, { name, schema, database, model: null })
  if (!ops.isEmpty()) upgradeOps.ops.push(ops)
  upgradeOps.ops.push(DropTableOp.fromTable(database.table))
}

/** New and changed columns, keys and comments, then columns that are gone. */
function compareTable(context: AutogenContext, pair: TablePair): ModifyTableOps {
  const ops = new ModifyTableOps(pair.name, [], { schema: pair.schema })
  compareColumns(context, ops, pair)
  compareKeys(context, ops, pair)
  compareForeignKeys(context, ops, pair)
  compareTableComment(context, ops, pair)
  removeColumns(context, ops, pair)
  return ops
}

function compareColumns(
  context: AutogenContext,
  ops: ModifyTableOps,
  { name, schema, database, model }: TablePair,
): void {
  const columns = (model?.tableColumns ?? []).filter((column) => !column.system)
  for (const column of columns) {
    if (database?.table.columnNamed(column.name)) continue
    const candidate = { name: column.name, kind: 'column', reflected: false } as const
    if (context.includes(column, candidate)) ops.ops.push(new AddColumnOp(name, column, { schema }))
  }
  const parents = { tableName: name, schemaName: schema }
  for (const column of columns) {
    const existing = database?.table.columnNamed(column.name)
    if (!existing || !context.includesName(column.name, 'column', parents)) continue
    const candidate = {
      name: column.name,
      kind: 'column',
      reflected: false,
      compareTo: existing,
    } as const
    if (!context.includes(column, candidate)) continue
    const facts = { existing: {}, modify: {} }
    const operation = new AlterColumnOp(name, column.name, facts, { schema })
    compareColumn(context, operation, existing, column)
    if (operation.hasChanges()) ops.ops.push(operation)
  }
}

function removeColumns(
  context: AutogenContext,
  ops: ModifyTableOps,
  { name, schema, database, model }: TablePair,
): void {
  const parents = { tableName: name, schemaName: schema }
  for (const column of database?.table.tableColumns ?? []) {
    if (model?.columnNamed(column.name)) continue
    const candidate = { name: column.name, kind: 'column', reflected: true } as const
    if (!context.includesName(column.name, 'column', parents)) continue
    if (context.includes(column, candidate))
      ops.ops.push(DropColumnOp.fromColumn(name, column, schema))
  }
}

function compareTableComment(
  context: AutogenContext,
  ops: ModifyTableOps,
  { name, schema, database, model }: TablePair,
): void {
  if (!supportsComments(context.dialect) || !database || !model) return
  const [existingComment, comment] = [database.table.comment, model.comment]
  if (existingComment === comment) return
  const options = { schema, existingComment }
  ops.ops.push(
    comment === null
      ? new DropTableCommentOp(name, options)
      : new CreateTableCommentOp(name, comment, options),
  )
}
