/** `withLoaderCriteria`: conditions that are added wherever an entity is loaded or joined. */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { ExecutableOption, type KeyVisitor } from '../../../sql/executable-option.js'
import { entityOf } from '../entities/entity-of.js'
import { Mapper } from '../../mapping/mapper.js'
import { allOf } from '../../mapping/mapper-selectables.js'
import { hasMixin, isAttributeRecord, type AttributeRecord } from '../../mapping/mixins.js'
import { isAliased, mapperOf, type Entity } from '../paths/entity.js'
import type { OptionContext } from './load-element.js'
import type { LoaderOptionBase } from './load-chain.js'

export interface LoaderCriteriaOptions {
  /** Aliases of the class, and its subclasses, too. */
  readonly includeAliases?: boolean
  /** Lazy loads of the objects see it again. */
  readonly propagateToLoaders?: boolean
  /** Sees the options of the statement only, not of the objects it loads. */
  readonly trackClosureVariables?: boolean
}

/** A condition, or a function that makes one for a class or an alias of it. */
export type Criteria = ColumnElement | ((entity: never) => ColumnElement<boolean>)

/** `sqlalchemy.orm.util.LoaderCriteriaOption`. */
export class LoaderCriteriaOption extends ExecutableOption implements LoaderOptionBase {
  readonly propagateToLoaders: boolean
  readonly #includeAliases: boolean
  readonly #criteria: readonly Criteria[]

  constructor(
    /** An entity, or the record of a mixin. */
    readonly target: Entity | AttributeRecord,
    criteria: readonly Criteria[],
    options: LoaderCriteriaOptions = {},
  ) {
    super()
    this.#criteria = criteria
    this.#includeAliases = options.includeAliases ?? false
    this.propagateToLoaders = options.propagateToLoaders ?? true
  }

  process(context: OptionContext): void {
    context.attributes.criteria.push(this)
  }

  /** The condition for one entity of a statement; null when the option is not about it. */
  criterionFor(entity: Entity): ColumnElement<boolean> | null {
    if (!this.#isAbout(entity)) return null
    const mapper = mapperOf(entity)
    const conditions = this.#criteria.map((criteria) =>
      typeof criteria === 'function' ? criteria(mapper.class_ as never) : criteria,
    )
    const criterion = allOf(conditions)
    return criterion && isAliased(entity) ? entity.adapter.traverse(criterion) : criterion
  }

  /** A mixin stands for nothing but classes that have it, which count as subclasses do. */
  #isAbout(entity: Entity): boolean {
    const { target } = this
    if (entity === target) return true
    if (!this.#includeAliases) return false
    const mapper = mapperOf(entity)
    return isEntity(target) ? mapper.isa(mapperOf(target)) : hasMixin(mapper.class_, target)
  }

  override keyInto(visitor: KeyVisitor): boolean {
    if (!isEntity(this.target)) return false
    if (this.#criteria.some((criteria) => typeof criteria === 'function')) return false
    const flags = `${String(this.propagateToLoaders)} ${String(this.#includeAliases)}`
    visitor.text(`criteria ${String(this.target)} ${flags}`)
    for (const criteria of this.#criteria) visitor.element(criteria as ClauseElement)
    return true
  }
}

function isEntity(target: Entity | AttributeRecord): target is Entity {
  return target instanceof Mapper || isAliased(target)
}

/**
 * Adds a condition wherever an entity is loaded: by the query itself, by joins, by eager and lazy loads;
 * `sqlalchemy.orm.with_loader_criteria`.
 *
 * @param entity a mapped class or an alias; or, with `includeAliases`, a class with its subclasses and aliases, or the
 *   record of a mixin with all classes that spread it
 * @param criteria a condition, or a function of the class that makes one
 * @example
 * select(User).options(withLoaderCriteria(Post, Post.deletedAt.is(null)))
 */
export function withLoaderCriteria<E>(
  entity: E,
  criteria: ColumnElement | ((entity: E) => ColumnElement<boolean>),
  options: LoaderCriteriaOptions = {},
): LoaderCriteriaOption {
  const target = isAttributeRecord(entity) ? entity : entityOf(entity)
  return new LoaderCriteriaOption(target, [criteria as Criteria], options)
}
