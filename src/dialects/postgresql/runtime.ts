/** How statements run on PostgreSQL: drivers, transactions, errors, catalog, plans. `dialect.ts` adds the compiler's half. */
import type { DialectRuntime, TransactionOptions } from '../../engine/dialect.js'
import type { DriverConnection } from '../../engine/driver.js'
import { request, type Io } from '../../engine/io.js'
import { QueuePool } from '../../engine/pool/queue-pool.js'
import { quoteLiteral } from '../../sql/types/text.js'
import { createAsyncDriver, createSyncDriver } from './driver.js'
import { classifyError } from './errors.js'
import { explainIo } from './explain.js'
import { postgresqlIntrospection } from './reflection/index.js'
import { untypedProcessor } from './untyped-values.js'

export const postgresqlRuntime: DialectRuntime = {
  name: 'postgresql',
  driver: 'pg',
  paramstyles: ['numericDollar'],
  defaultIsolationLevel: 'READ COMMITTED',
  isolationLevels: [
    'AUTOCOMMIT',
    'READ COMMITTED',
    'READ UNCOMMITTED',
    'REPEATABLE READ',
    'SERIALIZABLE',
  ],
  twophase: {
    prepare: (xid) => `PREPARE TRANSACTION ${quoteLiteral(xid)}`,
    commit: (xid) => `COMMIT PREPARED ${quoteLiteral(xid)}`,
    rollback: (xid) => `ROLLBACK PREPARED ${quoteLiteral(xid)}`,
    recover: 'SELECT gid FROM pg_prepared_xacts',
  },
  insertManyValues: {
    withoutReturning: true,
    ordersByCounter: true,
    qualifiesReturning: true,
    maxParameters: 32700,
  },
  // libpq looks at its options when it connects.
  checkUrl() {},
  createDriver: (asynchronous) => (asynchronous ? createAsyncDriver() : createSyncDriver()),
  defaultPool: () => QueuePool,
  beginStatement,
  // BEGIN says it.
  *setIsolationLevelIo() {},

  *readIsolationLevelIo(connection, wanted) {
    // BEGIN says the level; without transactions the server has its own.
    if (wanted !== null && wanted !== 'AUTOCOMMIT') return wanted
    const level = yield* scalarIo(connection, 'show transaction isolation level')
    return String(level).toUpperCase()
  },

  *pingIo(connection) {
    yield* request('execute', () => connection.execute('select 1', []))
    return true
  },

  *defaultSchemaNameIo(connection) {
    return String((yield* connection.execDriverSqlIo('select current_schema()')).scalar())
  },

  classifyError,
  untypedProcessor,
  introspection: postgresqlIntrospection,
  explainIo,
}

function beginStatement({ isolationLevel, readonly, deferrable }: TransactionOptions): string {
  const modes = [
    ...(isolationLevel === null ? [] : [`ISOLATION LEVEL ${isolationLevel}`]),
    ...(readonly ? ['READ ONLY'] : []),
    ...(deferrable ? ['DEFERRABLE'] : []),
  ]
  return modes.length === 0 ? 'BEGIN' : `BEGIN ${modes.join(', ')}`
}

function* scalarIo(connection: DriverConnection, sql: string): Io<unknown> {
  const result = yield* request('execute', () => connection.execute(sql, []))
  return result.rows[0]?.[0]
}
