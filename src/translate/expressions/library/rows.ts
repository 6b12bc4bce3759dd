/** What the rows of a statement consist of. */
import type { Type } from '../../knowledge/types.js'
import { UNKNOWN } from '../../knowledge/types.js'

/** Entities for classes, unknown values for expressions. */
export function rowTypes(selected: readonly Type[]): readonly Type[] {
  return selected.map((type) => {
    if (type.kind === 'model' || type.kind === 'aliased')
      return { kind: 'entity', model: type.model }
    return UNKNOWN
  })
}
