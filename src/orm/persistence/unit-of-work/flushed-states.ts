/**
 * The objects of one flush in the order in which they joined it, with what is done to each. An object knows its place,
 * so that nothing is hashed: every step of a flush asks for every object.
 */
import { keepShape } from '../../../util/kept-shapes.js'
import type { InstanceState } from '../../state/instance-state.js'

/** What a flush does with an object. */
export interface Registration {
  readonly isDelete: boolean
  /** Known to the dependency processors but not written itself. */
  readonly listOnly: boolean
}

/** @internal */
export class FlushedStates {
  readonly #states: InstanceState[] = []
  readonly #registrations: Registration[] = []

  get size(): number {
    return this.#states.length
  }

  has(state: InstanceState): boolean {
    return this.#states[state.flushPosition] === state
  }

  get(state: InstanceState): Registration | undefined {
    return this.has(state) ? this.#registrations[state.flushPosition] : undefined
  }

  set(state: InstanceState, registration: Registration): void {
    if (!this.has(state)) {
      state.flushPosition = this.#states.length
      this.#states.push(state)
    }
    this.#registrations[state.flushPosition] = registration
  }

  /** Those that are deleted, or those that are not. */
  thatAre({ deleted }: { readonly deleted: boolean }): InstanceState[] {
    return this.#states.filter((_, index) => this.#registrations[index]?.isDelete === deleted)
  }
}

keepShape(new FlushedStates())
