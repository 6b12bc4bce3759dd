/**
 * An association proxy at class level, `User.keywords`: EXISTS conditions through the relationship. What it compares
 * with depends on what the attribute of the objects in between is.
 */
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { Modifiers } from '../../../sql/build.js'
import { or } from '../../../sql/elements/boolean.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { ColumnOperators, type ContainsOptions } from '../../../sql/elements/column-operators.js'
import { ops, type Operator } from '../../../sql/operators.js'
import { existsCriterion } from '../../attributes/comparison/relationship-exists.js'
import { RelationshipAttribute } from '../../attributes/relationship-attribute.js'
import { classNameOf } from '../../../util/class-name.js'
import { configureMappers } from '../../mapping/configure.js'
import type { Class } from '../../mapping/identity-key.js'
import type { Mapper } from '../../mapping/mapper.js'

type Criterion = ColumnElement<boolean>

/** What a proxy reaches through: a relationship and the attribute of its objects. @internal */
export interface ProxiedAttribute {
  readonly key: string
  readonly target: string
  readonly attribute: string
}

/** `sqlalchemy.ext.associationproxy.AssociationProxyInstance`. */
export class AssociationProxyAttribute<T = unknown> extends ColumnOperators<T> {
  constructor(
    readonly mapper: Mapper,
    readonly property: ProxiedAttribute,
  ) {
    super()
  }

  get key(): string {
    return this.property.key
  }

  /** The relationship it goes through. */
  get localAttribute(): RelationshipAttribute {
    return relationshipOf(this.mapper, this.property.target)
  }

  /** The attribute it ends in: a column, a hybrid, a relationship or another proxy. */
  get remoteAttribute(): ColumnOperators {
    const class_ = this.localAttribute.mapper.class_ as unknown as Record<string, unknown>
    const remote = class_[this.property.attribute]
    if (remote instanceof ColumnOperators) return remote
    throw new InvalidRequestError(
      `Association proxy ${this.mapper.className}.${this.property.target} refers to an attribute '${this.property.attribute}' that is not directly mapped on class ${this.localAttribute.mapper.className}; therefore this operation cannot proceed since we don't know what type of object is referred towards`,
    )
  }

  /** True when the relationship leads to one object. */
  get scalar(): boolean {
    return !this.localAttribute.property.uselist
  }

  /** Some object at the end fulfils the criterion, a condition or values by attribute. @throws InvalidRequestError for scalars */
  override any(criterion: unknown = null): Criterion {
    const { remoteAttribute } = this
    if (!isProxy(remoteAttribute) && this.scalar && !isCollection(remoteAttribute)) {
      throw new InvalidRequestError(`'any()' not implemented for scalar attributes. Use has().`)
    }
    return this.#criterionExists(criterion)
  }

  /** The object at the end fulfils the criterion. @throws InvalidRequestError for collections */
  has(criterion: unknown = null): Criterion {
    const { remoteAttribute } = this
    if (!isProxy(remoteAttribute) && (!this.scalar || isCollection(remoteAttribute))) {
      throw new InvalidRequestError(`'has()' not implemented for collections. Use any().`)
    }
    if (criterion !== null && !leadsToObject(remoteAttribute)) {
      throw new ArgumentError(
        'Non-empty has() not allowed for column-targeted association proxy; use ==',
      )
    }
    return this.#criterionExists(criterion)
  }

  /** Compares with one value or object; the type of the attribute is that of all. `eq(null)`: or there is none. */
  override eq(value: unknown): Criterion {
    const { remoteAttribute, localAttribute } = this
    const compared = remoteAttribute.eq(value as never)
    const criterion = leadsToObject(remoteAttribute)
      ? localAttribute.has(compared)
      : existsCriterion(localAttribute, compared)
    return value === null ? (or(criterion, localAttribute.eq(null)) as Criterion) : criterion
  }

  override ne(value: unknown): Criterion {
    const { remoteAttribute, localAttribute } = this
    const differs = remoteAttribute.ne(value as never)
    return leadsToObject(remoteAttribute)
      ? localAttribute.has(differs)
      : existsCriterion(localAttribute, differs)
  }

  /** Of collections of objects: rows whose collection has the object; of values, `LIKE '%…%'`. */
  override contains(value: unknown, options?: ContainsOptions): Criterion {
    const { remoteAttribute, localAttribute } = this
    if (!leadsToObject(remoteAttribute)) return super.contains(value, options)
    if (isProxy(remoteAttribute)) {
      const inner = remoteAttribute.scalar
        ? remoteAttribute.eq(value)
        : remoteAttribute.contains(value)
      return existsCriterion(localAttribute, inner)
    }
    if (!this.scalar) return existsCriterion(localAttribute, remoteAttribute.eq(value as never))
    if (isCollection(remoteAttribute)) return localAttribute.has(remoteAttribute.contains(value))
    throw new InvalidRequestError("contains() doesn't apply to a scalar object endpoint; use ==")
  }

  /** Any operator of values: some object in between compares so. */
  override operate(
    operator: Operator,
    others: readonly unknown[] = [],
    modifiers?: Modifiers,
  ): ColumnElement {
    if (operator === ops.eq) return this.eq(others[0])
    if (operator === ops.ne) return this.ne(others[0])
    const { remoteAttribute } = this
    if (leadsToObject(remoteAttribute)) {
      throw new InvalidRequestError(
        `Association proxy: the operator ${operator.name} does not compare objects of ${this.property.attribute}`,
      )
    }
    const compared = remoteAttribute.operate(operator, others, modifiers) as Criterion
    return existsCriterion(this.localAttribute, compared)
  }

  #criterionExists(criterion: unknown): Criterion {
    return existsCriterion(this.localAttribute, this.#throughRemote(criterion))
  }

  /** `_criterion_exists`: the same question asked of the objects in between. */
  #throughRemote(criterion: unknown): Criterion | null {
    const { remoteAttribute } = this
    if (isProxy(remoteAttribute)) return remoteAttribute.#criterionExists(criterion)
    if (!leadsToObject(remoteAttribute)) return criterion as Criterion | null
    const relationship = remoteAttribute as RelationshipAttribute
    return isCollection(relationship) ? relationship.any(criterion) : relationship.has(criterion)
  }
}

function isProxy(attribute: ColumnOperators): attribute is AssociationProxyAttribute {
  return attribute instanceof AssociationProxyAttribute
}

function leadsToObject(attribute: ColumnOperators): boolean {
  return isProxy(attribute) || attribute instanceof RelationshipAttribute
}

function isCollection(attribute: ColumnOperators): boolean {
  return attribute instanceof RelationshipAttribute && attribute.property.uselist
}

/** @throws ArgumentError when the attribute is no relationship. @internal */
export function relationshipOf(mapper: Mapper, key: string): RelationshipAttribute {
  configureMappers(mapper.registry)
  const class_ = mapper.class_ as Class & Record<string, unknown>
  const attribute = class_[key]
  if (attribute instanceof RelationshipAttribute) return attribute
  throw new ArgumentError(`Association proxy: ${classNameOf(class_)}.${key} is not a relationship`)
}
