/** PostgreSQL's catalog for the Inspector. */
import { NoSuchTableError } from '../../../engine/errors.js'
import type { Introspection } from '../../../engine/reflection/introspection.js'
import {
  hasSequenceIo,
  hasTableIo,
  hasTypeIo,
  readIo,
  readTableIo,
  relationNamesIo,
  tableCondition,
} from './catalog.js'
import { columnsIo, requireTableIo } from './columns.js'
import { domainsIo, enumsIo } from './named-types.js'
import {
  checkConstraintsIo,
  foreignKeysIo,
  indexesIo,
  primaryKeyIo,
  uniqueConstraintsIo,
} from './constraints.js'

const relations = `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${tableCondition}`

const temporary = `SELECT c.relname FROM pg_catalog.pg_class c WHERE c.relpersistence = 't' AND c.relkind = `

export const postgresqlIntrospection: Introspection = {
  defaultSchemaName: 'public',

  *schemaNamesIo(inspection) {
    const sql = `SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname`
    return (yield* readIo(inspection, sql)).map(([name]) => String(name))
  },

  tableNamesIo: (inspection, schema) => relationNamesIo(inspection, ['r', 'p'], schema),
  viewNamesIo: (inspection, schema) => relationNamesIo(inspection, ['v'], schema),
  materializedViewNamesIo: (inspection, schema) => relationNamesIo(inspection, ['m'], schema),
  sequenceNamesIo: (inspection, schema) => relationNamesIo(inspection, ['S'], schema),

  *tempTableNamesIo(inspection) {
    return (yield* readIo(inspection, `${temporary}'r'`)).map(([name]) => String(name))
  },

  *tempViewNamesIo(inspection) {
    return (yield* readIo(inspection, `${temporary}'v'`)).map(([name]) => String(name))
  },

  *viewDefinitionIo(inspection, view) {
    const sql = `SELECT pg_catalog.pg_get_viewdef(c.oid) ${relations} AND c.relkind IN ('v', 'm')`
    const [row] = yield* readTableIo(inspection, sql, view)
    if (row === undefined) throw new NoSuchTableError(view.name)
    return String(row[0])
  },

  *tableCommentIo(inspection, table) {
    const sql = `SELECT pg_catalog.obj_description(c.oid, 'pg_class') ${relations}`
    const [row] = yield* readTableIo(inspection, sql, table)
    if (row === undefined) throw new NoSuchTableError(table.name)
    return { text: row[0] as string | null }
  },

  *tableOptionsIo(inspection, table) {
    yield* requireTableIo(inspection, table)
    return {}
  },

  enumsIo,
  domainsIo,
  hasTableIo,
  hasSequenceIo,
  hasTypeIo,
  columnsIo,
  primaryKeyIo,
  foreignKeysIo,
  indexesIo,
  uniqueConstraintsIo,
  checkConstraintsIo,
}
