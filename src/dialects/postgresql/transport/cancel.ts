/** Sends a CancelRequest to a server, on a connection of its own; used by both transports. */
import { connect } from 'node:net'
import { cancelRequest } from '../../../engine/cancel-registry.js'
import type { ServerIdentity } from './transport.js'

/**
 * Ends when the server has passed the request on, or could not be reached. Nothing else comes back: whether it helped
 * shows in the statement's own answer.
 */
export function sendCancelRequest(identity: ServerIdentity): Promise<void> {
  const { host, port } = identity
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  socket.on('connect', () => socket.end(cancelRequest(identity)))
  socket.on('error', () => socket.destroy())
  socket.resume().unref()
  return new Promise((resolve) => socket.on('close', () => resolve()))
}
