/**
 * An attribute that reaches through a relationship: `keywords: associationProxy('userKeywords', 'keyword')`.
 */
import { ArgumentError } from '../../errors.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { QueryableAttribute } from '../attributes/queryable-attribute.js'
import { RelationshipAttribute } from '../attributes/relationship-attribute.js'
import { adapterOf } from '../attributes/collection-kind.js'
import { classNameOf } from '../mapping/class-name.js'
import { configureMappers } from '../mapping/configure.js'
import type { Class } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import { AssociationList, type AssociationLink } from './association-list.js'
import { defineStatic } from './class-attributes.js'
import { DescriptorProperty, type PropertyDeclaration } from './descriptor-property.js'

export interface AssociationProxyOptions {
  /** Makes the object in between from a value; default: the class of the relationship, called with the attribute. */
  readonly creator?: (value: never) => object
}

type Values = Record<string, unknown>

/** `sqlalchemy.ext.associationproxy.AssociationProxy`. @internal */
export class AssociationProxyProperty extends DescriptorProperty implements AssociationLink {
  override readonly kind = 'synonym'

  constructor(
    key: string,
    readonly target: string,
    readonly attribute: string,
    readonly options: AssociationProxyOptions,
  ) {
    super(key)
  }

  override install(mapper: Mapper): void {
    const property: AssociationProxyProperty = this
    Object.defineProperty(mapper.classManager.accessorTarget, this.key, {
      get(this: Values) {
        return property.#read(this, mapper)
      },
      set(this: Values, value: unknown) {
        property.#write(this, mapper, value)
      },
      configurable: true,
    })
    defineStatic(mapper.class_, this.key, { value: new AssociationProxyAttribute(mapper, this) })
  }

  /** The object in between for a new value. */
  create(mapper: Mapper, value: unknown): object {
    if (this.options.creator !== undefined) return this.options.creator(value as never)
    const Target = relationshipOf(mapper, this.target).mapper.class_ as unknown as new (
      values: Values,
    ) => object
    return new Target({ [this.attribute]: value })
  }

  #read(object: Values, mapper: Mapper): unknown {
    const target = object[this.target]
    if (adapterOf(target) !== null) return new AssociationList(target as unknown[], this, mapper)
    return target === null ? null : (target as Values)[this.attribute]
  }

  #write(object: Values, mapper: Mapper, value: unknown): void {
    const target = object[this.target]
    if (adapterOf(target) !== null) {
      new AssociationList(target as unknown[], this, mapper).replace(value as Iterable<unknown>)
    } else if (target === null) {
      object[this.target] = value === null ? null : this.create(mapper, value)
    } else {
      ;(target as Values)[this.attribute] = value
    }
  }
}

/** The proxy at class level: EXISTS conditions through the relationship. */
export class AssociationProxyAttribute<T = unknown> {
  declare readonly __t: T

  constructor(
    readonly mapper: Mapper,
    readonly property: AssociationProxyProperty,
  ) {}

  get key(): string {
    return this.property.key
  }

  /** The relationship it goes through. */
  get localAttribute(): RelationshipAttribute {
    return relationshipOf(this.mapper, this.property.target)
  }

  /** The attribute it ends in. */
  get remoteAttribute(): QueryableAttribute {
    const class_ = this.localAttribute.mapper.class_ as unknown as Record<
      string,
      QueryableAttribute
    >
    return class_[this.property.attribute] as QueryableAttribute
  }

  any(criterion: unknown = null): ColumnElement<boolean> {
    return this.#exists(this.#throughRemote(criterion))
  }

  has(criterion: unknown = null): ColumnElement<boolean> {
    return this.#exists(this.#throughRemote(criterion))
  }

  contains(value: unknown): ColumnElement<boolean> {
    const { remoteAttribute } = this
    const isScalar =
      remoteAttribute instanceof RelationshipAttribute && !remoteAttribute.property.uselist
    return this.#exists(isScalar ? remoteAttribute.eq(value) : remoteAttribute.eq(value as never))
  }

  eq(value: unknown): ColumnElement<boolean> {
    return this.#exists(this.remoteAttribute.eq(value as never))
  }

  #exists(criterion: unknown): ColumnElement<boolean> {
    const { localAttribute } = this
    return localAttribute.property.uselist
      ? localAttribute.any(criterion)
      : localAttribute.has(criterion)
  }

  #throughRemote(criterion: unknown): unknown {
    const { remoteAttribute } = this
    if (!(remoteAttribute instanceof RelationshipAttribute)) return criterion
    return remoteAttribute.property.uselist
      ? remoteAttribute.any(criterion)
      : remoteAttribute.has(criterion)
  }
}

class DeclaredAssociationProxy<T> implements PropertyDeclaration {
  declare readonly __t: T

  constructor(
    readonly target: string,
    readonly attribute: string,
    readonly options: AssociationProxyOptions,
  ) {}

  toProperty(key: string): AssociationProxyProperty {
    return new AssociationProxyProperty(key, this.target, this.attribute, this.options)
  }
}

/**
 * An attribute of related objects, seen from here; `sqlalchemy.ext.associationproxy.association_proxy`.
 *
 * @param target the relationship to go through
 * @param attribute the attribute of the objects there
 * @param options `creator` makes the objects in between
 * @example
 * keywords: associationProxy<Keyword[]>('userKeywords', 'keyword', { creator: (keyword) => new UserKeyword({ keyword }) })
 */
export function associationProxy<T = unknown>(
  target: string,
  attribute: string,
  options: AssociationProxyOptions = {},
): DeclaredAssociationProxy<T> {
  return new DeclaredAssociationProxy<T>(target, attribute, options)
}

function relationshipOf(mapper: Mapper, key: string): RelationshipAttribute {
  configureMappers(mapper.registry)
  const class_ = mapper.class_ as Class & Record<string, unknown>
  const attribute = class_[key]
  if (attribute instanceof RelationshipAttribute) return attribute
  throw new ArgumentError(`Association proxy: ${classNameOf(class_)}.${key} is not a relationship`)
}
