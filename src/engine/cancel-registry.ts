/**
 * What a helper outside of the working thread needs to stop a statement: the address and key of every open server
 * connection. A blocked thread cannot do it itself, so that thread's host subscribes and passes the facts on.
 */

/** One server connection that can be asked to cancel what it runs. */
export interface CancelTarget {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly processID: number
  readonly secretKey: number
  /** Shared with other threads: `Atomics.load(busy, 0)` is 1 while a statement runs. */
  readonly busy: Int32Array
}

export interface CancelListener {
  opened(target: CancelTarget): void
  closed(id: number): void
}

const targets = new Map<number, CancelTarget>()
const listeners = new Set<CancelListener>()
let lastId = 0

/** Announces a connection; answers the id to withdraw it by. Called by drivers. */
export function registerCancelTarget(target: Omit<CancelTarget, 'id'>): number {
  lastId += 1
  const registered = { ...target, id: lastId }
  targets.set(lastId, registered)
  for (const listener of listeners) listener.opened(registered)
  return lastId
}

/** Withdraws a connection that is closed or lost. */
export function withdrawCancelTarget(id: number): void {
  if (!targets.delete(id)) return
  for (const listener of listeners) listener.closed(id)
}

/**
 * Tells a listener about the open connections, and about every change from now on; answers how to stop.
 *
 * @example
 * watchCancelTargets({ opened: (target) => port.postMessage({ target }), closed: (id) => port.postMessage({ id }) })
 */
export function watchCancelTargets(listener: CancelListener): () => void {
  listeners.add(listener)
  for (const target of targets.values()) listener.opened(target)
  return () => listeners.delete(listener)
}

/** PostgreSQL's CancelRequest, to be sent on a new connection to the target's host and port. */
export function cancelRequest(target: Pick<CancelTarget, 'processID' | 'secretKey'>): Uint8Array {
  const message = new DataView(new ArrayBuffer(16))
  message.setInt32(0, 16)
  message.setInt32(4, 80877102)
  message.setInt32(8, target.processID)
  message.setInt32(12, target.secretKey)
  return new Uint8Array(message.buffer)
}
