/** `target_session_attrs`: asks a server whether it is of the kind that is wanted. */
import type { Client } from 'pg'
import type { SessionKind } from './connect-plan.js'
import { LocalRefusal } from './local-refusal.js'

interface ServerFacts {
  readonly standby: boolean
  readonly readonly: boolean
}

const checks: Readonly<Record<SessionKind, (facts: ServerFacts) => string | null>> = {
  any: () => null,
  'read-write': ({ readonly }) => (readonly ? 'session is read-only' : null),
  'read-only': ({ readonly }) => (readonly ? null : 'session is not read-only'),
  primary: ({ standby }) => (standby ? 'server is in hot standby mode' : null),
  standby: ({ standby }) => (standby ? null : 'server is not in hot standby mode'),
  'prefer-standby': () => null,
}

/** @throws LocalRefusal when the server is of another kind */
export async function checkSession(client: Client, kind: SessionKind): Promise<void> {
  if (kind === 'any') return
  const { rows } = await client.query<ServerFacts>(
    `select pg_is_in_recovery() as standby, current_setting('transaction_read_only')::bool as readonly`,
  )
  const reason = rows[0] === undefined ? null : checks[kind](rows[0])
  if (reason !== null) throw new LocalRefusal(reason)
}
