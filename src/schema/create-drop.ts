/** Creates and drops tables in the order their foreign keys ask for, checking first what exists. */
import type { TypeEngine } from '../sql/types/type-engine.js'
import type { SchemaExecutor, SchemaIo } from './bind.js'
import type { Constraint, ForeignKeyConstraint } from './constraints.js'
import type { Sequence } from './defaults.js'
import {
  AddConstraint,
  CreateIndex,
  CreateSequence,
  CreateTable,
  DropConstraint,
  DropSequence,
  DropTable,
  SetColumnComment,
  SetTableComment,
} from './ddl-elements.js'
import { columnTypes, createTypesIo, dropTypesIo, unbound } from './ddl/named-types.js'
import { emitSchemaEventIo, type SchemaTarget } from './events.js'
import { orderTables, sortForDrop } from './sort-tables.js'
import type { Table } from './table.js'

/** A MetaData, as far as creating its tables concerns it. */
export interface TableCollection extends SchemaTarget {
  /** All of its tables, those that are not created as well. */
  readonly allTables: readonly Table[]
  /** The types of its columns, and those that belong to it. */
  readonly types: readonly TypeEngine[]
}

export interface CreateTablesOptions {
  /** Look first what exists. */
  readonly checkfirst: boolean
  /** Whose tables are created or dropped; a single table is so by itself. */
  readonly metadata?: TableCollection
}

/** The constraint is a part of its table as before: another database may write it into CREATE TABLE. */
const STAYS = { isolateFromTable: false } as const

/** Types, then `CREATE TABLE` for each table that is not there, its sequences before it, its indexes after. */
export function* createTablesIo<Y>(
  executor: SchemaExecutor<Y>,
  tables: readonly Table[],
  { checkfirst, metadata }: CreateTablesOptions,
): SchemaIo<Y, void> {
  const missing = yield* tablesByExistenceIo(executor, tables, checkfirst, false)
  const { sorted, deferred } = orderTables(missing)
  const details = { checkfirst, isMetadataOperation: metadata !== undefined }
  if (metadata)
    yield* emitSchemaEventIo(executor, 'beforeCreate', metadata, { ...details, tables: sorted })
  const run = { checkfirst, memo: new Set<string>() }
  if (metadata) yield* createTypesIo(executor, metadata.types, run)
  const created = new Set<string>()
  for (const table of sorted) {
    yield* emitSchemaEventIo(executor, 'beforeCreate', table, details)
    const types = columnTypes(table)
    if (checkfirst) yield* createTypesIo(executor, types, run)
    else if (!metadata) yield* createTypesIo(executor, unbound(types, executor.dialect), run)
    yield* createSequencesIo(executor, table, { checkfirst, created })
    yield* createTableIo(executor, table, deferred)
    yield* emitSchemaEventIo(executor, 'afterCreate', table, details)
  }
  if (executor.dialect.ddl.supportsAlter) {
    for (const constraint of deferred)
      yield* executor.executeDdlIo(new AddConstraint(constraint, STAYS))
  }
  if (metadata)
    yield* emitSchemaEventIo(executor, 'afterCreate', metadata, { ...details, tables: sorted })
}

/**
 * `DROP TABLE` for each table that is there, in the opposite order; then their sequences and types.
 *
 * @throws CircularDependencyError for tables in a circle whose foreign keys have no names
 */
export function* dropTablesIo<Y>(
  executor: SchemaExecutor<Y>,
  tables: readonly Table[],
  { checkfirst, metadata }: CreateTablesOptions,
): SchemaIo<Y, void> {
  const { supportsAlter } = executor.dialect.ddl
  const existing = yield* tablesByExistenceIo(executor, tables, checkfirst, true)
  const { sorted, deferred } = sortForDrop(existing, supportsAlter)
  const sequences = yield* existingSequencesIo(executor, tables, checkfirst)
  const run = { checkfirst, memo: new Set<string>() }
  const details = { checkfirst, isMetadataOperation: metadata !== undefined }
  if (metadata)
    yield* emitSchemaEventIo(executor, 'beforeDrop', metadata, { ...details, tables: sorted })
  if (supportsAlter) {
    for (const constraint of deferred)
      yield* executor.executeDdlIo(new DropConstraint(constraint, STAYS))
  }
  for (const table of sorted) {
    yield* emitSchemaEventIo(executor, 'beforeDrop', table, details)
    yield* executor.executeDdlIo(new DropTable(table))
    if (!metadata) {
      const types = unbound(columnTypes(table), executor.dialect)
      yield* dropTypesIo(executor, types, run)
    }
    yield* emitSchemaEventIo(executor, 'afterDrop', table, details)
  }
  yield* dropSequencesIo(executor, sequences, checkfirst)
  if (metadata) yield* dropTypesIo(executor, metadata.types, run)
  if (metadata)
    yield* emitSchemaEventIo(executor, 'afterDrop', metadata, { ...details, tables: sorted })
}

function* tablesByExistenceIo<Y>(
  executor: SchemaExecutor<Y>,
  tables: readonly Table[],
  ...[checkfirst, wanted]: [boolean, boolean]
): SchemaIo<Y, Table[]> {
  if (!checkfirst) return [...tables]
  const found: Table[] = []
  for (const table of tables) {
    if ((yield* executor.hasTableIo(table.name, table.schema)) === wanted) found.push(table)
  }
  return found
}

function* createTableIo<Y>(
  executor: SchemaExecutor<Y>,
  table: Table,
  deferred: readonly ForeignKeyConstraint[],
): SchemaIo<Y, void> {
  const later = executor.dialect.ddl.supportsAlter
    ? new Set<Constraint>(deferred)
    : new Set<Constraint>()
  const included = table.foreignKeyConstraints.filter((each) => !later.has(each))
  yield* executor.executeDdlIo(new CreateTable(table, { includeForeignKeyConstraints: included }))
  for (const item of table.indexes) yield* executor.executeDdlIo(new CreateIndex(item))
  if (!executor.dialect.ddl.commentStatements) return
  if (table.comment !== null) yield* executor.executeDdlIo(new SetTableComment(table))
  for (const column of table.tableColumns) {
    if (column.comment !== null) yield* executor.executeDdlIo(new SetColumnComment(column))
  }
}

function sequencesOf<Y>(
  executor: SchemaExecutor<Y>,
  tables: readonly Table[],
): readonly Sequence[] {
  if (!executor.dialect.features.sequences) return []
  const columns = tables.flatMap((table) => table.tableColumns)
  return columns.flatMap((column) =>
    column.default?.isSequence ? [column.default.arg as Sequence] : [],
  )
}

function* createSequencesIo<Y>(
  executor: SchemaExecutor<Y>,
  table: Table,
  { checkfirst, created }: { readonly checkfirst: boolean; readonly created: Set<string> },
): SchemaIo<Y, void> {
  for (const sequence of sequencesOf(executor, [table])) {
    const name = sequenceKey(sequence)
    if (created.has(name)) continue
    created.add(name)
    const exists = checkfirst && (yield* executor.hasSequenceIo(sequence.name, sequence.schema))
    if (!exists) yield* executor.executeDdlIo(new CreateSequence(sequence))
  }
}

/** Looked for before the tables go: a sequence may go with its column. */
function* existingSequencesIo<Y>(
  executor: SchemaExecutor<Y>,
  tables: readonly Table[],
  checkfirst: boolean,
): SchemaIo<Y, readonly Sequence[]> {
  const found = new Map<string, Sequence>()
  for (const sequence of sequencesOf(executor, tables)) {
    if (found.has(sequenceKey(sequence))) continue
    const exists = !checkfirst || (yield* executor.hasSequenceIo(sequence.name, sequence.schema))
    if (exists) found.set(sequenceKey(sequence), sequence)
  }
  return [...found.values()]
}

function* dropSequencesIo<Y>(
  executor: SchemaExecutor<Y>,
  sequences: readonly Sequence[],
  checkfirst: boolean,
): SchemaIo<Y, void> {
  for (const sequence of sequences) {
    const exists = !checkfirst || (yield* executor.hasSequenceIo(sequence.name, sequence.schema))
    if (exists) yield* executor.executeDdlIo(new DropSequence(sequence))
  }
}

function sequenceKey({ schema, name }: Sequence): string {
  return `${schema ?? ''}.${name}`
}
