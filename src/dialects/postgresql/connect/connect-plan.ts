/**
 * Where and how to connect, as plain data that can be sent to a thread. Made from the URL, `connectArgs` and the
 * environment by the driver, read by `open-client.ts` in whichever thread connects.
 */
import { userInfo } from 'node:os'
import { ArgumentError } from '../../../errors.js'
import type { URL } from '../../../engine/url.js'
import { connectOptions, type ConnectOptions, type Environment } from './options.js'
import { defaultPasswordFile, passwordFromFile } from './password-file.js'
import { planPlaces, type Address } from './places.js'
import { choice, seconds, wholeNumber } from './option-values.js'
import { planTls, type TlsPlan } from './tls-plan.js'

/** One server to try. */
export interface Place extends Address {
  readonly password: string | null
  /** The file the password comes from. */
  readonly passwordFile: string | null
}

export const sessionKinds = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const

export type SessionKind = (typeof sessionKinds)[number]

export interface ConnectPlan {
  /** Tried in turn. */
  readonly places: readonly Place[]
  readonly tls: TlsPlan
  readonly channelBinding: 'disable' | 'prefer' | 'require'
  /** What the server must be to be taken. */
  readonly session: SessionKind
  /** Options of `pg.Client`, `connectArgs` last. */
  readonly client: Readonly<Record<string, unknown>>
}

const defaultTimeout = 30_000

/** Options whose values `pg.Client` passes on to the server as they are. */
const startupOptions = [
  'user',
  'application_name',
  'fallback_application_name',
  'options',
  'replication',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
] as const

/** Options of ours, which mean nothing to `pg.Client`. */
const ownOptions = ['preparedStatementCacheSize', 'prepared_statement_cache_size'] as const

/** @throws ArgumentError for an unknown option, or a value that an option cannot have */
export function planConnection(
  url: URL,
  connectArgs: ConnectOptions,
  environment: Environment = process.env,
): ConnectPlan {
  const options = connectOptions(url, connectArgs, environment)
  refuseUnsupported(options)
  const user = String(options['user'] ?? userInfo().username)
  const database = String(options['dbname'] ?? user)
  return {
    places: planPlaces(options).map((address) => withPassword(address, options, user, database)),
    tls: planTls(options),
    channelBinding: choice(options, 'channel_binding', ['disable', 'prefer', 'require'], 'disable'),
    session: choice(options, 'target_session_attrs', sessionKinds, 'any'),
    client: {
      ...keepalive(options),
      ...startup(options),
      connectionTimeoutMillis: timeout(options['connect_timeout']),
      ...furtherArguments(connectArgs),
      user,
      database,
      ...(typeof options['password'] === 'function' ? { password: options['password'] } : {}),
    },
  }
}

/** How many statements a connection keeps prepared; 0 where a pooler between us and the server forbids it. */
export function preparedStatementLimit(
  url: URL,
  connectArgs: Readonly<Record<string, unknown>>,
): number {
  const given =
    connectArgs['preparedStatementCacheSize'] ?? url.query['prepared_statement_cache_size'] ?? 100
  const limit = Number(given)
  if (Number.isInteger(limit) && limit >= 0) return limit
  throw new ArgumentError('preparedStatementCacheSize must be a whole number, 0 or more')
}

/** @throws ArgumentError for what a safe connection was asked for and would silently lack */
function refuseUnsupported(options: ConnectOptions): void {
  if (options['gssencmode'] === 'require')
    throw new ArgumentError('gssencmode "require" is not supported', {
      hint: 'encrypt with sslmode=require, or better sslmode=verify-full',
    })
}

function withPassword(
  address: Address,
  options: ConnectOptions,
  user: string,
  database: string,
): Place {
  const given = options['password']
  if (given) return { ...address, password: String(given), passwordFile: null }
  const path = String(options['passfile'] ?? defaultPasswordFile())
  const isSocket = address.host.startsWith('/')
  const host = isSocket && address.isDefault ? 'localhost' : address.host
  const password = passwordFromFile(path, { host, port: address.port, database, user })
  return { ...address, password, passwordFile: password === null ? null : path }
}

function startup(options: ConnectOptions): ConnectOptions {
  const given = startupOptions.filter((name) => options[name] !== undefined)
  return Object.fromEntries(given.map((name) => [name, options[name]]))
}

function keepalive(options: ConnectOptions): ConnectOptions {
  const idle = seconds(options, 'keepalives_idle') ?? 0
  return {
    keepAlive: String(options['keepalives'] ?? 1) !== '0',
    keepAliveInitialDelayMillis: idle * 1000,
  }
}

/** What `connectArgs` has for `pg.Client` alone. */
function furtherArguments(connectArgs: ConnectOptions): ConnectOptions {
  const gone: readonly string[] = [...ownOptions, 'host', 'port', 'password']
  return Object.fromEntries(Object.entries(connectArgs).filter(([name]) => !gone.includes(name)))
}

/** libpq's 0 waits for ever; without a word of it nobody waits longer than half a minute. */
function timeout(given: unknown): number {
  if (given === undefined || given === '') return defaultTimeout
  return Math.max(0, wholeNumber('connect_timeout', given)) * 1000
}
