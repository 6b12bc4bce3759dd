/**
 * Relationships at class level, `User.posts`: comparisons with objects, EXISTS conditions, join targets.
 */
import { InvalidRequestError } from '../../errors.js'
import { and, not } from '../../sql/elements/boolean.js'
import { asElement } from '../../sql/elements/coercions.js'
import { ColumnElement } from '../../sql/elements/column-element.js'
import type { KeyVisitor } from '../../sql/executable-option.js'
import { describeInKey } from '../../sql/protocol.js'
import { NotSupportedForRelationshipError } from '../errors.js'
import { configureMappers } from '../mapping/configure.js'
import type { Class } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import { createJoins, type JoinedEntity } from '../mapping/relationship-joins.js'
import type { RelationshipProperty } from '../mapping/relationship.js'
import {
  compareWithNull,
  compareWithObject,
  differsFromObject,
  hasObject,
} from './comparison/relationship-comparison.js'
import { existsCriterion } from './comparison/relationship-exists.js'
import { entityFromArgument } from './entity-argument.js'
import {
  QueryableAttribute,
  type AttributeEntity,
  type ColumnRewrite,
} from './queryable-attribute.js'

type Criterion = ColumnElement<boolean>

/** What `and()` and `ofType()` have added. */
interface Narrowing {
  readonly extraCriteria: readonly Criterion[]
  readonly ofTypeEntity: (AttributeEntity & JoinedEntity) | null
}

const NOT_NARROWED: Narrowing = { extraCriteria: [], ofTypeEntity: null }

/**
 * A relationship at class level; `RelationshipProperty.Comparator` in SQLAlchemy.
 *
 * @example
 * select(User).where(User.posts.any(Post.title.eq('x')))
 * select(Post).where(Post.author.has(User.name.eq('ed')))
 */
export class RelationshipAttribute<T = unknown> extends QueryableAttribute<T> {
  /** Phantom: what reading the attribute gives. */
  declare readonly __r: T
  declare readonly property: RelationshipProperty
  readonly #narrowing: Narrowing
  #expression: ColumnElement<T> | null = null
  #keyToken: string | null = null

  constructor(
    parent: AttributeEntity,
    property: RelationshipProperty,
    rewrite: ColumnRewrite | null = null,
    narrowing: Narrowing = NOT_NARROWED,
  ) {
    super(parent, property, rewrite)
    this.#narrowing = narrowing
  }

  override get extraCriteria(): readonly Criterion[] {
    return this.#narrowing.extraCriteria
  }

  override get ofTypeEntity(): (AttributeEntity & JoinedEntity) | null {
    return this.#narrowing.ofTypeEntity
  }

  /** The target's mapper. */
  get mapper(): Mapper {
    configureMappers(this.parent.mapper.registry)
    return this.property.mapper
  }

  override adaptTo(
    entity: AttributeEntity,
    rewrite: ColumnRewrite | null,
  ): RelationshipAttribute<T> {
    return new RelationshipAttribute<T>(entity, this.property, rewrite, this.#narrowing)
  }

  /** The join condition, as an expression. */
  override get expression(): ColumnElement<T> {
    return (this.#expression ??= this.#makeExpression())
  }

  /** A plain relationship of a class is known by its name. @internal */
  [describeInKey](visitor: KeyVisitor): boolean {
    if (this.parent.isAliasedClass || this.#narrowing !== NOT_NARROWED) return false
    visitor.token((this.#keyToken ??= `o${visitor.numberOf(this.parent)}.${this.key}`))
    return true
  }

  #makeExpression(): ColumnElement<T> {
    const joins = createJoins(this.property, {
      source: this.sourceSelectable,
      sourcePolymorphic: true,
      ofType: this.ofTypeEntity,
      aliasSecondary: true,
      extraCriteria: this.extraCriteria,
    })
    const { primaryjoin, secondaryjoin } = joins
    const condition = secondaryjoin === null ? primaryjoin : and(primaryjoin, secondaryjoin)
    return condition as unknown as ColumnElement<T>
  }

  /** The FROM of an alias; null for the class itself. @internal */
  get sourceSelectable(): ColumnElement['table'] {
    if (!this.parent.isAliasedClass) return null
    return (this.parent as AttributeEntity & JoinedEntity).selectable
  }

  /**
   * Some member fulfils the criterion: `EXISTS (SELECT 1 FROM posts WHERE …)`.
   *
   * @param criterion a condition, or values by attribute
   * @example User.posts.any({ title: 'x' })
   */
  override any(criterion: unknown = null, values: Values = {}): Criterion {
    if (!this.property.uselist) {
      throw new InvalidRequestError(`'any()' not implemented for scalar attributes. Use has().`)
    }
    return existsCriterion(this, this.#criterionOf(criterion, values))
  }

  /** The related object fulfils the criterion: a condition, or values by attribute. */
  has(criterion: unknown = null, values: Values = {}): Criterion {
    if (this.property.uselist) {
      throw new InvalidRequestError(`'has()' not implemented for collections. Use any().`)
    }
    return existsCriterion(this, this.#criterionOf(criterion, values))
  }

  /** The collection holds the object. */
  override contains(object: unknown): Criterion {
    if (!this.property.uselist) {
      throw new InvalidRequestError(`'contains' not implemented for scalar attributes.  Use ==`)
    }
    const clause = hasObject(this, object as object)
    if (this.property.secondaryjoin === null) return clause
    return clause.annotate({ negationClause: differsFromObject(this, object as object) })
  }

  /** The related object is this one; null: there is none. */
  override eq(object: unknown): Criterion {
    if (object === null) {
      return this.property.direction === 'MANYTOONE'
        ? compareWithNull(this)
        : not(existsCriterion(this, null))
    }
    this.#rejectCollection()
    return compareWithObject(this, object as object)
  }

  override ne(object: unknown): Criterion {
    if (object === null) {
      return this.property.direction === 'MANYTOONE'
        ? not(compareWithNull(this))
        : existsCriterion(this, null)
    }
    this.#rejectCollection()
    return differsFromObject(this, object as object)
  }

  override is(object: unknown): Criterion {
    return this.eq(object)
  }

  override isNot(object: unknown): Criterion {
    return this.ne(object)
  }

  override in(): never {
    throw new NotSupportedForRelationshipError(
      'in_() not yet supported for relationships.  For a simple many-to-one, use in_() against the set of foreign key values.',
    )
  }

  /** The same relationship, to a subclass or an alias of its target. */
  ofType(target: Class | object): RelationshipAttribute<T> {
    const ofTypeEntity = entityFromArgument(target) as AttributeEntity & JoinedEntity
    return this.#with({ ...this.#narrowing, ofTypeEntity })
  }

  /** The same relationship with more conditions in its ON clause or load. */
  and(...criteria: readonly unknown[]): RelationshipAttribute<T> {
    const added = criteria.map((each) => criterionOf(each) as Criterion)
    return this.#with({ ...this.#narrowing, extraCriteria: [...this.extraCriteria, ...added] })
  }

  #criterionOf(given: unknown, values: Values): Criterion | null {
    if (isValues(given)) return this.#criterionOf(null, { ...given, ...values })
    const attributes = this.property.mapper.class_ as unknown as Record<string, Comparable>
    const named = Object.entries(values).map(([key, value]) => {
      const attribute = attributes[key]
      if (attribute) return attribute.eq(value)
      throw new InvalidRequestError(
        `Entity namespace for "${this.property.mapper.localTable.describe()}" has no property "${key}"`,
      )
    })
    const criterion = criterionOf(given)
    const all = criterion === null ? named : [criterion, ...named]
    return all.length > 1 ? and(...all) : (all[0] ?? null)
  }

  #with(narrowing: Narrowing): RelationshipAttribute<T> {
    return new RelationshipAttribute<T>(this.parent, this.property, this.rewrite, narrowing)
  }

  #rejectCollection(): void {
    if (!this.property.uselist) return
    throw new InvalidRequestError(
      `Can't compare a collection to an object or collection; use contains() to test for membership.`,
    )
  }
}

type Values = Readonly<Record<string, unknown>>

interface Comparable {
  eq(value: unknown): Criterion
}

function isValues(given: unknown): given is Values {
  return (
    typeof given === 'object' && given !== null && Object.getPrototypeOf(given) === Object.prototype
  )
}

/** A condition as users pass it. */
function criterionOf(given: unknown): Criterion | null {
  if (given === null || given === undefined) return null
  const element = asElement(given)
  return element instanceof ColumnElement ? (element as Criterion) : and(given as Criterion)
}
