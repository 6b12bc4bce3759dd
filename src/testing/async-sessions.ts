/** The same as `sessions.ts`, for code that awaits. */
import { createAsyncEngine } from '../create-engine.js'
import type { AsyncEngine } from '../engine/async-engine.js'
import { AsyncSession } from '../orm/session/async-session.js'
import type { MetaData } from '../schema/metadata.js'
import type { TestSessionOptions } from './sessions.js'

/** A session and what has to be put away after it. */
export interface AsyncTestSession extends AsyncDisposable {
  readonly session: AsyncSession
}

/**
 * As `memorySession`, with an `AsyncSession`.
 *
 * @example
 * await using test = await memoryAsyncSession(Base.metadata)
 * test.session.add(new User({ name: 'wendy' }))
 */
export async function memoryAsyncSession(
  metadata: MetaData,
  options: TestSessionOptions = {},
): Promise<AsyncTestSession> {
  const engine = createAsyncEngine('sqlite://')
  await metadata.createAll(engine)
  const session = new AsyncSession(engine, options)
  return {
    session,
    async [Symbol.asyncDispose](): Promise<void> {
      await session.close()
      await engine.dispose()
    },
  }
}

/**
 * As `undoneSession`, with an `AsyncSession`.
 *
 * @example
 * await using test = await undoneAsyncSession(engine)
 * await test.session.commit()
 */
export async function undoneAsyncSession(
  engine: AsyncEngine,
  options: TestSessionOptions = {},
): Promise<AsyncTestSession> {
  const connection = await engine.connect()
  const transaction = await connection.begin()
  const session = new AsyncSession({
    ...options,
    bind: connection.syncConnection,
    joinTransactionMode: 'create_savepoint',
  })
  return {
    session,
    async [Symbol.asyncDispose](): Promise<void> {
      await session.close()
      if (transaction.isActive) await transaction.rollback()
      await connection.close()
    },
  }
}
