/**
 * Where and how to connect, as plain data that can be sent to a thread. Made from the URL and `connectArgs` by the
 * driver, read by `open-client.ts` in whichever thread connects.
 */
import { ArgumentError } from '../../../errors.js'
import type { URL } from '../../../engine/url.js'
import { nearest } from '../../../util/nearest.js'

export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

const sslModes: readonly SslMode[] = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
]

export interface ConnectPlan {
  readonly sslMode: SslMode | null
  readonly sslRootCert: string | null
  readonly sslCert: string | null
  readonly sslKey: string | null
  /** Options of `pg.Client`, `connectArgs` last. */
  readonly client: Readonly<Record<string, unknown>>
}

const defaultTimeout = 30_000

/** Options of libpq that may stand in the URL's query, by what `pg.Client` calls them. */
const queryOptions: Readonly<Record<string, string>> = {
  application_name: 'application_name',
  fallback_application_name: 'fallback_application_name',
  options: 'options',
  statement_timeout: 'statement_timeout',
  lock_timeout: 'lock_timeout',
  idle_in_transaction_session_timeout: 'idle_in_transaction_session_timeout',
  user: 'user',
  password: 'password',
  dbname: 'database',
  host: 'host',
  port: 'port',
}

/** Options of ours, which mean nothing to `pg.Client`. */
export const ownOptions = ['preparedStatementCacheSize', 'prepared_statement_cache_size'] as const

/** Options of libpq that are read elsewhere, or that change nothing here. */
const otherOptions: readonly string[] = [
  ...[
    'sslmode',
    'sslrootcert',
    'sslcert',
    'sslkey',
    'sslpassword',
    'sslcrl',
    'sslcompression',
    'sslsni',
  ],
  ...['ssl_min_protocol_version', 'ssl_max_protocol_version', 'connect_timeout', 'client_encoding'],
  ...[
    'channel_binding',
    'gssencmode',
    'krbsrvname',
    'gsslib',
    'requirepeer',
    'passfile',
    'service',
  ],
  ...[
    'keepalives',
    'keepalives_idle',
    'keepalives_interval',
    'keepalives_count',
    'tcp_user_timeout',
  ],
  ...['target_session_attrs', 'load_balance_hosts', 'replication', 'hostaddr', 'async_fallback'],
  ...ownOptions,
]

/** @throws ArgumentError for a name libpq does not know either */
function checkNames(query: Readonly<Record<string, string>>): void {
  const known = [...Object.keys(queryOptions), ...otherOptions]
  const unknown = Object.keys(query).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, known)
  throw new ArgumentError(
    `Invalid query parameter in the database URL: '${unknown}'`,
    near === null ? {} : { hint: `did you mean ${near}?` },
  )
}

/** @throws ArgumentError for an unknown option or `sslmode` */
export function planConnection(
  url: URL,
  connectArgs: Readonly<Record<string, unknown>>,
): ConnectPlan {
  const query = singleValues(url)
  checkNames(query)
  const client: Record<string, unknown> = {
    connectionTimeoutMillis: connectTimeout(query['connect_timeout']),
    ...fromUrl(url),
    ...fromQuery(query),
    ...connectArgs,
  }
  for (const name of ownOptions) delete client[name]
  return {
    client,
    sslMode: parseSslMode(query['sslmode']),
    sslRootCert: query['sslrootcert'] ?? null,
    sslCert: query['sslcert'] ?? null,
    sslKey: query['sslkey'] ?? null,
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

function fromUrl(url: URL): Record<string, unknown> {
  const { host, port, username: user, password, database } = url
  return Object.fromEntries(
    Object.entries({ host, port, user, password, database }).filter(([, value]) => value !== null),
  )
}

function fromQuery(query: Readonly<Record<string, string>>): Record<string, unknown> {
  const known = Object.entries(query).filter(([key]) => key in queryOptions)
  return Object.fromEntries(
    known.map(([key, value]) => [queryOptions[key], key === 'port' ? Number(value) : value]),
  )
}

function singleValues(url: URL): Record<string, string> {
  const entries = Object.entries(url.query).map(([key, value]) => [
    key,
    [value].flat().at(-1) ?? '',
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

function connectTimeout(seconds: string | undefined): number {
  return seconds === undefined ? defaultTimeout : Number(seconds) * 1000
}

function parseSslMode(text: string | undefined): SslMode | null {
  if (text === undefined) return null
  const mode = sslModes.find((known) => known === text)
  if (mode !== undefined) return mode
  throw new ArgumentError(`Invalid value '${text}' for sslmode`, {
    hint: `use one of ${sslModes.join(', ')}`,
  })
}
