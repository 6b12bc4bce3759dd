/** Runs schema operations (CREATE, DROP and the looking before) on a connection; `MetaData.createAll` asks for it. */
import type { SchemaExecutor, SchemaOperation } from '../../schema/bind.js'
import { translatedSchema } from '../../sql/compiler/compiled.js'
import type { DdlElement } from '../../schema/ddl-elements.js'
import type { Connection } from '../connection.js'
import type { Io, IoRequest } from '../io.js'
import type { Inspection, TableName } from '../reflection/introspection.js'

/** In the connection's own transaction. */
export function runSchemaIo(connection: Connection, operation: SchemaOperation): Io<void> {
  return operation(executorFor(connection))
}

function executorFor(connection: Connection): SchemaExecutor<IoRequest> {
  const { introspection } = connection.dialect
  const { schemaTranslateMap } = connection.getExecutionOptions()
  // What exists is asked for again each time: the operation itself changes it.
  const inspection: Inspection = { connection, cachedIo: (_key, read) => read() }
  const ask =
    (exists: (inspection: Inspection, name: TableName) => Io<boolean>) =>
    (name: string, schema: string | null): Io<boolean> =>
      exists(inspection, { name, schema: translatedSchema(schema, schemaTranslateMap) })
  return {
    dialect: connection.dialect,
    connection,
    *executeDdlIo(ddl: DdlElement) {
      yield* connection.executeIo(ddl)
    },
    hasTableIo: ask(introspection.hasTableIo),
    hasSequenceIo: ask(introspection.hasSequenceIo),
    hasTypeIo: ask(introspection.hasTypeIo),
  }
}
