/**
 * Opens a connection as libpq does: server by server, with TLS or without as `sslmode` says. `connect-once.ts` makes
 * the single attempts. Used by the I/O thread and by the asynchronous transport.
 */
import type { Socket } from 'node:net'
import type { ServerIdentity } from '../transport/transport.js'
import type { ServerMessage } from '../wire/server-message.js'
import { connectOnce, type AttemptFailure } from './connect-once.js'
import type { ConnectPlan, Place } from './connect-plan.js'
import { describeProblem, nameOf } from './failure-text.js'
import { tlsOptions } from './tls.js'

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

/** Never rejects: a failure is an answer, too. */
export async function openClient(plan: ConnectPlan): Promise<ConnectOutcome> {
  const failures: ConnectFailure[] = []
  // A second round takes any server, when the first found none that stands by.
  const rounds = plan.session === 'prefer-standby' ? (['standby', 'any'] as const) : [plan.session]
  for (const session of rounds) {
    for (const place of plan.places) {
      const outcome = await openPlace({ ...plan, session }, place)
      if ('opened' in outcome) return outcome
      failures.push(outcome.failure)
    }
  }
  return { failure: together(failures) }
}

/** TLS wanted or not, first and second try. */
async function openPlace(plan: ConnectPlan, place: Place): Promise<ConnectOutcome> {
  const failures: ConnectFailure[] = []
  for (const encrypted of tries(plan, place)) {
    const outcome = await attempt(plan, place, encrypted)
    if ('opened' in outcome) return outcome
    const { failure } = outcome
    const goesOn = mayGoOn(plan, failure)
    if (!goesOn || !lacksTls(failure)) failures.push(asFailure(place, failure))
    if (!goesOn) break
  }
  return { failure: together(failures) }
}

function tries({ tls, client }: ConnectPlan, place: Place): readonly boolean[] {
  if (client['ssl'] !== undefined) return [client['ssl'] !== false]
  if (place.host.startsWith('/') || tls.mode === 'disable') return [false]
  if (tls.mode === 'allow') return [false, true]
  return tls.mode === 'prefer' ? [true, false] : [true]
}

/** `allow` and `prefer` try the other way when the server refuses this one, not when it cannot be reached. */
function mayGoOn({ tls }: ConnectPlan, { stage }: AttemptFailure): boolean {
  if (tls.mode === 'prefer') return stage === 'tls' || stage === 'startup'
  return tls.mode === 'allow' && stage === 'startup'
}

/** A server without TLS is what `prefer` expects: no news. */
function lacksTls({ error }: AttemptFailure): boolean {
  return error instanceof Error && /does not support SSL/.test(error.message)
}

async function attempt(
  plan: ConnectPlan,
  place: Place,
  encrypted: boolean,
): Promise<{ readonly opened: OpenedClient } | { readonly failure: AttemptFailure }> {
  try {
    const own = plan.client['ssl']
    const ssl = encrypted ? ((own ?? tlsOptions(plan.tls, place.host)) as object | true) : false
    return await connectOnce(plan, place, ssl)
  } catch (error) {
    return { failure: { stage: 'tls', error, server: null } }
  }
}

function asFailure(place: Place, { error, server }: AttemptFailure): ConnectFailure {
  const reason = server === null ? describeProblem(error) : `FATAL:  ${server['M']}`
  const source =
    server?.['C'] === '28P01' && place.passwordFile !== null
      ? `\npassword retrieved from file "${place.passwordFile}"`
      : ''
  return { message: `${nameOf(place, error)}: ${reason}${source}`, server }
}

/** The refusal of a server says more than that another one could not be reached. */
function together(failures: readonly ConnectFailure[]): ConnectFailure {
  const messages = new Set(failures.map(({ message }) => message))
  const server = failures.findLast((failure) => failure.server !== null)?.server ?? null
  return { message: [...messages].join('\n'), server }
}
