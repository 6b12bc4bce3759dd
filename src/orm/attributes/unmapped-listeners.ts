/**
 * Listeners on classes that are not mapped themselves, such as a base of models: with `propagate` they hear of all
 * mapped classes below. One dispatcher for each kind of event and class.
 */
import { EventDispatcher } from '../../util/event-dispatcher.js'
import type { Class } from '../mapping/identity-key.js'

/** Listeners of one kind of event, by the class they were given for. @internal */
export class UnmappedListeners {
  readonly #byClass = new WeakMap<object, EventDispatcher>()

  /** The dispatcher of a class. */
  of(class_: object): EventDispatcher {
    let dispatch = this.#byClass.get(class_)
    if (!dispatch) this.#byClass.set(class_, (dispatch = new EventDispatcher()))
    return dispatch
  }

  /** Those of the classes a class extends, up to the first one that `isMapped`, the farthest first. */
  above(class_: Class, isMapped: (class_: unknown) => boolean): readonly EventDispatcher[] {
    const found: EventDispatcher[] = []
    let each: unknown = Object.getPrototypeOf(class_)
    while (typeof each === 'function' && each !== Function.prototype && !isMapped(each)) {
      found.unshift(this.of(each))
      each = Object.getPrototypeOf(each)
    }
    return found
  }
}
