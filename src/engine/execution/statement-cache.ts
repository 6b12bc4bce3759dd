/** Compiled statements by structure, the least recently used going first. One for each engine. */
import type { Compiled } from '../../sql/compiler/compiled.js'
import type { ResultMetaData } from '../result/result-metadata.js'

export interface CachedStatement {
  readonly compiled: Compiled
  /** `performance.now()` when it was compiled. */
  readonly compiledAt: number
  /** Made with the first result. */
  metadata: ResultMetaData | null
}

const defaultSize = 500

export class StatementCache {
  readonly #entries = new Map<string, CachedStatement>()

  constructor(private readonly size: number = defaultSize) {}

  get isEnabled(): boolean {
    return this.size > 0
  }

  get length(): number {
    return this.#entries.size
  }

  get(key: string): CachedStatement | null {
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  set(key: string, entry: CachedStatement): void {
    this.#entries.set(key, entry)
    // As SQLAlchemy's cache does, let it grow by half before cleaning up, and then to its size at once.
    if (this.#entries.size <= this.size * 1.5) return
    const surplus = this.#entries.size - this.size
    for (const oldest of [...this.#entries.keys()].slice(0, surplus)) this.#entries.delete(oldest)
  }

  clear(): void {
    this.#entries.clear()
  }
}
