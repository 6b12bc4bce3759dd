/** Where a shell works: a database that answers, what may be done to it, and the models that go with it. */
import type { Engine } from '../../engine/engine.js'
import * as library from '../../index.js'
import type { ShellConfig } from '../config.js'
import { ConnectionFailedError, UsageError } from '../errors.js'
import { accessOf, makeOpenReadOnly, makeReadOnly, type Access } from './access.js'
import { connectionFailure, openDatabase } from './database.js'
import { missingColumns } from './missing-columns.js'
import { chooseModels, metadataOf, type ModelSet, type ModelSource } from './model-source.js'

export interface Place {
  readonly config: ShellConfig
  readonly engine: Engine
  readonly source: ModelSource
  readonly access: Access
  readonly set: ModelSet
}

/** The running library, for files that import it by name: model files must not bring a second one. */
export const provided = { 'orm-shell': library }

/**
 * Connects and loads the models; what it opened is closed again where that fails.
 *
 * @throws UsageError for settings that cannot be meant, ConnectionFailedError when no database answers
 */
export async function openPlace(config: ShellConfig, interruptible: boolean): Promise<Place> {
  const access = accessOf(config)
  const source = await chooseModels({ config, cwd: process.cwd(), provided })
  const engine = openDatabase(config.url, {
    image: source.image,
    interruptible,
    prepare: (it) => access.readOnly && config.url !== null && makeReadOnly(it),
  })
  try {
    return { config, engine, source, access, set: await source.load(engine) }
  } catch (error) {
    throw abandoned(engine, error)
  }
}

/**
 * The same for a sitting that goes on: nobody asks for a password there.
 *
 * @throws what `openPlace` throws, with what to do instead
 */
export async function openAnother(config: ShellConfig, interruptible: boolean): Promise<Place> {
  try {
    return await openPlace(config, interruptible)
  } catch (cause) {
    if (!(cause instanceof ConnectionFailedError) || !cause.wantsPassword) throw cause
    throw new UsageError(cause.message, { cause, hint: PASSWORD_HINT })
  }
}

const PASSWORD_HINT =
  'the server wants a password: .connect postgresql://user:password@host/database (the history keeps *** of it), PGPASSWORD or ~/.pgpass'

/** Closes what was opened in vain, and answers the error to be told. */
export function abandoned(engine: Engine, error: unknown): unknown {
  engine.dispose()
  return error instanceof library.DBAPIError ? connectionFailure(engine, error) : error
}

/** Tables a database of our own does not have yet. */
export function createTables({ config, engine, set }: Place): void {
  if (config.url !== null) return
  for (const metadata of metadataOf(set)) metadata.createAll(engine)
}

/** Tables and data for a database of our own that does not come with them; what may be done to it holds from then on. */
export function furnish(place: Place, session: library.Session): void {
  const { config, engine, source, access } = place
  if (config.url !== null) return
  if (source.image === undefined) {
    createTables(place)
    source.seed?.(session)
    session.close()
  }
  if (access.readOnly) makeOpenReadOnly(engine)
}

/** Columns that tables made earlier do not have, in words. */
export function outdated({ engine, set }: Place): readonly string[] {
  return missingColumns(engine, metadataOf(set))
}
