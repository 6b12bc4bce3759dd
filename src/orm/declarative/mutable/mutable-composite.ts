/** Values of composites that may be changed in place. */
import { setAttribute } from '../../attributes/functions.js'
import type { Mapper } from '../../mapping/mapper.js'
import { CompositeProperty } from '../composite.js'
import { onMapped } from '../register-mapper.js'
import { associate, coerced, parentsOf, tracked } from './mutable.js'

/**
 * Base of composite values whose fields may be set; `sqlalchemy.ext.mutable.MutableComposite`. The columns follow.
 *
 * @example
 * class Point extends MutableComposite { constructor(public x: number, public y: number) { super() } }
 * const point = new Point(3, 4)
 * point.x = 8 // written by the next flush of the object that has the point
 */
export class MutableComposite {
  constructor() {
    return tracked(this, (value) => value.changed())
  }

  /** Tells the objects that hold the value. */
  changed(): void {
    for (const [state, key] of parentsOf(this)) {
      const property = state.mapper.getProperty(key)
      if (!(property instanceof CompositeProperty)) continue
      const values = property.partsOf(this)
      property.attributes.forEach((name, index) =>
        setAttribute(state.obj, name, values[index] ?? null),
      )
    }
  }

  /** @throws ArgumentError for what is no value of the class */
  static coerce(key: string, value: unknown): unknown {
    return coerced(this, key, value)
  }
}

type ValueClass = typeof MutableComposite

onMapped((mapper: Mapper) => {
  for (const property of mapper.props.values()) {
    if (!(property instanceof CompositeProperty) || property.parent !== mapper) continue
    const class_: unknown = property.compositeClass
    if (isMutable(class_)) associate(class_, mapper, [property.key, ...property.attributes])
  }
})

function isMutable(class_: unknown): class_ is ValueClass {
  return typeof class_ === 'function' && class_.prototype instanceof MutableComposite
}
