/**
 * One attempt at one server, with `pg.Client`, which knows DNS, TLS and authentication, and hands over its socket;
 * from then on nobody speaks through the client.
 */
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { Client, ClientConfig } from 'pg'
import type { ServerMessage } from '../wire/server-message.js'
import type { ConnectPlan, Place } from './connect-plan.js'
import type { OpenedClient } from './open-client.js'
import { refuseUnbound } from './channel-binding.js'
import { LocalRefusal } from './local-refusal.js'
import { checkSession } from './session-kind.js'

/** How far an attempt came; `given up` is what another way of connecting cannot mend. */
export interface AttemptFailure {
  readonly stage: 'tls' | 'startup' | 'given up'
  readonly error: unknown
  /** Set when the server itself refused. */
  readonly server: ServerMessage | null
}

/** The parts of `pg.Client` that its type declarations leave out. */
export interface ClientInternals {
  readonly processID: number
  readonly secretKey: number
  readonly connection: {
    readonly stream: Socket
    on(name: string, listen: (it: never) => void): void
  }
}

// Only an engine that connects to PostgreSQL loads the driver.
const load = createRequire(import.meta.url)

/** Never rejects once the client is made. */
export async function connectOnce(
  plan: ConnectPlan,
  place: Place,
  ssl: object | boolean,
): Promise<{ readonly opened: OpenedClient } | { readonly failure: AttemptFailure }> {
  const client = makeClient(plan, place, ssl)
  const internals = client as unknown as ClientInternals
  let reached = false
  internals.connection.on('connect', () => (reached = true))
  const parameters = reportedParameters(internals)
  if (plan.channelBinding === 'require') refuseUnbound(internals, ssl !== false)
  try {
    await client.connect()
    await checkSession(client, plan.session)
  } catch (error) {
    internals.connection.stream.destroy()
    return { failure: failureOf(error, reached && ssl !== false) }
  }
  const { processID, secretKey, connection } = internals
  const identity = { processID, secretKey, host: target(place), port: place.port, parameters }
  connection.stream.removeAllListeners('data')
  return { opened: { socket: connection.stream, identity } }
}

/** Where to connect, and to send a CancelRequest to: a host, or the folder of a Unix socket. */
function target(place: Place): string {
  return place.hostAddress ?? place.host
}

function makeClient(plan: ConnectPlan, place: Place, ssl: object | boolean): Client {
  const { Client: PgClient } = load('pg') as { Client: new (config: object) => Client }
  const client = new PgClient({
    password: place.password ?? noPassword,
    ...plan.client,
    host: target(place),
    port: place.port,
    ssl,
    sslnegotiation: ssl !== false && plan.tls.direct ? 'direct' : 'postgres',
    enableChannelBinding: ssl !== false && plan.channelBinding !== 'disable',
  } satisfies ClientConfig & Record<string, unknown>)
  client.on('error', () => {})
  return client
}

/** Asked for when the server wants a password that nobody gave. */
function noPassword(): never {
  throw new LocalRefusal('fe_sendauth: no password supplied')
}

function reportedParameters({ connection }: ClientInternals): Record<string, string> {
  const parameters: Record<string, string> = {}
  connection.on('parameterStatus', (it: { parameterName: string; parameterValue: string }) => {
    parameters[it.parameterName] = it.parameterValue
  })
  return parameters
}

/** A server that hangs up before it has said anything has a problem with TLS, where that was begun. */
function failureOf(error: unknown, begunTls: boolean): AttemptFailure {
  const server = serverMessage(error)
  if (server !== null) return { stage: 'startup', error, server }
  const isOurs = error instanceof LocalRefusal || isTimeout(error)
  return { stage: begunTls && !isOurs ? 'tls' : 'given up', error, server }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout expired'
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
