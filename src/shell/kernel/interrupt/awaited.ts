/**
 * Keeps what cells wait for reachable. A cell whose promise nothing can settle any more would be collected, V8 would
 * report that in the middle of the collection, and Node 22 ends the process over it.
 */

/** The number of cells where they are not told apart. */
export const NO_CELL = 0

/** One promise a cell: by itself a cell awaits one thing at a time. A reaction to it would shorten stack traces. */
export class AwaitedPromises {
  readonly #byCell = new Map<number, unknown>()
  readonly #abandoned: unknown[] = []

  constructor(private readonly runningCell: () => number) {}

  /** Passes on what an `await` of a cell waits for. */
  keep(value: unknown): unknown {
    const awaited = isForeign(value) ? Promise.resolve(value) : value
    this.#byCell.set(this.runningCell(), awaited)
    return awaited
  }

  /** What a `for await` of a cell iterates: every step of it is kept. */
  keepSteps(source: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown> {
    const items = iterate(source)
    const keep = (step: unknown) => this.keep(step) as Promise<IteratorResult<unknown>>
    const steps = { next: () => keep(items.next()), return: () => keep(items.return()) }
    return { [Symbol.asyncIterator]: () => steps }
  }

  /** The cell has ended. One that was abandoned never does: what it waits for stays. */
  forget(cell: number): void {
    this.#byCell.delete(cell)
  }

  /** Whatever waits will never be heard of again, also where cells are not told apart. */
  abandon(): void {
    const awaited = this.#byCell.get(NO_CELL)
    if (awaited !== undefined) this.#abandoned.push(awaited)
  }
}

async function* iterate(
  source: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<unknown, void> {
  for await (const item of source) yield item
}

/** Something with a `then` that is no promise. */
function isForeign(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  if (value instanceof Promise) return false
  return typeof (value as { readonly then?: unknown }).then === 'function'
}
