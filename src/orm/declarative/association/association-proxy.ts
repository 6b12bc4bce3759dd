/**
 * An attribute that reaches through a relationship: `keywords: associationProxy('userKeywords', 'keyword')`.
 */
import { adapterOf } from '../../attributes/collection-kind.js'
import type { Mapper } from '../../mapping/mapper.js'
import { AssociationProxyAttribute, relationshipOf } from './association-attribute.js'
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
  /** Setting a scalar proxy to null removes the object in between as well. */
  readonly cascadeScalarDeletes?: boolean
  /** Setting a scalar proxy to null makes an object in between where there is none. */
  readonly createOnNoneAssignment?: boolean
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
      if (value === null && this.options.createOnNoneAssignment !== true) return
      object[this.target] = this.create(mapper, value)
    } else {
      ;(target as Values)[this.attribute] = value
      if (value === null && this.options.cascadeScalarDeletes === true) object[this.target] = null
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
