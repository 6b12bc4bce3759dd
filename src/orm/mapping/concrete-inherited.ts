/**
 * What stands in a concrete subclass for an attribute of its parent that it does not map itself: the class still
 * answers the parent's, its objects have none.
 */
import { ConcreteAttributeError } from '../errors.js'
import { MapperProperty } from './property.js'

/** `sqlalchemy.orm.descriptor_props.ConcreteInheritedProperty`. @internal */
export class ConcreteInheritedProperty extends MapperProperty {
  override readonly kind = 'concreteInherited'

  /** Reading or setting it on an object. */
  reject(): never {
    const mapper = this.parent.toString()
    throw new ConcreteAttributeError(
      `Concrete ${mapper} does not implement attribute '${this.key}' at the instance level.  Add this property explicitly to ${mapper}.`,
    )
  }
}
