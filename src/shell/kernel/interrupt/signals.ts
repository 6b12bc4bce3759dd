/**
 * The words main thread and control thread share, and the messages between them. Contract only.
 * Whoever wants to change the phase uses compare-and-exchange, so that a termination can never hit
 * anything but the synchronous part of a cell.
 */
import type { CancelTarget } from '../../../engine/cancel-registry.js'

export const WORD = { phase: 0, requested: 1, cell: 2 } as const

export const PHASE = {
  /** No cell runs. */
  idle: 0,
  /** User code holds the thread and may be terminated. */
  sync: 1,
  /** A cell waits on a promise; the event loop is alive. */
  waiting: 2,
  /** The control thread has asked V8 to terminate; the main thread must take the hit before going on. */
  terminating: 3,
  /** The library works on the session or the database: it stops by an error at its next checkpoint, never in between. */
  uncut: 4,
} as const

export const REQUEST = {
  none: 0,
  /** Whatever runs shall stop. */
  stop: 1,
  /** A server was asked to cancel its statement, which will fail by itself. */
  cancel: 2,
} as const

export const SHARED_BYTES = 3 * Int32Array.BYTES_PER_ELEMENT

export interface ControlData {
  readonly shared: SharedArrayBuffer
  /** Where interrupts arrive, one byte `I` each; its end means that the front end is gone. */
  readonly fd: number
}

/** Server connections come and go; the control thread knows them all, so that it can cancel what they run. */
export type ToControl =
  | { readonly type: 'opened'; readonly target: CancelTarget }
  | { readonly type: 'closed'; readonly id: number }

export type FromControl =
  | { readonly type: 'ready' }
  /** The cell with this number waits on a promise and shall be abandoned. */
  | { readonly type: 'interrupt'; readonly cell: number }
