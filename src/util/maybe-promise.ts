/** Continuing with a value that may come later, without a promise where it is there at once. */

/** A value, or a promise of it. */
export type MaybePromise<T> = T | PromiseLike<T>

/** Says whether the value comes later. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}

/** Applies `next` to the value, now or when it comes. */
export function andThen<T, R>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<R>,
): MaybePromise<R> {
  return isPromiseLike(value) ? (value as PromiseLike<T>).then(next) : next(value)
}

/** Does something that may fail, now or later, and continues with its value or with its error. */
export function attempt<T, R>(
  action: () => MaybePromise<T>,
  next: (value: T) => MaybePromise<R>,
  recover: (error: unknown) => MaybePromise<R>,
): MaybePromise<R> {
  let value: MaybePromise<T>
  try {
    value = action()
  } catch (error) {
    return recover(error)
  }
  return isPromiseLike(value) ? (value as PromiseLike<T>).then(next, recover) : next(value)
}
