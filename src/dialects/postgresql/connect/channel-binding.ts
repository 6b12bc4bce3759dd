/** `channel_binding=require`: a server that does not prove it is the one TLS was set up with gets no password. */
import type { ClientInternals } from './connect-once.js'
import { LocalRefusal } from './local-refusal.js'

/** Watches the server's authentication requests, before the client answers them. */
export function refuseUnbound({ connection }: ClientInternals, encrypted: boolean): void {
  let isBound = false
  const refuse = (reason: string): void => {
    connection.stream.destroy(new LocalRefusal(`channel binding required, but ${reason}`))
  }
  connection.on('authenticationSASL', ({ mechanisms }: { mechanisms: readonly string[] }) => {
    isBound = encrypted && mechanisms.includes('SCRAM-SHA-256-PLUS')
    if (!encrypted) refuse('SSL not in use')
    else if (!isBound) refuse('server did not offer an authentication method that supports it')
  })
  for (const method of ['authenticationCleartextPassword', 'authenticationMD5Password']) {
    connection.on(method, () => refuse("not supported by server's authentication request"))
  }
  connection.on('authenticationOk', () => {
    if (!isBound) refuse('server authenticated client without channel binding')
  })
}
