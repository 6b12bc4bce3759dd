/**
 * The types of imperatively mapped classes: the class itself knows nothing of the mapping, so its attributes are read
 * off the instances.
 */
import type { InstrumentedAttribute } from '../../attributes/queryable-attribute.js'
import type { RelationshipAttribute } from '../../attributes/relationship-attribute.js'
import type { Class } from '../../mapping/identity-key.js'
import type { Mapper, MapperOptions } from '../../mapping/mapper.js'
import type { AnyClass, Attributes, ClassSide } from '../types.js'

/** Options of `mapImperatively`: attributes, the class above, and those of every mapper. */
export interface ImperativeOptions<A extends Attributes = Attributes> extends MapperOptions {
  /** Columns under other names, relationships, `columnProperty`, `synonym`, `composite`… */
  readonly properties?: A
  /** The mapped class this one inherits from; without it the nearest one it extends. */
  readonly inherits?: Class | Mapper
}

type Method = (...args: never[]) => unknown

/** An attribute as its instances have it. */
type AttributeOf<T, K> = T extends readonly unknown[]
  ? RelationshipAttribute<T>
  : InstrumentedAttribute<T, K & string>

/** Class attributes as far as instances show them: `User.name` for a `name` that is no method. */
export type AttributesOf<I, A> = {
  readonly [K in Exclude<keyof I, keyof A> as I[K] extends Method ? never : K]: AttributeOf<I[K], K>
}

/** A class with the attributes that its mapping gives it. */
export type ImperativeClass<C extends AnyClass, A> = C &
  AttributesOf<InstanceType<C>, A> &
  ClassSide<A>
