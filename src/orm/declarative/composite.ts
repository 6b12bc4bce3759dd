/**
 * Several columns as one value: `position: composite(Point, 'x', 'y')`. The columns are attributes of their own. The
 * value is made of them once, and made anew when they are loaded or written.
 */
import { ArgumentError } from '../../errors.js'
import { EventDispatcher } from '../../util/event-dispatcher.js'
import type { Mapper } from '../mapping/mapper.js'
import type { InstanceState } from '../state/instance-state.js'
import { defineStatic } from './class-attributes.js'
import { inheritedDispatch, installAccessors } from '../attributes/instrument.js'
import {
  CompositeAttributeImpl,
  MADE_ON_ACCESS,
} from '../attributes/composite/composite-attribute.js'
import { CompositeComparator } from '../attributes/composite/composite-comparator.js'
import { DescriptorProperty, type PropertyDeclaration } from './descriptor-property.js'

/** Values of composites answer their columns, in order. */
export interface CompositeValue {
  compositeValues(): readonly unknown[]
}

/** Makes a composite value from its columns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each column has a type of its own
export type CompositeClass<T> = new (...values: any[]) => T

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
    const { classManager: manager } = mapper
    const impl = new CompositeAttributeImpl(this, {
      slot: manager.slot(this.key),
      manager,
      parentToken: this,
      dispatch: new EventDispatcher(inheritedDispatch(manager, this.key)),
      acceptsScalarLoader: false,
      loadOnUnexpire: false,
    })
    installAccessors(manager, impl)
    if (this.parent === mapper) this.#follow(mapper)
    defineStatic(mapper.class_, this.key, {
      value: new CompositeComparator(mapper.class_, this),
    })
  }

  /** A value of the class. */
  make(values: readonly unknown[]): T {
    return new this.compositeClass(...values)
  }

  /** The values of the columns. */
  partsOf(value: unknown): readonly unknown[] {
    if (value === null) return this.attributes.map(() => null)
    return 'compositeValues' in (value as object)
      ? (value as CompositeValue).compositeValues()
      : Object.values(value as object)
  }

  /** The value follows its columns: made with them when they are loaded, forgotten with them. */
  #follow({ classManager }: Mapper): void {
    const { dispatch } = classManager
    const options = { raw: true, propagate: true }
    const concerns = (keys: Iterable<string>) =>
      [...keys].some((key) => key === this.key || this.attributes.includes(key))
    dispatch.listen('load', (state: InstanceState) => this.#load(state), options)
    dispatch.listen(
      'refresh',
      (state: InstanceState, context: unknown, keys: Iterable<string> | null) => {
        if (context !== MADE_ON_ACCESS && (keys === null || concerns(keys))) this.#load(state)
      },
      options,
    )
    dispatch.listen(
      'expire',
      (state: InstanceState, keys: Iterable<string> | null) => {
        if (keys === null || concerns(keys)) state.setValue(this.key, undefined)
      },
      options,
    )
    classManager.derivedKeys.add(this.key)
  }

  #load(state: InstanceState): void {
    const values = this.attributes.map((name) => state.value(name))
    if (values.every((value) => value !== undefined)) state.setValue(this.key, this.make(values))
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
