/**
 * Classes that are mapped once their tables have been read from a database.
 */
import type { Class } from '../../mapping/identity-key.js'
import { awaitMapping } from '../../mapping/mapper-of-class.js'
import type { Specification } from '../specification.js'

/** `_DeferredMapperConfig`. @internal */
export interface WaitingClass {
  readonly class_: Class
  readonly specification: Specification
  /** Maps the class with these attributes. */
  readonly map: (specification: Specification) => void
}

const waiting = new Map<Class, WaitingClass>()

/** @internal */
export function waitForTable(each: WaitingClass): void {
  awaitMapping(
    each.class_,
    'is a subclass of DeferredReflection.  Mappings are not produced until the .prepare() method is called on the class hierarchy.',
  )
  waiting.set(each.class_, each)
}

/** What a class is going to be mapped as; null if it does not wait. @internal */
export function waitingSpecification(class_: Class): Specification | null {
  return waiting.get(class_)?.specification ?? null
}

/** Those that wait for `base` to be prepared, parents first; they wait no more. @internal */
export function takeWaiting(base: Class): readonly WaitingClass[] {
  const found = [...waiting.values()].filter(
    ({ class_ }) => (class_.prototype as object) instanceof (base as unknown as typeof Object),
  )
  for (const { class_ } of found) waiting.delete(class_)
  return found
}
