/** Actions that must not overlap, one after the other in the order they were asked for. */
import { isPromiseLike, type MaybePromise } from './maybe-promise.js'

export class Turns {
  #last: PromiseLike<unknown> | null = null

  /** Does something at once when nothing else is under way, otherwise after it, whether that succeeds or not. */
  take<T>(action: () => MaybePromise<T>): MaybePromise<T> {
    const answer = this.#last === null ? action() : this.#last.then(action)
    this.#waitFor(answer)
    return answer
  }

  /** Lets nothing new begin before this is over, too. */
  hold(action: MaybePromise<void>): void {
    if (isPromiseLike(action)) this.#waitFor(Promise.all([this.#last, action]))
  }

  #waitFor(action: unknown): void {
    if (!isPromiseLike(action)) return
    const finish = (): void => {
      if (this.#last === last) this.#last = null
    }
    const last = action.then(finish, finish)
    this.#last = last
  }
}
