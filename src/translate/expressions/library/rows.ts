/** What the rows of a statement consist of. */
import { UNKNOWN, type Type } from '../../knowledge/types.js'

/** Entities for classes, the values of expressions. */
export function rowTypes(selected: readonly Type[]): readonly Type[] {
  return selected.flatMap((type) => {
    if (type.kind === 'model' || type.kind === 'aliased')
      return [{ kind: 'entity', model: type.model }]
    // A table stands for all its columns.
    if (type.kind === 'instance' && type.of === 'Table' && type.row) return type.row
    return [type.kind === 'sql' ? (type.value ?? UNKNOWN) : UNKNOWN]
  })
}

/** What the parts of a row are called; null where nothing is known. */
export function rowNames(selected: readonly Type[]): readonly (string | null)[] {
  return selected.flatMap((type) => {
    if (type.kind === 'model') return [type.model.name]
    if (type.kind === 'instance' && type.of === 'Table' && type.row)
      return type.names ?? type.row.map(() => null)
    return [type.kind === 'sql' ? (type.name ?? null) : null]
  })
}
