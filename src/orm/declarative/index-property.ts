/** An attribute that is a place inside of another one: `theme: indexProperty('settings', 'theme')`. */
import { classNameOf } from '../../util/class-name.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { AttributeMissingError } from '../errors.js'
import { flagModified } from '../attributes/functions.js'
import type { Mapper } from '../mapping/mapper.js'
import { defineStatic } from './class-attributes.js'
import { DescriptorProperty, type PropertyDeclaration } from './descriptor-property.js'

/** How a place is read and written. */
export interface IndexPropertyOptions<T> {
  /** What reads where there is nothing; without it reading throws. */
  readonly default?: T
  /** Makes the value when there is none to write into; an object, or an array for a numeric index, unless told. */
  readonly datatype?: () => object
  /** In SQL, numeric places count from one; default: true. */
  readonly onebased?: boolean
}

type Values = Record<string, unknown>
type Places = Record<string | number, unknown>

/** `sqlalchemy.ext.indexable.index_property`. @internal */
export class IndexProperty extends DescriptorProperty {
  override readonly kind = 'index'

  constructor(
    key: string,
    readonly attribute: string,
    readonly index: string | number,
    readonly options: IndexPropertyOptions<unknown>,
  ) {
    super(key)
  }

  override install(mapper: Mapper): void {
    const property = this
    Object.defineProperty(mapper.classManager.accessorTarget, this.key, {
      get(this: Values) {
        return property.#read(this, mapper)
      },
      set(this: Values, value: unknown) {
        property.#write(this, value)
      },
      configurable: true,
    })
    defineStatic(mapper.class_, this.key, { get: () => this.#expression(mapper) })
  }

  #read(object: Values, mapper: Mapper): unknown {
    const value = (object[this.attribute] as Places | null)?.[this.index]
    if (value !== undefined) return value
    if ('default' in this.options) return this.options.default
    const where = `${classNameOf(mapper.class_)}.${this.attribute}`
    throw new AttributeMissingError(`${where} has no '${this.index}': '${this.key}' has no value`)
  }

  #write(object: Values, value: unknown): void {
    const places = (object[this.attribute] ?? this.#empty()) as Places
    places[this.index] = value
    object[this.attribute] = places
    flagModified(object, this.attribute)
  }

  #empty(): object {
    if (this.options.datatype) return this.options.datatype()
    return typeof this.index === 'number' ? new Array(this.index + 1).fill(null) : {}
  }

  #expression(mapper: Mapper): unknown {
    const column = (mapper.class_ as unknown as Record<string, ColumnElement>)[this.attribute]
    const { onebased = true } = this.options
    const shift = typeof this.index === 'number' && onebased ? 1 : 0
    return column?.get(shift === 0 ? this.index : Number(this.index) + shift)
  }
}

class DeclaredIndexProperty<T> implements PropertyDeclaration {
  declare readonly __t: T

  constructor(
    readonly attribute: string,
    readonly index: string | number,
    readonly options: IndexPropertyOptions<T>,
  ) {}

  toProperty(key: string): IndexProperty {
    return new IndexProperty(key, this.attribute, this.index, this.options)
  }
}

/**
 * A place inside of a JSON or array attribute, on objects and in queries; `sqlalchemy.ext.indexable.index_property`.
 *
 * @param attribute the attribute that holds the places
 * @param index the key or the position
 * @throws AttributeMissingError when there is nothing and no default
 * @example
 * class Profile extends declarativeBase().model('profiles', {
 *   id: column(integer, { primaryKey: true }),
 *   settings: column(json<Record<string, string>>(), { nullable: true }),
 *   theme: indexProperty<string>('settings', 'theme', { default: 'light' }),
 * }) { static { mapped(this) } }
 * select(Profile).where(Profile.theme.eq('dark'))
 */
export function indexProperty<T = unknown>(
  attribute: string,
  index: string | number,
  options: IndexPropertyOptions<T> = {},
): DeclaredIndexProperty<T> {
  return new DeclaredIndexProperty<T>(attribute, index, options)
}
