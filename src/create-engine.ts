/** Composition: a URL, its dialect and a driver make an engine. The only file outside of the cli that knows dialects. */
import { AsyncEngine } from './engine/async-engine.js'
import type { Dialect } from './engine/dialect.js'
import type { Paramstyle } from './sql/compiler/dialect.js'
import { Engine, type EngineOptions } from './engine/engine.js'
import { NoSuchModuleError } from './engine/errors.js'
import type { ExecutionOptions } from './engine/execution-options.js'
import { MockEngine } from './engine/mock-engine.js'
import { engineSettings } from './engine/engine-settings.js'
import type { PoolClass } from './engine/pool/pool.js'
import { QueuePool } from './engine/pool/queue-pool.js'
import { makeUrl, URL } from './engine/url.js'
import { ArgumentError } from './errors.js'
import type { DdlElement } from './schema/ddl-elements.js'
import { postgresql } from './dialects/postgresql/dialect.js'
import { sqlite } from './dialects/sqlite/dialect.js'
import { nearest } from './util/nearest.js'

/** Drivers by dialect; those of Python are accepted, so that a URL can be taken over as it is. */
const dialects: Readonly<
  Record<string, { readonly dialect: Dialect; readonly drivers: readonly string[] }>
> = {
  sqlite: { dialect: sqlite, drivers: ['better-sqlite3', 'pysqlite', 'aiosqlite'] },
  postgresql: { dialect: postgresql, drivers: ['pg', 'psycopg2', 'psycopg', 'asyncpg'] },
}

const optionNames: Readonly<Record<keyof EngineOptions, true>> = {
  echo: true,
  loggingName: true,
  poolClass: true,
  poolSize: true,
  maxOverflow: true,
  poolTimeout: true,
  poolRecycle: true,
  poolPrePing: true,
  poolUseLifo: true,
  poolResetOnReturn: true,
  isolationLevel: true,
  connectArgs: true,
  hideParameters: true,
  enableFromLinting: true,
  queryCacheSize: true,
  executionOptions: true,
  paramstyle: true,
  future: true,
}

/**
 * An engine whose calls answer at once, for SQLite and PostgreSQL alike; `sqlalchemy.create_engine`. Connects with the
 * first statement, not before.
 *
 * @param url e.g. `sqlite:///app.db`, `sqlite://` (in memory), `postgresql://user:password@host:5432/database`
 * @throws ArgumentError for a bad URL or option, NoSuchModuleError for an unknown dialect
 * @example
 * const engine = createEngine('sqlite:///app.db', { echo: true })
 */
export function createEngine(url: string | URL, options: EngineOptions = {}): Engine {
  return composeEngine(url, options, false)
}

/**
 * An engine whose calls answer with promises; `sqlalchemy.ext.asyncio.create_async_engine`.
 *
 * @throws as `createEngine`
 * @example
 * const engine = createAsyncEngine('postgresql://localhost/app')
 */
export function createAsyncEngine(url: string | URL, options: EngineOptions = {}): AsyncEngine {
  return new AsyncEngine(composeEngine(url, options, true))
}

/**
 * An engine from settings such as `{ 'sqlalchemy.url': 'sqlite://', 'sqlalchemy.echo': 'true' }`, whose values may be
 * texts of a configuration file; `sqlalchemy.engine_from_config`.
 *
 * @param options win over the settings
 * @throws ArgumentError without a URL, or for a text that is no number or no truth value; else as `createEngine`
 * @example
 * engineFromConfig({ 'database.url': 'sqlite://' }, 'database.')
 */
export function engineFromConfig(
  configuration: Readonly<Record<string, unknown>>,
  prefix = 'sqlalchemy.',
  options: EngineOptions = {},
): Engine {
  const { url, ...settings } = engineSettings(configuration, prefix)
  if (typeof url !== 'string' && !(url instanceof URL)) {
    throw new ArgumentError(`The configuration has no '${prefix}url'`)
  }
  return createEngine(url, { ...settings, ...options })
}

/**
 * An engine that hands DDL to a function; `sqlalchemy.create_mock_engine`.
 *
 * @example
 * const engine = createMockEngine('sqlite://', (ddl) => console.log(String(ddl)))
 */
export function createMockEngine(
  url: string | URL,
  executor: (statement: DdlElement) => void,
): MockEngine {
  return new MockEngine(dialectFor(makeUrl(url)), executor)
}

function composeEngine(
  source: string | URL,
  options: EngineOptions,
  asynchronous: boolean,
): Engine {
  const url = makeUrl(source)
  checkOptions(options)
  const dialect = withParamstyle(dialectFor(url), options.paramstyle)
  dialect.checkUrl(url)
  checkPoolOptions(options, options.poolClass ?? dialect.defaultPool(url), dialect)
  const driver = dialect.createDriver(asynchronous)
  return new Engine({ url, dialect, driver, canWait: asynchronous, options })
}

/** @throws ArgumentError for a style the driver does not know */
function withParamstyle(dialect: Dialect, paramstyle: Paramstyle | undefined): Dialect {
  if (paramstyle === undefined || paramstyle === dialect.paramstyle) return dialect
  if (dialect.paramstyles.includes(paramstyle)) return { ...dialect, paramstyle }
  throw new ArgumentError(
    `The driver of dialect ${dialect.name} takes parameters as ${dialect.paramstyles.join(' or ')}, not as ${paramstyle}`,
  )
}

function dialectFor(url: URL): Dialect {
  const name = url.getBackendName()
  const driver = url.getDriverName()
  const known = dialects[name]
  if (known === undefined) throw new NoSuchModuleError(driver === null ? name : `${name}.${driver}`)
  if (driver !== null && !known.drivers.includes(driver))
    throw new NoSuchModuleError(`${name}.${driver}`)
  return known.dialect
}

function checkOptions(options: EngineOptions): void {
  if (options.future === false)
    throw new ArgumentError(
      "The 'future' parameter passed to create_engine() may only be set to True.",
    )
  const unknown = Object.keys(options).filter((name) => !(name in optionNames))
  const [first] = unknown
  if (first === undefined) return
  const near = nearest(first, Object.keys(optionNames))
  throw invalidOptions(unknown, '', near ? `did you mean ${near}?` : undefined)
}

/** @throws ArgumentError for options of another kind of pool */
function checkPoolOptions(options: EngineOptions, pool: PoolClass, { name }: Dialect): void {
  const foreign = QueuePool.ownOptions.filter(
    (each) => each in options && !pool.ownOptions.includes(each),
  )
  if (foreign.length > 0)
    throw invalidOptions(foreign, `, using configuration ${name}/${pool.name}`)
}

function invalidOptions(names: readonly string[], where: string, hint?: string): ArgumentError {
  return new ArgumentError(
    `Invalid argument(s) ${names.map((name) => `'${name}'`).join(',')} sent to createEngine()${where}.  ` +
      'Please check that the keyword arguments are appropriate for this combination of components.',
    hint === undefined ? {} : { hint },
  )
}

export type { EngineOptions, ExecutionOptions }
