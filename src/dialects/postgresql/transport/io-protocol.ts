/** What the thread that runs statements and the I/O thread say to each other, besides the bytes in the ring. */
import type { MessagePort } from 'node:worker_threads'
import type { ConnectPlan } from '../connect/connect-plan.js'
import type { ConnectFailure } from '../connect/open-client.js'
import type { RingBuffers } from './ring.js'
import type { ServerIdentity } from './transport.js'

/** To the thread itself: open one more connection. */
export interface OpenRequest {
  readonly plan: ConnectPlan
  readonly ring: RingBuffers
  readonly port: MessagePort
}

/** To one connection; bytes to be written are sent as they are. */
export type IoCommand = 'drain' | 'ping' | 'cancel' | 'close'

/** The one answer that is a message. */
export type ConnectReport =
  { readonly identity: ServerIdentity } | { readonly failure: ConnectFailure }
