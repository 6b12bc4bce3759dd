/**
 * One step of a loader option, `selectinload(User.posts)` without its chain: which path, which strategy. `Load`
 * collects them; compiling a query files them under their paths in `PathAttributes`.
 */
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { KeyVisitor } from '../../../sql/executable-option.js'
import { isAliased } from '../paths/entity.js'
import { AliasedInsp } from '../entities/aliased-insp.js'
import { choppedPath } from '../paths/chop-path.js'
import type { PathAttributes } from '../paths/path-attributes.js'
import type { PathKey } from '../paths/path-key.js'
import type { Entity, PropertyPath } from '../paths/path-registry.js'
import { EntityPath, PathRegistry, TokenPath } from '../paths/path-registry.js'
import type { StrategyKey } from './strategy-key.js'

/** Details that only the strategy itself understands. */
export interface LocalOptions {
  readonly innerjoin?: boolean | 'unnested'
  /** `containsEager`: the FROM the user joined, null for the entity's own table. */
  readonly eagerFromAlias?: object | null
  readonly recursionDepth?: number
  readonly undeferGroups?: readonly string[]
  readonly entities?: readonly Entity[]
}

/** What an option needs to know of the query it is applied to. */
export interface OptionContext {
  readonly attributes: PathAttributes
  /** Where a lazy or follow-up load stands in the original query; the empty path at the top. */
  readonly currentPath: PathRegistry
  readonly forRefreshState: boolean
  /** Entities the rows are made of, null for plain expressions. */
  readonly leadEntities: readonly (Entity | null)[]
}

export interface LoadElementFields {
  readonly kind: 'attribute' | 'token' | 'class'
  readonly path: PathRegistry
  readonly strategy: StrategyKey | null
  readonly localOptions: LocalOptions
  readonly propagateToLoaders: boolean
  /** Who wins when two options meet on one path: true gives way, false insists. */
  readonly reconcileToOther: boolean | null
  readonly extraCriteria: readonly ColumnElement<unknown>[]
  /** The alias or subclass of `User.posts.ofType(…)`, and the path of the relationship itself. */
  readonly ofType: Entity | null
  readonly ofTypePath: PropertyPath | null
}

export class LoadElement {
  constructor(readonly fields: LoadElementFields) {}

  get path(): PathRegistry {
    return this.fields.path
  }

  get strategy(): StrategyKey | null {
    return this.fields.strategy
  }

  get localOptions(): LocalOptions {
    return this.fields.localOptions
  }

  get propagateToLoaders(): boolean {
    return this.fields.propagateToLoaders
  }

  get extraCriteria(): readonly ColumnElement<unknown>[] {
    return this.fields.extraCriteria
  }

  with(changes: Partial<LoadElementFields>): LoadElement {
    return new LoadElement({ ...this.fields, ...changes })
  }

  /** Describes the element for the statement cache. */
  keyInto(visitor: KeyVisitor): void {
    const { kind, strategy, localOptions, extraCriteria, ofType } = this.fields
    const { entities = [], eagerFromAlias, ...plain } = localOptions
    const named = [...entities, ofType, eagerFromAlias].map((each) => (each ? keyOf(each) : ''))
    visitor.text([kind, strategy, this.path.key.id, JSON.stringify(plain), ...named].join(' '))
    for (const criterion of extraCriteria) visitor.element(criterion)
  }

  /** The same element as a sub-option of an option that ends in `parent`. */
  below(parent: PathRegistry): LoadElement {
    const prefix = parent.path.slice(0, -1)
    const { path, ofTypePath } = this.fields
    const moved = PathRegistry.coerce([...prefix, ...path.path])
    const movedOfType = ofTypePath && PathRegistry.coerce([...prefix, ...ofTypePath.path])
    return this.with({ path: moved, ofTypePath: movedOfType as PropertyPath | null })
  }

  /** Files the element in `context` under the paths it applies to. */
  process(context: OptionContext, lead: Entity | null, onNoMatch: () => void = () => {}): void {
    for (const key of this.#keys(context, lead, onNoMatch)) {
      const existing = context.attributes.loaders.get(key)
      context.attributes.loaders.set(key, existing ? reconcile(this, existing) : this)
    }
  }

  #keys(context: OptionContext, lead: Entity | null, onNoMatch: () => void): PathKey[] {
    if (context.forRefreshState && !this.propagateToLoaders) return []
    if (this.fields.ofType) this.#fileOfType(context)
    if (!this.strategy && !this.fields.localOptions.undeferGroups) return []
    if (this.fields.kind !== 'token' && !lead && context.currentPath.length === 0) onNoMatch()
    const path = this.#effectivePath(context, lead)
    if (!path) return []
    if (path instanceof TokenPath) return path.loaderKeys()
    const isRelationship = this.fields.kind === 'attribute' && path instanceof EntityPath
    return [isRelationship ? path.parent.loaderKey : path.loaderKey]
  }

  #effectivePath({ currentPath }: OptionContext, lead: Entity | null): PathRegistry | null {
    let { path } = this
    if (path instanceof TokenPath && lead && path.path.length > 1) {
      path = PathRegistry.coerce([lead, ...path.path.slice(1)])
    }
    return currentPath.length === 0 ? path : choppedPath(path, currentPath)
  }

  /** `ofType(Sub)` makes the relationship load an alias that covers the subclass; several options share one alias. */
  #fileOfType({ attributes, currentPath }: OptionContext): void {
    const { ofType, ofTypePath } = this.fields
    if (!ofType || !ofTypePath) return
    const start = currentPath.length === 0 ? ofTypePath : choppedPath(ofTypePath, currentPath)
    if (!start) return
    const alias = isAliased(ofType) ? ofType : AliasedInsp.coveringSubclass(ofType)
    const known = attributes.withPolymorphic.get(start.loaderKey)
    attributes.withPolymorphic.set(start.loaderKey, known ? known.mergeWith(alias) : alias)
  }
}

const ids = new WeakMap<object, number>()
let lastId = 0

/** A number that stands for an alias or mapper in cache keys. */
function keyOf(value: object): string {
  let id = ids.get(value)
  if (id === undefined) ids.set(value, (id = ++lastId))
  return `#${id}`
}

/** Two options under one path: the more insistent one, the same one, or an error. */
function reconcile(replacement: LoadElement, existing: LoadElement): LoadElement {
  const { fields } = replacement
  if (fields.reconcileToOther === true) return existing
  if (fields.reconcileToOther === false) return replacement
  if (existing.fields.reconcileToOther === true) return replacement
  if (existing.fields.reconcileToOther === false) return existing
  if (replacement.strategy === existing.strategy)
    return replacement.with({ localOptions: mergeLocal(existing, replacement) })
  if (replacement.path instanceof TokenPath) return replacement
  throw new InvalidRequestError(`Loader strategies for ${String(replacement.path)} conflict`)
}

function mergeLocal(existing: LoadElement, replacement: LoadElement): LocalOptions {
  const [old, added] = [existing.localOptions, replacement.localOptions]
  const groups = [...(old.undeferGroups ?? []), ...(added.undeferGroups ?? [])]
  return { ...old, ...added, ...(groups.length > 0 ? { undeferGroups: groups } : {}) }
}

/** The error for an option whose entity is not part of the query. */
export function noMatchError(path: PathRegistry, leads: readonly (Entity | null)[]): ArgumentError {
  const entities = leads.filter((lead) => lead !== null)
  const root = String(path.path[0])
  if (entities.length === 0) {
    return new ArgumentError(
      `Query has only expression-based entities; attribute loader options for ${root} can't be applied here.`,
    )
  }
  return new ArgumentError(
    `Mapped class ${root} does not apply to any of the root entities in this query, e.g. ` +
      `${entities.map(String).join(', ')}. Please specify the full path from one of the root entities to the target attribute. `,
  )
}
