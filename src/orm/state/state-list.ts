/**
 * The states of an identity map in the order in which they came. A state knows its place, so that nothing is hashed:
 * a set costs a loaded row as much as the object itself.
 */
import type { InstanceState } from './instance-state.js'

/** A state is in one list at a time: that of the session it belongs to. @internal */
export class StateList {
  #states: (InstanceState | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  has(state: InstanceState): boolean {
    return this.#states[state.position] === state
  }

  add(state: InstanceState): void {
    if (this.has(state)) return
    state.position = this.#states.length
    this.#states.push(state)
    this.#size += 1
  }

  delete(state: InstanceState): void {
    if (!this.has(state)) return
    this.#states[state.position] = undefined
    state.position = -1
    this.#size -= 1
    if (this.#states.length > 2 * this.#size + LEAST) this.#closeGaps()
  }

  all(): InstanceState[] {
    return this.#states.filter((state) => state !== undefined)
  }

  #closeGaps(): void {
    const states = this.all()
    for (const [position, state] of states.entries()) state.position = position
    this.#states = states
  }
}

/** Short lists may be mostly gaps. */
const LEAST = 32
