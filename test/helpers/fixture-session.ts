/** A session on a fresh SQLite database in memory, with the tables of some models. Closed after the test. */
import { onTestFinished } from 'vitest'
import { createEngine } from '../../src/create-engine.js'
import type { Engine, EngineOptions } from '../../src/engine/engine.js'
import type { MetaData } from '../../src/schema/metadata.js'
import type { SessionOptions } from '../../src/orm/session/session-options.js'
import { Session } from '../../src/orm/session/session.js'

export interface FixtureOptions extends SessionOptions {
  readonly engineOptions?: EngineOptions
}

/** An engine on an empty database, with the tables of the metadata. */
export function fixtureEngine(metadata: MetaData, options: EngineOptions = {}): Engine {
  const engine = createEngine('sqlite:///:memory:', options)
  onTestFinished(() => engine.dispose())
  metadata.createAll(engine)
  return engine
}

/**
 * A session on an empty database.
 *
 * @example
 * const session = fixtureSession(Base.metadata)
 */
export function fixtureSession(metadata: MetaData, options: FixtureOptions = {}): Session {
  const { engineOptions, ...sessionOptions } = options
  const session = new Session(fixtureEngine(metadata, engineOptions), sessionOptions)
  onTestFinished(() => session.close())
  return session
}
