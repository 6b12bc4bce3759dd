/**
 * The methods every loader option has, `Load` and the wildcard kind alike: each adds one step and answers a new
 * option. The free functions of `loader-options.ts` begin a chain with them.
 */
import { asElement, elementAsExpression } from '../../../sql/elements/coercions.js'
import { Label } from '../../../sql/elements/label.js'
import { QueryableAttribute, type AttributeEntity } from '../../attributes/queryable-attribute.js'
import type { MapperProperty } from '../../mapping/property.js'
import { ExecutableOption, type KeyVisitor } from '../../../sql/executable-option.js'
import { deannotated } from '../../mapping/joins/deannotated.js'
import type { ColumnElement, FromClause } from '../../mapping/sql-types.js'
import { entityOf, selectableOf } from '../entities/entity-of.js'
import { isAliased } from '../paths/entity.js'
import type { Load } from './load.js'
import type { LocalOptions, OptionContext } from './load-element.js'
import type { TokenPrefix } from '../paths/path-registry.js'
import { WILDCARD } from '../paths/path-registry.js'
import type { StrategyKey } from './strategy-key.js'

/** An attribute of a class or an alias. Not more of it than options read, so that the checker has little to compare. */
export interface AnyAttribute {
  readonly parent: AttributeEntity
  readonly property: MapperProperty
  readonly extraCriteria: readonly ColumnElement<boolean>[]
  readonly ofTypeEntity: AttributeEntity | null
}

/** An attribute of a class or an alias, or `"*"` for all of its kind. */
export type AttributeArgument = AnyAttribute | typeof WILDCARD

/** One method call of a chain. */
export interface Step {
  readonly prefix: TokenPrefix
  /** Null for `class` strategies, which concern the entity itself. */
  readonly attributes: readonly AttributeArgument[] | null
  readonly strategy: StrategyKey | null
  readonly localOptions?: LocalOptions
  readonly propagateToLoaders?: boolean
  readonly reconcileToOther?: boolean
  readonly extraCriteria?: readonly ColumnElement[]
}

export interface JoinedloadOptions {
  /** JOIN in place of LEFT OUTER JOIN; `'unnested'` keeps it so below an outer join. */
  readonly innerjoin?: boolean | 'unnested'
}

export interface ContainsEagerOptions {
  /** The FROM the related columns are read from. */
  readonly alias?: unknown
}

export interface RecursionOptions {
  /** How many levels of a self-referential relationship to load; -1 for all. */
  readonly recursionDepth?: number
}

export interface RaiseloadOptions {
  /** Raise only when SQL would be needed, not when the identity map can answer. */
  readonly sqlOnly?: boolean
}

export interface DeferOptions {
  /** Reading the attribute raises in place of loading. */
  readonly raiseload?: boolean
}

/** What every option that concerns loading has. */
export interface LoaderOptionBase extends ExecutableOption {
  /** True when lazy loads of the objects should see this option again. */
  readonly propagateToLoaders: boolean
  /** Files the option for one query. @internal */
  process(context: OptionContext): void
}

/** `sqlalchemy.orm.strategy_options._AbstractLoad`. */
export abstract class LoadChain<Self extends LoadChain<Self>>
  extends ExecutableOption
  implements LoaderOptionBase
{
  /** True when lazy loads of the objects should see this option again. */
  abstract get propagateToLoaders(): boolean
  /** Files the option for one query. @internal */
  abstract process(context: OptionContext): void
  /** Puts this option below another one, for `Load.options(…)`. @internal */
  abstract applyToParent(parent: Load): Load
  /** @internal */
  abstract step(step: Step): Self
  /** @internal */
  abstract override keyInto(visitor: KeyVisitor): boolean

  /** A LEFT OUTER JOIN in the same statement. */
  joinedload(attribute: AttributeArgument, options: JoinedloadOptions = {}): Self {
    return this.#relationship(attribute, 'joined', { ...options })
  }

  /** A second SELECT … IN per 500 parents. */
  selectinload(attribute: AttributeArgument, options: RecursionOptions = {}): Self {
    return this.#relationship(attribute, 'selectin', { ...options })
  }

  /** A second SELECT that repeats the first as a subquery. */
  subqueryload(attribute: AttributeArgument): Self {
    return this.#relationship(attribute, 'subquery')
  }

  /** On first access. */
  lazyload(attribute: AttributeArgument): Self {
    return this.#relationship(attribute, 'select')
  }

  /** One SELECT per object, at once. */
  immediateload(attribute: AttributeArgument, options: RecursionOptions = {}): Self {
    return this.#relationship(attribute, 'immediate', { ...options })
  }

  /** Never: the attribute reads empty. */
  noload(attribute: AttributeArgument): Self {
    return this.#relationship(attribute, 'noload')
  }

  /** Reading the attribute raises. */
  raiseload(attribute: AttributeArgument, { sqlOnly = false }: RaiseloadOptions = {}): Self {
    return this.#relationship(attribute, sqlOnly ? 'raiseOnSql' : 'raise')
  }

  /** As the mapping says; a stepping stone to options further down. */
  defaultload(attribute: AttributeArgument): Self {
    return this.#relationship(attribute, null)
  }

  /** The statement's own joins contain the related rows. */
  containsEager(attribute: AttributeArgument, { alias }: ContainsEagerOptions = {}): Self {
    return this.step({
      prefix: 'relationship',
      attributes: [attribute],
      strategy: 'joined',
      localOptions: { eagerFromAlias: eagerFrom(attribute, alias) },
      propagateToLoaders: false,
      ...(this.isChained ? { reconcileToOther: true } : {}),
    })
  }

  /** These columns now, all others on first access. A last argument may be `{ raiseload: true }`. */
  loadOnly(...args: readonly (AttributeArgument | DeferOptions)[]): Self {
    const attributes = args.filter(isAttributeArgument)
    const { raiseload = false } = (args.find((arg) => !isAttributeArgument(arg)) ??
      {}) as DeferOptions
    return this.#columns(attributes, 'column').step({
      prefix: 'column',
      attributes: [WILDCARD],
      strategy: raiseload ? 'deferredRaise' : 'deferred',
    })
  }

  /** Not with the object, but on first access. */
  defer(attribute: AttributeArgument, { raiseload = false }: DeferOptions = {}): Self {
    return this.#columns([attribute], raiseload ? 'deferredRaise' : 'deferred')
  }

  /** With the object, though the mapping defers it. */
  undefer(attribute: AttributeArgument): Self {
    return this.#columns([attribute], 'column')
  }

  /** All deferred attributes of a group, with the object. */
  undeferGroup(name: string): Self {
    return this.#columns([WILDCARD], null, { undeferGroups: [name] })
  }

  /** The SQL expression to fill a `queryExpression()` attribute with. */
  withExpression(attribute: AttributeArgument, expression: ColumnElement): Self {
    return this.step({
      prefix: 'column',
      attributes: [attribute],
      strategy: 'queryExpression',
      extraCriteria: [labelled(expression)],
    })
  }

  /** The columns of these subclasses, with one SELECT … IN per class. */
  selectinPolymorphic(classes: readonly unknown[]): Self {
    return this.step({
      prefix: 'relationship',
      attributes: null,
      strategy: 'selectinPolymorphic',
      localOptions: { entities: classes.map(entityOf) },
    })
  }

  /** True below the first step. */
  protected get isChained(): boolean {
    return false
  }

  #relationship(
    attribute: AttributeArgument,
    strategy: StrategyKey | null,
    localOptions: LocalOptions = {},
  ): Self {
    return this.step({ prefix: 'relationship', attributes: [attribute], strategy, localOptions })
  }

  #columns(
    attributes: readonly AttributeArgument[],
    strategy: StrategyKey | null,
    localOptions: LocalOptions = {},
  ): Self {
    return this.step({ prefix: 'column', attributes, strategy, localOptions })
  }
}

/** In the rows it stands beside the columns of the entity: it needs a name of its own. */
function labelled(expression: ColumnElement): ColumnElement {
  const plain = deannotated(elementAsExpression(asElement(expression) ?? expression))
  return plain instanceof Label ? plain : plain.label(null)
}

function isAttributeArgument(value: AttributeArgument | DeferOptions): value is AttributeArgument {
  return value === WILDCARD || value instanceof QueryableAttribute
}

/** `alias: B`, or the alias of `User.posts.ofType(B)`; null means the entity's own table. */
function eagerFrom(attribute: AttributeArgument, alias: unknown): FromClause | null {
  if (alias !== undefined && alias !== null) return selectableOf(alias)
  if (attribute === WILDCARD || !isAliased(attribute.ofTypeEntity)) return null
  return attribute.ofTypeEntity.selectable
}
