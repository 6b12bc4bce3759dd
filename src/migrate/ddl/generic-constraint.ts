/** A constraint of which only the name is known: enough to drop it. */
import type { Column } from '../../schema/column.js'
import { Constraint } from '../../schema/constraints.js'

export class GenericConstraint extends Constraint {
  override readonly kind = 'check'

  override get columns(): readonly Column[] {
    return []
  }

  override copy(): GenericConstraint {
    return new GenericConstraint(this.options)
  }
}
