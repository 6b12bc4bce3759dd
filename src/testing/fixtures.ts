/** Vitest fixtures around the sessions for tests. Vitest itself is not needed: a fixture is a function. */
import type { AsyncEngine } from '../engine/async-engine.js'
import type { Engine } from '../engine/engine.js'
import type { AsyncSession } from '../orm/session/async-session.js'
import type { Session } from '../orm/session/session.js'
import { MetaData } from '../schema/metadata.js'
import { memoryAsyncSession, undoneAsyncSession } from './async-sessions.js'
import { memorySession, undoneSession, type TestSessionOptions } from './sessions.js'

/** What `test.extend()` takes: gives a value to the test, and goes on when the test is done. */
export type Fixture<T> = (context: object, use: (value: T) => Promise<void>) => Promise<void>

/**
 * A session per test. Models in, and each test has a database of its own in memory; an engine in, and each test's work,
 * its commits included, is rolled back.
 *
 * @param source `Base.metadata`, or an engine whose database has its tables
 * @param options options of the session
 * @example
 * const test = base.extend({ db: useSession(Base.metadata) })
 * test('finds Ed', ({ db }) => { db.add(new User({ name: 'ed' })) })
 */
export function useSession(
  source: MetaData | Engine,
  options: TestSessionOptions = {},
): Fixture<Session> {
  // Vitest reads from the pattern which fixtures this one needs: none.
  return async ({}, use) => {
    using test =
      source instanceof MetaData ? memorySession(source, options) : undoneSession(source, options)
    await use(test.session)
  }
}

/**
 * As `useSession`, with an `AsyncSession`.
 *
 * @example
 * const test = base.extend({ db: useAsyncSession(Base.metadata) })
 * test('saves', async ({ db }) => { await db.commit() })
 */
export function useAsyncSession(
  source: MetaData | AsyncEngine,
  options: TestSessionOptions = {},
): Fixture<AsyncSession> {
  return async ({}, use) => {
    await using test =
      source instanceof MetaData
        ? await memoryAsyncSession(source, options)
        : await undoneAsyncSession(source, options)
    await use(test.session)
  }
}
