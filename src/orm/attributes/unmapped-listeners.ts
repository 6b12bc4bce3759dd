/**
 * Listeners on what is not mapped itself: a base of models, or a record of attributes that models spread. With
 * `propagate` they hear of all mapped classes below. One dispatcher for each kind of event and target.
 */
import { EventDispatcher } from '../../util/event-dispatcher.js'
import type { Class } from '../mapping/identity-key.js'
import { declares, type AttributeRecord } from '../mapping/mixins.js'

/** Listeners of one kind of event, by the class or record they were given for. @internal */
export class UnmappedListeners {
  readonly #byTarget = new WeakMap<object, EventDispatcher>()
  /** Records that somebody listens to. */
  readonly #records = new Set<AttributeRecord>()

  /** The dispatcher of a class or a record. */
  of(target: object): EventDispatcher {
    let dispatch = this.#byTarget.get(target)
    if (!dispatch) {
      this.#byTarget.set(target, (dispatch = new EventDispatcher()))
      if (typeof target !== 'function') this.#records.add(target as AttributeRecord)
    }
    return dispatch
  }

  /** Those of the classes a class extends, up to the first one that `isMapped`, and of their records; the farthest first. */
  above(class_: Class, isMapped: (class_: unknown) => boolean): readonly EventDispatcher[] {
    const found: EventDispatcher[] = []
    let each: unknown = Object.getPrototypeOf(class_)
    while (typeof each === 'function' && each !== Function.prototype && !isMapped(each)) {
      found.unshift(...this.#recordsOf(each), this.of(each))
      each = Object.getPrototypeOf(each)
    }
    return found
  }

  #recordsOf(class_: object): readonly EventDispatcher[] {
    return [...this.#records]
      .filter((record) => declares(class_, record))
      .map((each) => this.of(each))
  }
}
