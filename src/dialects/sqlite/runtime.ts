/** How statements run on SQLite: driver, transactions, errors, catalog, plans. `dialect.ts` adds the compiler's half. */
import type { DialectRuntime } from '../../engine/dialect.js'
import type { DriverConnection } from '../../engine/driver.js'
import { request, type Io } from '../../engine/io.js'
import { QueuePool } from '../../engine/pool/queue-pool.js'
import { SingletonThreadPool } from '../../engine/pool/simple-pools.js'
import { checkSqliteUrl, isMemory } from './connect-options.js'
import { createSqliteDriver } from './driver.js'
import { classifyError } from './errors.js'
import { explainIo } from './explain.js'
import { sqliteIntrospection } from './reflection/index.js'

export const sqliteRuntime: DialectRuntime = {
  name: 'sqlite',
  driver: 'better-sqlite3',
  paramstyles: ['qmark', 'named'],
  defaultIsolationLevel: 'SERIALIZABLE',
  isolationLevels: ['READ UNCOMMITTED', 'SERIALIZABLE', 'AUTOCOMMIT'],
  twophase: null,
  insertManyValues: {
    withoutReturning: false,
    ordersByCounter: false,
    qualifiesReturning: false,
    maxParameters: 32766,
  },
  checkUrl: checkSqliteUrl,
  createDriver: createSqliteDriver,
  defaultPool: (url) => (isMemory(url) ? SingletonThreadPool : QueuePool),
  // Deferred: a transaction that only reads keeps nobody from writing.
  beginStatement: () => 'BEGIN',

  *setIsolationLevelIo(connection, level) {
    if (level === 'AUTOCOMMIT') return
    const flag = level === 'READ UNCOMMITTED' ? 1 : 0
    yield* request('execute', () => connection.execute(`PRAGMA read_uncommitted = ${flag}`, []))
  },

  *readIsolationLevelIo(connection) {
    const flag = yield* scalarIo(connection, 'PRAGMA read_uncommitted')
    return flag === 1 ? 'READ UNCOMMITTED' : 'SERIALIZABLE'
  },

  *pingIo(connection) {
    return connection.isOpen
  },

  *defaultSchemaNameIo() {
    return 'main'
  },

  classifyError,
  // SQLite tells what a value is, not what its column was meant to be.
  untypedProcessor: () => null,
  introspection: sqliteIntrospection,
  explainIo,
}

function* scalarIo(connection: DriverConnection, sql: string): Io<unknown> {
  const result = yield* request('execute', () => connection.execute(sql, []))
  return result.rows[0]?.[0]
}
