/**
 * `orm-shell migrate`: runs a command of migrations on the database and the models of the command line. Listings and
 * scripts go to standard output, what happens on the way to standard error.
 */
import { existsSync } from 'node:fs'
import type { Engine } from '../../engine/engine.js'
import { OrmError } from '../../errors.js'
import * as library from '../../index.js'
import * as migrate from '../../migrate/index.js'
import { openDatabase } from '../composition/database.js'
import type { Environment, ShellConfig } from '../config.js'
import { CommandLineError, UsageError } from '../errors.js'
import { exitCode, type ExitCode } from '../exit-code.js'
import { loadModels } from '../load-models.js'
import { describeFailure } from '../models/failure.js'
import { writeAll } from '../streams.js'
import { parseMigrate, type MigrateRequest } from './arguments.js'
import { COMMANDS, needsOf, type Needs } from './commands.js'

type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>

/** A migration that could not be made; its message is all there is to say. */
class MigrationFailed extends CommandLineError {
  override readonly code = 'cli/migration'

  constructor(
    cause: OrmError,
    override readonly exitCode: ExitCode,
  ) {
    super(cause.message, { cause, ...(cause.hint === undefined ? {} : { hint: cause.hint }) })
  }
}

/** @throws UsageError, ConnectionFailedError, and errors of the migrations themselves */
export async function runMigrate(argv: readonly string[], streams: Streams): Promise<number> {
  const request = parseMigrate(argv, streams.env as Environment)
  if (typeof request === 'string') {
    await writeAll(streams.stdout, request)
    return exitCode.ok
  }
  const needs = needsOf(request.command, request.operands, request.options)
  const engine = databaseFor(request, needs)
  try {
    const config = configFor(request, streams, await attributesFor(request, { engine, needs }))
    COMMANDS[request.command](config, operandsOf(request), request.options)
    return exitCode.ok
  } catch (error) {
    throw asFailure(error)
  } finally {
    engine?.dispose()
  }
}

/** Null where none is needed, or the configuration file names one. */
function databaseFor(request: MigrateRequest, { database }: Needs): Engine | null {
  const { url } = request.config
  if (!database || request.options.sql === true) return null
  if (url !== null) return openDatabase(url)
  if (fileOf(request) !== null) return null
  throw new UsageError(`migrate ${request.command} needs a database`, {
    hint: '--url sqlite:///app.db, DATABASE_URL, or sqlalchemy.url in alembic.ini',
  })
}

/** A new folder is the one that would be looked for. */
function operandsOf({ command, operands, directory }: MigrateRequest): readonly string[] {
  return command === 'init' && operands.length === 0 ? [directory] : operands
}

interface Surroundings {
  readonly engine: Engine | null
  readonly needs: Needs
}

/** What `env.ts` gets from the command line. */
async function attributesFor(
  { config }: MigrateRequest,
  { engine, needs }: Surroundings,
): Promise<Readonly<Record<string, unknown>>> {
  return {
    ...(config.url === null ? {} : { url: config.url }),
    ...(engine === null ? {} : { engine }),
    ...(needs.models && config.models.length > 0 ? { metadata: await loadMetadata(config) } : {}),
  }
}

const modules = { 'orm-shell': library, 'orm-shell/migrate': migrate }

/** The tables of the models. @throws UsageError when they cannot be loaded: what is missing would be dropped */
async function loadMetadata({ models }: ShellConfig): Promise<readonly library.MetaData[]> {
  const {
    models: exported,
    failures,
    watched,
  } = await loadModels(models, {
    cwd: process.cwd(),
    provided: modules,
  })
  if (failures.length > 0)
    throw new UsageError('the models are broken', {
      hint: failures.map(describeFailure).join('\n  '),
    })
  const found = Object.values(exported).map(metadataIn)
  const metadata = [...new Set(found)].filter((each) => each !== null)
  if (watched.length > 0 && metadata.length > 0) return metadata
  throw new UsageError(`no models in ${models.join(', ')}`)
}

function metadataIn(value: unknown): library.MetaData | null {
  const canHave = (typeof value === 'object' && value !== null) || typeof value === 'function'
  const found = canHave && 'metadata' in value ? value.metadata : value
  return found instanceof library.MetaData ? found : null
}

function fileOf({ file }: MigrateRequest): string | null {
  return file ?? (existsSync('alembic.ini') ? 'alembic.ini' : null)
}

function configFor(
  request: MigrateRequest,
  { stdout, stderr }: Streams,
  attributes: Readonly<Record<string, unknown>>,
): migrate.Config {
  const isQuiet = request.config.quiet
  const config = new migrate.Config(fileOf(request), {
    attributes,
    modules,
    stdout,
    messages: stdout,
    xArguments: request.xArguments,
    ...(isQuiet ? {} : { log: stderr }),
  })
  const isNamed = config.getMainOption('script_location') !== null
  if (!isNamed) config.setMainOption('script_location', request.directory)
  return config
}

/** What the user can mend is a message; all else keeps its stack. */
function asFailure(error: unknown): unknown {
  if (error instanceof CommandLineError || !(error instanceof OrmError)) return error
  const differs = error instanceof migrate.AutogenerateDiffsDetected
  return new MigrationFailed(error, differs ? exitCode.doctest : exitCode.evaluation)
}
