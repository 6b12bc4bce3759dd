/** Compiled statements by structure, the least recently used going first. One for each engine. */
import type { Compiled } from '../../sql/compiler/compiled.js'
import type { KeyPlace } from '../../sql/keys/key-tree.js'
import type { Processor } from '../../sql/types/type-engine.js'
import type { ResultMetaData } from '../result/result-metadata.js'

/** How the rows of a statement are converted and named; good for answers of the same columns. */
export interface ResultShape {
  readonly columns: readonly string[]
  readonly columnTypes: readonly unknown[]
  readonly metadata: ResultMetaData
  readonly processors: readonly (Processor | null)[]
}

export interface CachedStatement {
  readonly compiled: Compiled
  /** `performance.now()` when it was compiled. */
  readonly compiledAt: number
  /** Made with the first result. */
  shape: ResultShape | null
  /** When it was used last, counted in uses of the cache. */
  lastUse: number
}

const defaultSize = 500

export class StatementCache {
  readonly #entries = new Map<KeyPlace, CachedStatement>()
  #uses = 0

  constructor(private readonly size: number = defaultSize) {}

  get isEnabled(): boolean {
    return this.size > 0
  }

  get length(): number {
    return this.#entries.size
  }

  get(key: KeyPlace): CachedStatement | null {
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    entry.lastUse = this.#uses += 1
    return entry
  }

  set(key: KeyPlace, entry: CachedStatement): void {
    entry.lastUse = this.#uses += 1
    this.#entries.set(key, entry)
    // As SQLAlchemy's cache does: let it grow by half, then clean up to its size at once.
    if (this.#entries.size > this.size * 1.5) this.#dropOldest(this.#entries.size - this.size)
  }

  clear(): void {
    this.#entries.clear()
  }

  #dropOldest(count: number): void {
    const byUse = [...this.#entries].sort(([, left], [, right]) => left.lastUse - right.lastUse)
    for (const [key] of byUse.slice(0, count)) this.#entries.delete(key)
  }
}
