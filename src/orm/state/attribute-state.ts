/**
 * One attribute of one object as `inspect(object).attrs.<name>` shows it.
 */
import type { History } from './history.js'
import type { InstanceState } from './instance-state.js'
import { INIT_OK, NO_VALUE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from './passive.js'

/** The attributes of an object by name; iterating gives one after the other. */
export type AttributeStates = Readonly<Record<string, AttributeState>> & Iterable<AttributeState>

/**
 * Value and history of an attribute; `sqlalchemy.orm.state.AttributeState`. Only `value` and `loadHistory()` may
 * emit SQL.
 *
 * @example
 * inspect(user).attrs.posts.loadedValue // NO_VALUE while the collection is not loaded
 */
export class AttributeState {
  readonly #state: InstanceState

  constructor(
    state: InstanceState,
    readonly key: string,
  ) {
    this.#state = state
  }

  get state(): InstanceState {
    return this.#state
  }

  /** The value in memory, or `NO_VALUE`. */
  get loadedValue(): unknown {
    const value = this.#state.value(this.key)
    return value === undefined ? NO_VALUE : value
  }

  /** The value as reading the attribute gives it: this one loads. */
  get value(): unknown {
    return this.#state.impl(this.key).get(this.#state)
  }

  /** What changed, as far as it is known without loading. */
  get history(): History {
    return this.#state.getHistory(this.key, PASSIVE_NO_INITIALIZE)
  }

  /** What changed; loads the old value if need be. */
  loadHistory(): History {
    return this.#state.getHistory(this.key, PASSIVE_OFF ^ INIT_OK)
  }
}
