/**
 * Classes whose mapping waits until their subclasses are known.
 */
import type { Class } from '../../mapping/identity-key.js'
import { awaitMapping } from '../../mapping/mapper-of-class.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Specification } from '../specification.js'

/** `_DeferredMapperConfig`. @internal */
export interface DeferredMapping {
  readonly class_: Class
  readonly specification: Specification
  /** Maps the class, to what is known by now. */
  readonly map: (specification: Specification) => Mapper
}

const waiting = new Map<Class, DeferredMapping>()

/** @internal */
export function deferMapping(
  class_: Class,
  specification: Specification,
  map: DeferredMapping['map'],
): void {
  awaitMapping(
    class_,
    'is a subclass of AbstractConcreteBase and has a mapping pending until all subclasses are defined. Call the sqlalchemy.orm.configure_mappers() function after all subclasses have been defined to complete the mapping of this class.',
  )
  waiting.set(class_, { class_, specification, map })
}

/** What a class is going to be mapped as; null if it waits for nothing. @internal */
export function deferredSpecification(class_: Class): Specification | null {
  return waiting.get(class_)?.specification ?? null
}

/** @internal */
export function deferredMappings(): readonly DeferredMapping[] {
  return [...waiting.values()]
}

/** The class is mapped now. @internal */
export function forgetDeferred(class_: Class): void {
  waiting.delete(class_)
}
