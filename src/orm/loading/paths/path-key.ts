/**
 * Interned keys for paths of mappers, properties and wildcard tokens: equal paths are the same object, so that
 * option lookups are one Map access. Used by `path-registry.ts` and `path-attributes.ts` only.
 */

/** One step of a path: a mapper or aliased entity, a mapped property, or a token such as `relationship:*`. */
export type PathPart = object | string

export class PathKey {
  static #last = 0
  static readonly root = new PathKey(null, null)

  /** A number for cache keys. */
  readonly id = ++PathKey.#last

  readonly #parts = new WeakMap<object, PathKey>()
  readonly #tokens = new Map<string, PathKey>()

  private constructor(
    readonly parent: PathKey | null,
    readonly part: PathPart | null,
  ) {}

  /** The key of this path extended by one step. */
  child(part: PathPart): PathKey {
    const known = typeof part === 'string' ? this.#tokens.get(part) : this.#parts.get(part)
    if (known) return known
    const created = new PathKey(this, part)
    if (typeof part === 'string') this.#tokens.set(part, created)
    else this.#parts.set(part, created)
    return created
  }

  static of(parts: readonly PathPart[]): PathKey {
    return parts.reduce<PathKey>((key, part) => key.child(part), PathKey.root)
  }
}
