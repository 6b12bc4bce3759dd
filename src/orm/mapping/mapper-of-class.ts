/**
 * From a class to its mapper, for the layers that may not know how classes are instrumented.
 */
import { PendingMappingError, UnmappedClassError, UnregisteredClassError } from '../errors.js'
import { classNameOf } from './class-name.js'
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

const awaited = new WeakSet<object>()

/** The class is going to be mapped when mappers are configured. @internal */
export function awaitMapping(class_: Class): void {
  awaited.add(class_)
}

/** Why a model without a mapper cannot be used. @internal */
export function unusable(class_: Class): UnmappedClassError | UnregisteredClassError {
  const name = classNameOf(class_)
  return awaited.has(class_) ? new PendingMappingError(name) : new UnregisteredClassError(name)
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
