/**
 * Keeps one object of each class whose objects come and go with a session. When the last object of a shape is
 * collected, V8 forgets the shape and with it all code that was optimized for it: a process whose sessions are short
 * would compile the path of every query again after each major collection. See docs/decisions/0007.
 */
const kept: object[] = []

/** `example` is never used for anything else; it must be made as all others of its class are. */
export function keepShape<T extends object>(example: T): T {
  kept.push(example)
  return example
}
