/**
 * A place kept for an attribute that is declared by a function (`posts: () => many(Post)`): what it is shows when all
 * classes are known.
 */
import { MapperProperty } from './property.js'

/** @internal */
export class ThunkProperty extends MapperProperty {
  override readonly kind = 'thunk'

  constructor(
    key: string,
    /** Answers the property that takes this one's place. */
    readonly resolve: () => MapperProperty,
  ) {
    super(key)
  }
}
