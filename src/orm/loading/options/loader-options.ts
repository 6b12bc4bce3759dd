/**
 * The free functions users begin a loader option with: `selectinload(User.posts)`. Each is the method of the same
 * name on `Load` for the attribute's own entity.
 */
import { ArgumentError } from '../../../errors.js'
import type { ColumnElement } from '../../mapping/sql-types.js'
import { entityOf } from '../entities/entity-of.js'
import type {
  AttributeArgument,
  ContainsEagerOptions,
  DeferOptions,
  JoinedloadOptions,
  RaiseloadOptions,
  RecursionOptions,
} from './load-chain.js'
import { Load, WildcardLoad } from './load.js'
import type { Entity } from '../paths/entity.js'
import { WILDCARD } from '../paths/path-registry.js'

/** What the free functions answer; pass it to `.options(…)`. */
export type LoaderOption = Load | WildcardLoad

/**
 * Options for one entity; `sqlalchemy.orm.Load`.
 *
 * @example
 * select(User).options(load(User).loadOnly(User.name).selectinload(User.posts))
 */
export function load(entity: unknown): Load {
  return Load.of(entityOf(entity))
}

/**
 * Loads a relationship with a JOIN in the same statement; `sqlalchemy.orm.joinedload`. Results that hold joined
 * collections need `unique()`.
 *
 * @example
 * session.scalars(select(Post).options(joinedload(Post.author))).all()
 */
export function joinedload(
  attribute: AttributeArgument,
  options?: JoinedloadOptions,
): LoaderOption {
  return begin(attribute).joinedload(attribute, options)
}

/**
 * Loads a relationship with a second SELECT … IN; `sqlalchemy.orm.selectinload`.
 *
 * @example
 * session.scalars(select(User).options(selectinload(User.posts).selectinload(Post.tags))).all()
 */
export function selectinload(
  attribute: AttributeArgument,
  options?: RecursionOptions,
): LoaderOption {
  return begin(attribute).selectinload(attribute, options)
}

/**
 * Loads a relationship with a second SELECT that repeats the first as a subquery; `sqlalchemy.orm.subqueryload`.
 *
 * @example
 * session.scalars(select(User).options(subqueryload(User.posts))).all()
 */
export function subqueryload(attribute: AttributeArgument): LoaderOption {
  return begin(attribute).subqueryload(attribute)
}

/**
 * Loads a relationship on first access; `sqlalchemy.orm.lazyload`. `"*"` means every relationship.
 *
 * @example
 * select(User).options(lazyload('*'))
 */
export function lazyload(attribute: AttributeArgument): LoaderOption {
  return begin(attribute).lazyload(attribute)
}

/**
 * Loads a relationship with one SELECT per object, right after the query; `sqlalchemy.orm.immediateload`.
 *
 * @example
 * select(User).options(immediateload(User.posts))
 */
export function immediateload(
  attribute: AttributeArgument,
  options?: RecursionOptions,
): LoaderOption {
  return begin(attribute).immediateload(attribute, options)
}

/**
 * Leaves a relationship empty; `sqlalchemy.orm.noload`.
 *
 * @example
 * select(User).options(noload(User.posts))
 */
export function noload(attribute: AttributeArgument): LoaderOption {
  return begin(attribute).noload(attribute)
}

/**
 * Makes reading a relationship an error; `sqlalchemy.orm.raiseload`.
 *
 * @example
 * select(User).options(joinedload(User.profile), raiseload('*'))
 */
export function raiseload(attribute: AttributeArgument, options?: RaiseloadOptions): LoaderOption {
  return begin(attribute).raiseload(attribute, options)
}

/**
 * Fills a relationship from joins the statement has itself; `sqlalchemy.orm.contains_eager`.
 *
 * @example
 * select(User).join(User.posts).where(Post.draft.is(false)).options(containsEager(User.posts))
 */
export function containsEager(
  attribute: AttributeArgument,
  options?: ContainsEagerOptions,
): LoaderOption {
  return begin(attribute).containsEager(attribute, options)
}

/**
 * Names a relationship without changing how it loads, to reach options below it; `sqlalchemy.orm.defaultload`.
 *
 * @example
 * select(User).options(defaultload(User.posts).loadOnly(Post.title))
 */
export function defaultload(attribute: AttributeArgument): LoaderOption {
  return begin(attribute).defaultload(attribute)
}

/**
 * Loads only these columns, the others on first access; `sqlalchemy.orm.load_only`.
 *
 * @example
 * select(User).options(loadOnly(User.name, User.email, { raiseload: true }))
 */
export function loadOnly(
  attribute: AttributeArgument,
  ...more: readonly (AttributeArgument | DeferOptions)[]
): LoaderOption {
  return begin(attribute).loadOnly(attribute, ...more)
}

/**
 * Leaves a column to be loaded on first access; `sqlalchemy.orm.defer`.
 *
 * @example
 * select(Post).options(defer(Post.body))
 */
export function defer(attribute: AttributeArgument, options?: DeferOptions): LoaderOption {
  return begin(attribute).defer(attribute, options)
}

/**
 * Loads a deferred column with its object; `sqlalchemy.orm.undefer`.
 *
 * @example
 * select(Post).options(undefer(Post.body))
 */
export function undefer(attribute: AttributeArgument): LoaderOption {
  return begin(attribute).undefer(attribute)
}

/**
 * Loads all deferred columns of a group with their object; `sqlalchemy.orm.undefer_group`.
 *
 * @example
 * select(Post).options(undeferGroup('texts'))
 */
export function undeferGroup(name: string): LoaderOption {
  return new WildcardLoad().undeferGroup(name)
}

/**
 * Gives a `queryExpression()` attribute its expression; `sqlalchemy.orm.with_expression`.
 *
 * @example
 * select(User).options(withExpression(User.postCount, func.count(Post.id)))
 */
export function withExpression(
  attribute: AttributeArgument,
  expression: ColumnElement,
): LoaderOption {
  return begin(attribute).withExpression(attribute, expression)
}

/**
 * Loads the columns of subclasses with one SELECT … IN per class; `sqlalchemy.orm.selectin_polymorphic`.
 *
 * @example
 * select(Employee).options(selectinPolymorphic(Employee, [Manager, Engineer]))
 */
export function selectinPolymorphic(base: unknown, classes: readonly unknown[]): LoaderOption {
  return load(base).selectinPolymorphic(classes)
}

function begin(attribute: AttributeArgument): LoaderOption {
  if (attribute === WILDCARD) return new WildcardLoad()
  if (typeof attribute === 'string') {
    throw new ArgumentError(
      'Strings are not accepted for attribute names in loader options; please use class-bound attributes directly.',
    )
  }
  return Load.of(attribute.parent as Entity)
}
