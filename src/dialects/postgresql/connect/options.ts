/**
 * The connection options of libpq and where their values come from: `connectArgs` and the URL, then the service file,
 * then the environment. Read by `connect-plan.ts`; nothing here connects.
 */
import { ArgumentError } from '../../../errors.js'
import type { URL } from '../../../engine/url.js'
import { nearest } from '../../../util/nearest.js'
import { readService } from './service-file.js'

/** Values by libpq's names; a password may be a function of the user's. */
export type ConnectOptions = Readonly<Record<string, unknown>>

export type Environment = Readonly<Record<string, string | undefined>>

/** libpq's names with the environment variables behind them, as in its `PQconninfoOptions`. */
const variables: Readonly<Record<string, string | null>> = {
  service: 'PGSERVICE',
  servicefile: 'PGSERVICEFILE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  dbname: 'PGDATABASE',
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  client_encoding: 'PGCLIENTENCODING',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  fallback_application_name: null,
  keepalives: null,
  keepalives_idle: null,
  keepalives_interval: null,
  keepalives_count: null,
  tcp_user_timeout: null,
  channel_binding: 'PGCHANNELBINDING',
  sslmode: 'PGSSLMODE',
  sslnegotiation: 'PGSSLNEGOTIATION',
  sslcompression: null,
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslpassword: null,
  sslrootcert: 'PGSSLROOTCERT',
  sslcrl: 'PGSSLCRL',
  sslsni: null,
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
  gssencmode: null,
  krbsrvname: null,
  gsslib: null,
  requirepeer: null,
  replication: null,
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  load_balance_hosts: 'PGLOADBALANCEHOSTS',
}

/** Options that `pg.Client` or we have beside libpq's. */
const furtherOptions = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'async_fallback',
  'prepared_statement_cache_size',
] as const

/** What `pg.Client` calls some of libpq's options, for `connectArgs`. */
const clientNames: Readonly<Record<string, string>> = { database: 'dbname' }

/** Every option that may stand in the query of a URL. */
export const optionNames: readonly string[] = [...Object.keys(variables), ...furtherOptions]

/**
 * The options in force. What `connectArgs` has beyond libpq's names stays as it is, for `pg.Client`.
 *
 * @throws ArgumentError for a name in the URL that nobody knows, or a service that is not defined
 */
export function connectOptions(
  url: URL,
  connectArgs: ConnectOptions,
  environment: Environment,
): ConnectOptions {
  checkNames(Object.keys(url.query))
  const explicit = { ...fromUrl(url), ...fromQuery(url), ...renamed(connectArgs) }
  const given = { ...fromEnvironment(environment), ...explicit }
  const service = readService(given, environment)
  return { ...given, ...service, ...explicit }
}

/** @throws ArgumentError naming the first unknown option, and what may have been meant */
export function checkNames(names: readonly string[]): void {
  const unknown = names.find((name) => !optionNames.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, optionNames)
  throw new ArgumentError(
    `Invalid query parameter in the database URL: '${unknown}'`,
    near === null ? {} : { hint: `did you mean ${near}?` },
  )
}

function fromUrl({ username, password, host, port, database }: URL): ConnectOptions {
  return withoutNulls({ user: username, password, host, port, dbname: database })
}

/** Of an option that comes twice the last one counts; hosts and ports are lists. */
function fromQuery({ query }: URL): ConnectOptions {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const values = [value].flat()
      const isList = name === 'host' || name === 'port' || name === 'hostaddr'
      return [name, isList ? values.join(',') : (values.at(-1) ?? '')]
    }),
  )
}

function renamed(connectArgs: ConnectOptions): ConnectOptions {
  return Object.fromEntries(
    Object.entries(connectArgs)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [clientNames[name] ?? name, value]),
  )
}

function fromEnvironment(environment: Environment): ConnectOptions {
  const found = Object.entries(variables).map(([name, variable]) => [
    name,
    variable === null ? null : environment[variable] || null,
  ])
  return withoutNulls(Object.fromEntries(found) as ConnectOptions)
}

function withoutNulls(values: ConnectOptions): ConnectOptions {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}
