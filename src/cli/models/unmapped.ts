/** Finds classes in the user's files that extend a model and were never registered: nothing else would name them. */
import { mapperOrNull } from '../../orm/mapping/mapper-of-class.js'
import { specificationOf } from '../../orm/declarative/specification.js'
import type { ModelFailure } from './failure.js'

/** One complaint for each, with the file that exports it. */
export function unmappedClasses(modules: ReadonlyMap<string, object>): readonly ModelFailure[] {
  const found = new Map<unknown, ModelFailure>()
  for (const [file, module] of modules) {
    for (const value of Object.values(module).filter(isUnmapped)) {
      const message = `${value.name} is not mapped: add 'static { mapped(this) }' to its body`
      if (!found.has(value)) found.set(value, { file, line: 0, column: 0, message })
    }
  }
  return [...found.values()]
}

/** What `Base.model()` answers has a specification of its own; a class that extends it has not. */
function isUnmapped(value: unknown): value is { readonly name: string } {
  if (typeof value !== 'function' || mapperOrNull(value) !== null) return false
  if (specificationOf(value) !== null) return false
  const parent: unknown = Object.getPrototypeOf(value)
  return typeof parent === 'function' && specificationOf(parent) !== null
}
