/**
 * From a class to its mapper, for the layers that may not know how classes are instrumented.
 */
import { PendingMappingError, UnmappedClassError, UnregisteredClassError } from '../errors.js'
import { classNameOf } from '../../util/class-name.js'
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

const awaited = new WeakMap<object, string>()

/** The class is going to be mapped; until then its errors say when. @internal */
export function awaitMapping(class_: Class, why: string): void {
  awaited.set(class_, why)
}

/** Why a model without a mapper cannot be used. @internal */
export function unusable(class_: Class): UnmappedClassError | UnregisteredClassError {
  const name = classNameOf(class_)
  const why = awaited.get(class_)
  return why === undefined ? new UnregisteredClassError(name) : new PendingMappingError(name, why)
}

/** The mapper of a class itself, not of a class it extends; null when it has none. @internal */
export function mapperOrNull(class_: unknown): Mapper | null {
  return typeof class_ === 'function' ? (mappers.get(class_) ?? null) : null
}

/** @throws UnmappedClassError with the remedy. @internal */
export function mapperOfClass(class_: unknown): Mapper {
  const mapper = mapperOrNull(class_)
  if (mapper === null)
    throw awaited.has(class_ as object) ? unusable(class_ as Class) : new UnmappedClassError(class_)
  return mapper
}
