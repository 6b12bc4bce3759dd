/**
 * Opens the database a shell works on, and finds out at once whether it answers: `createEngine` never connects,
 * and the user's first statement is a bad moment to learn of a wrong password.
 */
import { createEngine } from '../../create-engine.js'
import type { Engine } from '../../engine/engine.js'
import { makeUrl, type URL } from '../../engine/url.js'
import { ArgumentError, OrmError } from '../../errors.js'
import { ConnectionFailedError, UsageError } from '../errors.js'

const inMemory = 'sqlite:///:memory:'

export interface DatabaseOptions {
  /** What a database in memory begins with. */
  readonly image?: Uint8Array | undefined
  /** Called before anybody connects. */
  prepare?(engine: Engine): void
  /** Whether another thread must be able to stop a long result. */
  readonly interruptible?: boolean
}

/**
 * @param url what the user said; `null` stands for a database in memory
 * @throws UsageError when the URL is none, ConnectionFailedError when nobody answers
 */
export function openDatabase(url: string | null, options: DatabaseOptions = {}): Engine {
  const engine = engineFor(url ?? inMemory, options)
  options.prepare?.(engine)
  try {
    engine.connect(() => undefined)
  } catch (error) {
    engine.dispose()
    // What the URL asks for cannot be had, whatever the server says.
    throw error instanceof ArgumentError ? usageError(error) : connectionFailure(engine, error)
  }
  return engine
}

/** What the database said when it was first asked something; a file that is no database says so only then. */
export function connectionFailure({ url }: Engine, error: unknown): ConnectionFailedError {
  return new ConnectionFailedError(url.render({ hidePassword: true }), reason(error))
}

/** Whether the server refuses because nobody has said a password. */
export function wantsPassword(url: string): boolean {
  try {
    openDatabase(url).dispose()
    return false
  } catch (error) {
    return error instanceof ConnectionFailedError && error.wantsPassword
  }
}

function engineFor(text: string, options: DatabaseOptions): Engine {
  try {
    const url = makeUrl(text)
    // A server is stopped by a message of its own, and begins with what it has.
    const connectArgs = url.getBackendName() === 'sqlite' ? sqliteArguments(url, options) : {}
    return createEngine(url, { connectArgs })
  } catch (error) {
    throw error instanceof OrmError ? usageError(error) : error
  }
}

/** At a prompt a broken reference is a slip, unless the URL says otherwise. */
function sqliteArguments(
  { query }: URL,
  { image, interruptible }: DatabaseOptions,
): Record<string, unknown> {
  return {
    image,
    interruptible,
    ...(query['foreign_keys'] === undefined ? { foreignKeys: true } : {}),
  }
}

function usageError(cause: OrmError): UsageError {
  const { message, hint } = cause
  return new UsageError(message, { cause, ...(hint === undefined ? {} : { hint }) })
}

/** The driver has none to send, or the server got none. */
const NO_PASSWORD = /password must be a string|no password supplied/

/** The driver's sentence, without the class of the driver's error and without an empty statement. */
function reason(error: unknown) {
  const original = error instanceof Error && 'orig' in error ? error.orig : error
  const text = original instanceof Error ? original.message || original.name : String(original)
  const wantsPassword = NO_PASSWORD.test(text)
  const hint = wantsPassword
    ? 'the server wants a password: PGPASSWORD, ~/.pgpass, or --password at a terminal'
    : (text.split('\n')[0] ?? text)
  return { hint, cause: error, wantsPassword }
}
