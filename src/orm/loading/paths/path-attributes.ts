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
  /** Loader options, by natural path. */
  readonly loaders = new Map<PathKey, LoadElement>()
  /** Polymorphic aliases that `ofType()` options bring in, by natural path of the relationship. */
  readonly withPolymorphic = new Map<PathKey, AliasedInsp>()
  /** Adapters of `containsEager`, by path of the relationship. */
  readonly userDefinedEagerRows = new Map<PathKey, EntityAdapter | null>()
  /** Adapters of the joins that `joinedload` adds, by path of the relationship. */
  readonly eagerRows = new Map<PathKey, EagerRow>()
  /** `withLoaderCriteria` options, in order. */
  readonly criteria: LoaderCriteriaOption[] = []
  /** What one strategy remembers between setup and row processing, by path. */
  readonly memos = new Map<PathKey, Map<string, unknown>>()

  memo<T>(path: PathKey, name: string): T | undefined {
    return this.memos.get(path)?.get(name) as T | undefined
  }

  setMemo(path: PathKey, name: string, value: unknown): void {
    const memos = this.memos.get(path)
    if (memos) memos.set(name, value)
    else this.memos.set(path, new Map([[name, value]]))
  }
}
