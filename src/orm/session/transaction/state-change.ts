/**
 * A state machine whose methods declare where they may start and where they end. SessionTransaction is one; it also
 * notices when a second task enters while a first one is in the middle of a change.
 */
import type { Io } from '../../../engine/io.js'
import { IllegalStateChangeError } from '../errors.js'

/** Expectations beside the states themselves. */
export type Destination<State> = State | 'any' | 'no change' | 'change in progress'

export interface StateChangeRule<State> {
  readonly method: string
  /** Where the method may start; anywhere when absent. */
  readonly from?: readonly State[]
  readonly to: Destination<State>
}

/** Base of things with a checked life cycle; `sqlalchemy.orm.state_changes._StateChange`. @internal */
export abstract class StateChange<State extends string> {
  protected currentState: State
  #next: Destination<State> = 'any'
  #running: string | null = null

  constructor(initial: State) {
    this.currentState = initial
  }

  /** Raises what users should read when a method is called in a state it does not accept. */
  protected abstract raiseForState(method: string, state: State): never

  /** Runs a method under its rule. */
  protected *change<T>(rule: StateChangeRule<State>, body: () => Io<T>): Io<T> {
    const before = this.currentState
    const outer = { next: this.#next, running: this.#running }
    this.#checkEntry(rule)
    this.#running = rule.method
    this.#next = 'change in progress'
    try {
      const value = yield* body()
      this.#checkExit(rule, before, outer.running)
      return value
    } finally {
      this.#next = outer.next
      this.#running = outer.running
    }
  }

  /** Inside a method: lets a nested call move to the given state, and to that one only. */
  protected *expecting<T>(state: State, body: () => Io<T>): Io<T> {
    this.#next = state
    try {
      const value = yield* body()
      if (this.currentState !== state) {
        throw new IllegalStateChangeError(`Unexpected state change to ${this.currentState}`)
      }
      return value
    } finally {
      this.#next = 'change in progress'
    }
  }

  #checkEntry({ method, from, to }: StateChangeRule<State>): void {
    if (from && !from.includes(this.currentState)) this.raiseForState(method, this.currentState)
    if (to === 'no change' || this.#next === 'any' || this.#next === to) return
    if (this.#running !== null && this.#next === 'change in progress') {
      throw new IllegalStateChangeError(
        `Method '${method}()' can't be called here; method '${this.#running}()' is already in ` +
          `progress and this would cause an unexpected state change to ${to}`,
      )
    }
    throw new IllegalStateChangeError(
      `Cant run operation '${method}()' here; will move to state ${to} where we are expecting ${this.#next}`,
    )
  }

  #checkExit({ method, to }: StateChangeRule<State>, before: State, running: string | null): void {
    const expected = to === 'no change' ? before : to
    if (this.currentState === expected || expected === 'any') return
    if (this.currentState === before) {
      throw new IllegalStateChangeError(
        `Method '${method}()' failed to change state to ${expected} as expected`,
      )
    }
    const during = running === null ? '' : `While method '${running}()' was running, method`
    throw new IllegalStateChangeError(
      `${during || 'Method'} '${method}()' caused an unexpected state change to ${this.currentState}`,
    )
  }
}
