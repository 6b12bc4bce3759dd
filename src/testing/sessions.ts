/** Sessions for tests: on a database of their own, or on one whose changes are undone. For any test runner. */
import { createEngine } from '../create-engine.js'
import type { Engine } from '../engine/engine.js'
import { Session } from '../orm/session/session.js'
import type { SessionOptions } from '../orm/session/session-options.js'
import type { MetaData } from '../schema/metadata.js'

/** Options of the session; it is bound already. */
export type TestSessionOptions = Omit<SessionOptions, 'bind' | 'binds' | 'joinTransactionMode'>

/** A session and what has to be put away after it. */
export interface TestSession extends Disposable {
  readonly session: Session
}

/**
 * A session on a new SQLite database in memory, with the tables of the models. Disposing of it drops the database.
 *
 * @param metadata the tables, `Base.metadata`
 * @param options options of the session
 * @example
 * using test = memorySession(Base.metadata)
 * test.session.add(new User({ name: 'wendy' }))
 */
export function memorySession(metadata: MetaData, options: TestSessionOptions = {}): TestSession {
  const engine = createEngine('sqlite://')
  metadata.createAll(engine)
  const session = new Session(engine, options)
  return {
    session,
    [Symbol.dispose](): void {
      session.close()
      engine.dispose()
    },
  }
}

/**
 * A session whose work is undone when it is disposed of, commits included: it lives in savepoints of a transaction that
 * is rolled back; SQLAlchemy's "joining a session into an external transaction".
 *
 * @param engine a database that has its tables
 * @param options options of the session
 * @example
 * using test = undoneSession(engine)
 * test.session.add(new User({ name: 'wendy' }))
 * test.session.commit()
 */
export function undoneSession(engine: Engine, options: TestSessionOptions = {}): TestSession {
  const connection = engine.connect()
  const transaction = connection.begin()
  const session = new Session({
    ...options,
    bind: connection,
    joinTransactionMode: 'create_savepoint',
  })
  return {
    session,
    [Symbol.dispose](): void {
      session.close()
      if (transaction.isActive) transaction.rollback()
      connection.close()
    },
  }
}
