/**
 * From a class to its mapper, for the layers that may not know how classes are instrumented.
 */
import { UnmappedClassError } from '../errors.js'
import type { Class } from './identity-key.js'
import type { Mapper } from './mapper.js'

const mappers = new WeakMap<object, Mapper>()

/** @internal */
export function rememberMapper(class_: Class, mapper: Mapper): void {
  mappers.set(class_, mapper)
}

/** @internal */
export function forgetMapper(class_: Class): void {
  mappers.delete(class_)
}

/** The mapper of a class itself, not of a class it extends; null when it has none. @internal */
export function mapperOrNull(class_: unknown): Mapper | null {
  return typeof class_ === 'function' ? (mappers.get(class_) ?? null) : null
}

/** @throws UnmappedClassError with the remedy. @internal */
export function mapperOfClass(class_: unknown): Mapper {
  const mapper = mapperOrNull(class_)
  if (mapper === null) throw new UnmappedClassError(class_)
  return mapper
}
