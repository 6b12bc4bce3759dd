/**
 * The objects whose collections the program has read, and may change by index: what no method sees, a comparison
 * finds. A flush compares all of them; autoflush, which precedes every query, only those that were read last.
 */
import type { InstanceState } from '../state/instance-state.js'

/** So many objects autoflush looks at: its cost must not grow with what a loop has read before. */
const RECENT = 16

/** @internal */
export class HandedOutCollections {
  readonly #all = new Set<InstanceState>()
  /** The objects read last, the latest at the end. */
  #recent: InstanceState[] = []

  /** A collection of the object was read. */
  note(state: InstanceState): void {
    const recent = this.#recent
    if (recent.at(-1) === state) return
    this.#all.add(state)
    const known = recent.indexOf(state)
    if (known >= 0) recent.splice(known, 1)
    else if (recent.length === RECENT) recent.shift()
    recent.push(state)
  }

  reconcile(session: object): void {
    for (const state of this.#all) if (!stays(state, session)) this.#all.delete(state)
    this.#recent = this.#recent.filter((state) => this.#all.has(state))
  }

  reconcileRecent(session: object): void {
    for (const state of this.#recent) stays(state, session)
  }
}

/** Notices changes of one object's collections; false when there is nothing to look at any more. */
function stays(state: InstanceState, session: object): boolean {
  return (state.session as unknown) === session && state.reconcileCollections()
}
