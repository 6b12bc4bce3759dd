/**
 * Opens a connection with `pg.Client`, which knows DNS, TLS, authentication and .pgpass, and hands over its socket.
 * Used by the I/O thread and by the asynchronous transport; from then on nobody speaks through the client.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Client, ClientConfig } from 'pg'
import type { ServerMessage } from '../wire/server-message.js'
import type { ConnectPlan } from './connect-plan.js'
import type { ServerIdentity } from './transport.js'

export interface OpenedClient {
  readonly socket: Socket
  readonly identity: ServerIdentity
}

/** Why a connection could not be opened, as data that survives the way between threads. */
export interface ConnectFailure {
  readonly message: string
  /** Set when the server itself refused. */
  readonly server: ServerMessage | null
}

/** What came of it. */
export type ConnectOutcome =
  { readonly opened: OpenedClient } | { readonly failure: ConnectFailure }

/** The parts of `pg.Client` that its type declarations leave out. */
interface ClientInternals {
  readonly host: string
  readonly port: number
  readonly processID: number
  readonly secretKey: number
  readonly connection: {
    readonly stream: Socket
    on(name: string, listen: (it: never) => void): void
  }
}

// Only an engine that connects to PostgreSQL loads the driver.
const load = createRequire(import.meta.url)

/** Never rejects: a failure is an answer, too. */
export async function openClient(plan: ConnectPlan): Promise<ConnectOutcome> {
  try {
    return { opened: await connect(plan, sslOptions(plan)) }
  } catch (error) {
    if (plan.sslMode === 'prefer' && /does not support SSL/.test(String(error))) {
      return await openClient({ ...plan, sslMode: 'disable' })
    }
    return { failure: describeFailure(plan, error) }
  }
}

async function connect(plan: ConnectPlan, ssl: ClientConfig['ssl']): Promise<OpenedClient> {
  const { Client: PgClient } = load('pg') as { Client: new (config: ClientConfig) => Client }
  const client = new PgClient({ ...plan.client, ...(ssl === undefined ? {} : { ssl }) })
  client.on('error', () => {})
  const parameters: Record<string, string> = {}
  const internals = client as unknown as ClientInternals
  internals.connection.on(
    'parameterStatus',
    (it: { parameterName: string; parameterValue: string }) => {
      parameters[it.parameterName] = it.parameterValue
    },
  )
  await client.connect()
  const { processID, secretKey, connection } = internals
  const { host, port } = addressOf(plan, internals)
  connection.stream.removeAllListeners('data')
  return { socket: connection.stream, identity: { processID, secretKey, host, port, parameters } }
}

/** Where to send a CancelRequest: a host, or the folder of a Unix socket. */
function addressOf(plan: ConnectPlan, client: ClientInternals): { host: string; port: number } {
  return { host: client.host ?? plan.client['host'] ?? 'localhost', port: Number(client.port) }
}

/** libpq's meaning of the modes: only the two `verify-…` look at the certificate. */
function sslOptions(plan: ConnectPlan): boolean | ConnectionOptions | undefined {
  switch (plan.sslMode) {
    case null:
      return undefined
    case 'disable':
    case 'allow':
      return false
    case 'prefer':
    case 'require':
      return { rejectUnauthorized: false, ...certificates(plan) }
    case 'verify-ca':
      return {
        rejectUnauthorized: true,
        checkServerIdentity: () => undefined,
        ...certificates(plan),
      }
    case 'verify-full':
      return { rejectUnauthorized: true, ...certificates(plan) }
  }
}

function certificates(plan: ConnectPlan): ConnectionOptions {
  const files = { ca: plan.sslRootCert, cert: plan.sslCert, key: plan.sslKey }
  const given = Object.entries(files).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  return Object.fromEntries(given.map(([name, path]) => [name, readFileSync(path)]))
}

function describeFailure(plan: ConnectPlan, error: unknown): ConnectFailure {
  const server = serverMessage(error)
  const reason = server ? `FATAL:  ${server['M']}` : messageOf(error)
  return { message: `connection to ${place(plan)} failed: ${reason}`, server }
}

function place({ client }: ConnectPlan): string {
  const host = String(client['host'] ?? process.env['PGHOST'] ?? 'localhost')
  const port = String(client['port'] ?? process.env['PGPORT'] ?? 5432)
  if (host.startsWith('/')) return `server on socket "${host}/.s.PGSQL.${port}"`
  return `server at "${host}", port ${port}`
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message || String(error) : String(error)
}

/** The server's refusal, e.g. of a password, in the fields of the protocol. */
function serverMessage(error: unknown): ServerMessage | null {
  const { severity, code, message, detail, hint } = error as Record<string, string | undefined>
  if (severity === undefined || code === undefined) return null
  const fields = { S: severity, C: code, M: message, D: detail, H: hint }
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
