/**
 * States in the order in which they came, as long as somebody else holds their objects. An object and its state hold
 * each other: they go together. Without a FinalizationRegistry, which costs more than the reference: what is gone is
 * swept out when there are twice as many as lived at the last sweep.
 */
import type { InstanceState } from './instance-state.js'

/** Fewer are not swept. */
const LEAST = 64

/** @internal */
export class WeakStates implements Iterable<InstanceState> {
  readonly #references = new Set<WeakRef<InstanceState>>()
  #byState = new WeakMap<InstanceState, WeakRef<InstanceState>>()
  #limit = LEAST

  /** How many live. */
  get size(): number {
    return this.all().length
  }

  /** True when enough have come since the last sweep. */
  get isCrowded(): boolean {
    return this.#references.size >= this.#limit
  }

  has(state: InstanceState): boolean {
    return this.#byState.has(state)
  }

  referenceTo(state: InstanceState): WeakRef<InstanceState> | undefined {
    return this.#byState.get(state)
  }

  add(state: InstanceState): void {
    if (this.#byState.has(state)) return
    if (this.isCrowded) this.sweep()
    const reference = new WeakRef(state)
    this.#byState.set(state, reference)
    this.#references.add(reference)
  }

  delete(state: InstanceState): void {
    const reference = this.#byState.get(state)
    if (reference === undefined) return
    this.#byState.delete(state)
    this.#references.delete(reference)
  }

  clear(): void {
    this.#references.clear()
    this.#byState = new WeakMap()
    this.#limit = LEAST
  }

  all(): InstanceState[] {
    const states: InstanceState[] = []
    for (const reference of this.#references) {
      const state = reference.deref()
      if (state !== undefined) states.push(state)
    }
    return states
  }

  [Symbol.iterator](): IterableIterator<InstanceState> {
    return this.all().values()
  }

  sweep(): void {
    for (const reference of this.#references) {
      if (reference.deref() === undefined) this.#references.delete(reference)
    }
    this.#limit = Math.max(LEAST, 2 * this.#references.size)
  }
}
