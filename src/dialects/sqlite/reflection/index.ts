/** SQLite's catalog for the Inspector: the same statements as SQLAlchemy's, in the same order. */
import { NoSuchTableError, UnsupportedFeatureError } from '../../../engine/errors.js'
import type {
  Introspection,
  Inspection,
  TableName,
} from '../../../engine/reflection/introspection.js'
import type { Io } from '../../../engine/io.js'
import { columnsIo, hasTableIo, primaryKeyIo, schemaNamesIo } from './columns.js'
import { foreignKeysIo } from './foreign-keys.js'
import { checkConstraintsOf, indexesIo, uniqueConstraintsOf } from './indexes.js'
import { cachedTableSqlIo, masterOf, namesIo, readIo } from './pragma.js'

const never = function* (): Io<boolean> {
  return false
}

const nothing = function* (): Io<readonly string[]> {
  return []
}

export const sqliteIntrospection: Introspection = {
  defaultSchemaName: 'main',

  schemaNamesIo,

  tableNamesIo: (inspection, schema) => namesIo(inspection, 'table', masterOf(schema)),
  viewNamesIo: (inspection, schema) => namesIo(inspection, 'view', masterOf(schema)),
  materializedViewNamesIo: nothing,
  tempTableNamesIo: (inspection) => namesIo(inspection, 'table', 'sqlite_temp_master'),
  tempViewNamesIo: (inspection) => namesIo(inspection, 'view', 'sqlite_temp_master'),

  *sequenceNamesIo() {
    throw new UnsupportedFeatureError('SQLite has no sequences')
  },

  *viewDefinitionIo(inspection, { name, schema }) {
    const source =
      schema === null
        ? ' (SELECT * FROM sqlite_master UNION ALL   SELECT * FROM sqlite_temp_master)'
        : masterOf(schema)
    const sql = `SELECT sql FROM ${source} WHERE name = ? AND type='view'`
    const [row] = yield* readIo(inspection, sql, [name])
    if (row === undefined) throw new NoSuchTableError(schema === null ? name : `${schema}.${name}`)
    return String(row[0])
  },

  hasTableIo,
  hasSequenceIo: never,
  hasTypeIo: never,
  columnsIo: cachedColumnsIo,
  primaryKeyIo: cachedPrimaryKeyIo,

  foreignKeysIo: (inspection, table) =>
    foreignKeysIo(inspection, table, (other) => cachedPrimaryKeyIo(inspection, other)),

  indexesIo: (inspection, table) => cachedIndexesIo(inspection, table, false),
  automaticIndexesIo: (inspection, table) => cachedIndexesIo(inspection, table, true),

  *uniqueConstraintsIo(inspection, table) {
    const indexes = yield* cachedIndexesIo(inspection, table, true)
    return uniqueConstraintsOf(indexes, yield* cachedTableSqlIo(inspection, table))
  },

  *checkConstraintsIo(inspection, table) {
    return checkConstraintsOf(yield* cachedTableSqlIo(inspection, table))
  },

  *tableOptionsIo() {
    throw new UnsupportedFeatureError('SQLite has no options of tables')
  },

  *tableCommentIo() {
    throw new UnsupportedFeatureError('SQLite has no comments on tables')
  },
}

function cachedColumnsIo(inspection: Inspection, table: TableName) {
  return inspection.cachedIo(`columns ${keyOf(table)}`, () => columnsIo(inspection, table))
}

function cachedPrimaryKeyIo(inspection: Inspection, table: TableName) {
  return inspection.cachedIo(`primaryKey ${keyOf(table)}`, () =>
    primaryKeyIo(inspection, table, () => cachedColumnsIo(inspection, table)),
  )
}

function cachedIndexesIo(inspection: Inspection, table: TableName, includeAutomatic: boolean) {
  return inspection.cachedIo(`indexes ${includeAutomatic} ${keyOf(table)}`, () =>
    indexesIo(inspection, table, includeAutomatic),
  )
}

function keyOf({ name, schema }: TableName): string {
  return `${schema}.${name}`
}
