/** `withLoaderCriteria`: conditions that are added wherever an entity is loaded or joined. */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { ExecutableOption, type KeyVisitor } from '../../../sql/executable-option.js'
import { entityOf } from '../entities/entity-of.js'
import { allOf } from '../../mapping/mapper-selectables.js'
import { isAliased, mapperOf, type Entity } from '../paths/entity.js'
import type { OptionContext } from './load-element.js'
import type { LoaderOptionBase } from './load-chain.js'

export interface LoaderCriteriaOptions {
  /** Subclasses too. */
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
  readonly #criteria: readonly Criteria[]

  constructor(
    readonly entity: Entity,
    criteria: readonly Criteria[],
    options: LoaderCriteriaOptions = {},
  ) {
    super()
    this.#criteria = criteria
    this.propagateToLoaders = options.propagateToLoaders ?? true
  }

  process(context: OptionContext): void {
    context.attributes.criteria.push(this)
  }

  /** The condition for one entity of a statement; null when the option is not about it. */
  criterionFor(entity: Entity): ColumnElement<boolean> | null {
    const mapper = mapperOf(entity)
    if (isAliased(this.entity) ? entity !== this.entity : !mapper.isa(this.entity)) return null
    const conditions = this.#criteria.map((criteria) =>
      typeof criteria === 'function' ? criteria(mapper.class_ as never) : criteria,
    )
    const criterion = allOf(conditions)
    return criterion && isAliased(entity) ? entity.adapter.traverse(criterion) : criterion
  }

  override keyInto(visitor: KeyVisitor): boolean {
    if (this.#criteria.some((criteria) => typeof criteria === 'function')) return false
    visitor.text(`criteria ${String(this.entity)} ${String(this.propagateToLoaders)}`)
    for (const criteria of this.#criteria) visitor.element(criteria as ClauseElement)
    return true
  }
}

/**
 * Adds a condition wherever an entity is loaded: by the query itself, by joins, by eager and lazy loads;
 * `sqlalchemy.orm.with_loader_criteria`.
 *
 * @param entity a mapped class, whose subclasses are meant too
 * @param criteria a condition, or a function of the class that makes one
 * @example
 * select(User).options(withLoaderCriteria(Post, Post.deletedAt.is(null)))
 */
export function withLoaderCriteria<E>(
  entity: E,
  criteria: ColumnElement | ((entity: E) => ColumnElement<boolean>),
  options: LoaderCriteriaOptions = {},
): LoaderCriteriaOption {
  return new LoaderCriteriaOption(entityOf(entity), [criteria as Criteria], options)
}
