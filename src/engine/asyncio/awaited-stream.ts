/**
 * What `AsyncSession.stream()` answers: `await` it for the result, or iterate over it at once, in which case it is
 * closed at the end, however that comes.
 */
import type { AsyncFilteredResult } from './async-result.js'

export class AwaitedStream<T, R extends AsyncFilteredResult<T>>
  implements PromiseLike<R>, AsyncIterable<T>
{
  #opened: Promise<R> | null = null

  constructor(private readonly open: () => Promise<R>) {}

  then<A = R, B = never>(
    onResult?: ((result: R) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#opened ??= this.open()
    return this.#opened.then(onResult, onError)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const result = await this
    try {
      yield* result
    } finally {
      await result.close()
    }
  }
}
