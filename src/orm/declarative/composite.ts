/**
 * Several columns as one value: `start: composite(Point, 'x1', 'y1')`.
 */
import { ArgumentError } from '../../errors.js'
import { and } from '../../sql/elements/boolean.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import type { ColumnOperators } from '../../sql/elements/column-operators.js'
import type { Mapper } from '../mapping/mapper.js'
import { instanceState } from '../state/state-of.js'
import { defineStatic } from './class-attributes.js'
import { DescriptorProperty, type PropertyDeclaration } from './descriptor-property.js'

/** Values of a composite answer their columns, in order. */
export interface CompositeValue {
  compositeValues(): readonly unknown[]
}

/** Makes a composite value from its columns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each column has a type of its own
export type CompositeClass<T> = new (...values: any[]) => T

type Values = Record<string, unknown>

/** `sqlalchemy.orm.CompositeProperty`. @internal */
export class CompositeProperty<T extends object> extends DescriptorProperty {
  override readonly kind = 'composite'

  constructor(
    key: string,
    readonly compositeClass: CompositeClass<T>,
    /** Attributes that hold the parts. */
    readonly attributes: readonly string[],
  ) {
    super(key)
  }

  override install(mapper: Mapper): void {
    const property: CompositeProperty<T> = this
    Object.defineProperty(mapper.classManager.accessorTarget, this.key, {
      get(this: Values) {
        return property.read(this)
      },
      set(this: Values, value: unknown) {
        property.write(this, value as T | null)
      },
      configurable: true,
    })
    const comparator = new CompositeComparator(mapper, this)
    defineStatic(mapper.class_, this.key, { value: comparator })
  }

  /** Null while all columns are null on an object that is not in the database. */
  read(object: Values): T | null {
    const values = this.attributes.map((name) => object[name])
    const isUnset = values.every((value) => value === null)
    if (isUnset && instanceState(object).key === null) return null
    return new this.compositeClass(...values)
  }

  /** The values of the columns. */
  partsOf(value: unknown): readonly unknown[] {
    return value === null ? this.attributes.map(() => null) : compositeValues(value as T)
  }

  write(object: Values, value: T | null): void {
    const values = value === null ? [] : compositeValues(value)
    this.attributes.forEach((name, index) => (object[name] = values[index] ?? null))
  }
}

/** A composite at class level: compared column by column; `CompositeProperty.Comparator`. */
export class CompositeComparator<T extends object = object> {
  declare readonly __t: T

  constructor(
    readonly mapper: Mapper,
    readonly property: CompositeProperty<T>,
  ) {}

  get key(): string {
    return this.property.key
  }

  eq(value: T | null): ColumnElement<boolean> {
    const values = value === null ? [] : compositeValues(value)
    const parts = this.#columns().map((column, index) =>
      column.eq((values[index] ?? null) as never),
    )
    return and(...parts)
  }

  #columns(): readonly ColumnOperators[] {
    const class_ = this.mapper.class_ as unknown as Record<string, ColumnOperators>
    return this.property.attributes.map((name) => class_[name] as ColumnOperators)
  }
}

class DeclaredComposite<T extends object> implements PropertyDeclaration {
  declare readonly __t: T

  constructor(
    readonly compositeClass: CompositeClass<T>,
    readonly attributes: readonly string[],
  ) {}

  toProperty(key: string): CompositeProperty<T> {
    return new CompositeProperty(key, this.compositeClass, this.attributes)
  }
}

/**
 * Several columns as one value; `sqlalchemy.orm.composite`. The value's class takes the columns in its constructor and
 * gives them back from `compositeValues()` (or has them as enumerable fields, in order).
 *
 * @param compositeClass the class of the values
 * @param attributes the attributes that hold the parts
 * @example
 * start: composite(Point, 'x1', 'y1')
 */
export function composite<T extends object>(
  compositeClass: CompositeClass<T>,
  ...attributes: readonly string[]
): DeclaredComposite<T> {
  if (attributes.length === 0)
    throw new ArgumentError('composite() needs the names of its attributes')
  return new DeclaredComposite(compositeClass, attributes)
}

function compositeValues(value: object): readonly unknown[] {
  if ('compositeValues' in value) return (value as CompositeValue).compositeValues()
  return Object.values(value)
}
