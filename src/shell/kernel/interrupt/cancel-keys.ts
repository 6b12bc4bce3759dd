/**
 * How a driver offers its running statements for cancelling without knowing the shell: through one
 * well-known symbol on the global object. Installed by the kernel's process, looked up by drivers.
 */
import type { CancelKey } from './signals.js'

export type { CancelKey } from './signals.js'

/**
 * The place drivers look at, spelled `globalThis[Symbol.for('orm-shell.cancel-keys')]`.
 *
 * @example
 * const keys = globalThis[Symbol.for('orm-shell.cancel-keys')]
 * const withdraw = keys?.register({ host, port, processID, secretKey, busy })
 */
export const CANCEL_KEYS = Symbol.for('orm-shell.cancel-keys')

export interface CancelKeys {
  /** Call as soon as the server has sent its key; call the answer when the connection closes. */
  register(key: CancelKey): () => void
}

export function publishCancelKeys(keys: CancelKeys): void {
  Object.defineProperty(globalThis, CANCEL_KEYS, { value: keys, configurable: true })
}
