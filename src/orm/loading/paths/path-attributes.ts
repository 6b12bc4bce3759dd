/**
 * What options and strategies of one query have filed under paths. Made anew for each compilation; row processors
 * read it again when the result arrives.
 */
import type { AliasedInsp } from '../entities/aliased-insp.js'
import type { EntityAdapter } from '../entities/entity-adapter.js'
import type { LoaderCriteriaOption } from '../options/loader-criteria.js'
import type { LoadElement } from '../options/load-element.js'
import type { PathKey } from './path-key.js'

/** How the rows of an eagerly joined entity are found: through an adapter, as they are, or not at all. */
export type EagerRow = EntityAdapter | null | false

export class PathAttributes {
  // Statements about columns fill none of them.
  #loaders: Map<PathKey, LoadElement> | null = null
  #withPolymorphic: Map<PathKey, AliasedInsp> | null = null
  #userDefinedEagerRows: Map<PathKey, EntityAdapter | null> | null = null
  #eagerRows: Map<PathKey, EagerRow> | null = null
  #memos: Map<PathKey, Map<string, unknown>> | null = null
  /** `withLoaderCriteria` options, in order. */
  readonly criteria: LoaderCriteriaOption[] = []

  /** Loader options, by natural path. */
  get loaders(): Map<PathKey, LoadElement> {
    return (this.#loaders ??= new Map<PathKey, LoadElement>())
  }
  /** Polymorphic aliases that `ofType()` options bring in, by natural path of the relationship. */
  get withPolymorphic(): Map<PathKey, AliasedInsp> {
    return (this.#withPolymorphic ??= new Map<PathKey, AliasedInsp>())
  }
  /** Adapters of `containsEager`, by path of the relationship. */
  get userDefinedEagerRows(): Map<PathKey, EntityAdapter | null> {
    return (this.#userDefinedEagerRows ??= new Map<PathKey, EntityAdapter | null>())
  }
  /** Adapters of the joins that `joinedload` adds, by path of the relationship. */
  get eagerRows(): Map<PathKey, EagerRow> {
    return (this.#eagerRows ??= new Map<PathKey, EagerRow>())
  }
  /** What one strategy remembers between setup and row processing, by path. */
  get memos(): Map<PathKey, Map<string, unknown>> {
    return (this.#memos ??= new Map<PathKey, Map<string, unknown>>())
  }

  memo<T>(path: PathKey, name: string): T | undefined {
    return this.#memos?.get(path)?.get(name) as T | undefined
  }

  setMemo(path: PathKey, name: string, value: unknown): void {
    const memos = this.memos.get(path)
    if (memos) memos.set(name, value)
    else this.memos.set(path, new Map([[name, value]]))
  }
}
