/**
 * An attribute that reaches through a relationship: `keywords: associationProxy('userKeywords', 'keyword')`.
 */
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { Modifiers } from '../../../sql/build.js'
import { or } from '../../../sql/elements/boolean.js'
import { ColumnOperators, type ContainsOptions } from '../../../sql/elements/column-operators.js'
import { ops, type Operator } from '../../../sql/operators.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { QueryableAttribute } from '../../attributes/queryable-attribute.js'
import { RelationshipAttribute } from '../../attributes/relationship-attribute.js'
import { adapterOf } from '../../attributes/collection-kind.js'
import { classNameOf } from '../../mapping/class-name.js'
import { configureMappers } from '../../mapping/configure.js'
import type { Class } from '../../mapping/identity-key.js'
import type { Mapper } from '../../mapping/mapper.js'
import { AssociationView, type AssociationLink } from './association-link.js'
import { associationList, replaceList } from './association-list.js'
import { AssociationMap, replaceMap } from './association-map.js'
import { AssociationSet, replaceSet } from './association-set.js'
import { defineStatic } from '../class-attributes.js'
import { DescriptorProperty, type PropertyDeclaration } from '../descriptor-property.js'

export interface AssociationProxyOptions {
  /**
   * Makes the object in between from a value, of key and value for keyed collections; default: the
   * class of the relationship, called with the attribute.
   */
  readonly creator?: (...given: never[]) => object
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

  /** The object in between for a new value; of keyed collections, for key and value. */
  create(mapper: Mapper, ...given: readonly unknown[]): object {
    if (this.options.creator !== undefined) return this.options.creator(...(given as never[]))
    const Target = relationshipOf(mapper, this.target).mapper.class_ as unknown as new (
      values: Values,
    ) => object
    return new Target({ [this.attribute]: given.at(-1) })
  }

  #read(object: Values, mapper: Mapper): unknown {
    const target = object[this.target]
    const view = this.#collectionOf(target, mapper)
    if (view) return view.collection
    return target === null ? null : (target as Values)[this.attribute]
  }

  #write(object: Values, mapper: Mapper, value: unknown): void {
    const target = object[this.target]
    const view = this.#collectionOf(target, mapper)
    if (view) {
      view.replace(value)
    } else if (target === null) {
      object[this.target] = value === null ? null : this.create(mapper, value)
    } else {
      ;(target as Values)[this.attribute] = value
    }
  }

  /** The live view of a collection, in its shape. */
  #collectionOf(target: unknown, mapper: Mapper): ProxiedCollection | null {
    if (adapterOf(target) === null) return null
    const view = new AssociationView(target as never, this, mapper)
    if (target instanceof Map) {
      const collection = new AssociationMap(view)
      return { collection, replace: (values) => replaceMap(collection, values as object) }
    }
    if (target instanceof Set) {
      const collection = new AssociationSet(view)
      return { collection, replace: (values) => replaceSet(collection, values as never) }
    }
    const collection = associationList(view)
    return { collection, replace: (values) => replaceList(collection, values as never) }
  }
}

interface ProxiedCollection {
  readonly collection: object
  replace(values: unknown): void
}

/** The proxy at class level: EXISTS conditions through the relationship. */
export class AssociationProxyAttribute<T = unknown> extends ColumnOperators<T> {
  constructor(
    readonly mapper: Mapper,
    readonly property: AssociationProxyProperty,
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

  /** The attribute it ends in. */
  get remoteAttribute(): QueryableAttribute {
    const class_ = this.localAttribute.mapper.class_ as unknown as Record<
      string,
      QueryableAttribute
    >
    return class_[this.property.attribute] as QueryableAttribute
  }

  override any(criterion: unknown = null): ColumnElement<boolean> {
    return this.#exists(this.#throughRemote(criterion))
  }

  has(criterion: unknown = null): ColumnElement<boolean> {
    return this.#exists(this.#throughRemote(criterion))
  }

  /** Compares with one value or object; the type of the attribute is that of all. */
  override eq(value: unknown): ColumnElement<boolean> {
    return super.eq(value as never)
  }

  override ne(value: unknown): ColumnElement<boolean> {
    return super.ne(value as never)
  }

  /** Of collections of objects: rows whose collection has the object; of values, `LIKE '%…%'`. */
  override contains(value: unknown, options?: ContainsOptions): ColumnElement<boolean> {
    const { remoteAttribute } = this
    if (!(remoteAttribute instanceof RelationshipAttribute)) return super.contains(value, options)
    const isMany = remoteAttribute.property.uselist
    return this.#exists(isMany ? remoteAttribute.contains(value) : remoteAttribute.eq(value))
  }

  /** Any operator: some object in between compares so. `eq(null)`: or there is none. */
  override operate(
    operator: Operator,
    others: readonly unknown[] = [],
    modifiers?: Modifiers,
  ): ColumnElement {
    const { remoteAttribute } = this
    const criterion =
      remoteAttribute instanceof RelationshipAttribute
        ? comparedObject(remoteAttribute, operator, others[0])
        : remoteAttribute.operate(operator, others, modifiers)
    const exists = this.#exists(criterion)
    const isNone = operator === ops.eq && (others[0] ?? null) === null
    return isNone ? or(exists, this.localAttribute.eq(null)) : exists
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

function comparedObject(
  attribute: RelationshipAttribute,
  operator: Operator,
  object: unknown,
): ColumnElement<boolean> {
  if (operator === ops.eq) return attribute.eq(object)
  if (operator === ops.ne) return attribute.ne(object)
  throw new InvalidRequestError(
    `Association proxy: the operator ${operator.name} does not compare objects of ${attribute.toString()}`,
  )
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
