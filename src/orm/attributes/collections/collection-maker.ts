/**
 * From the `collectionClass` of a relationship to the collections its objects get.
 */
import { ArgumentError } from '../../../errors.js'
import type { CollectionMaker } from '../collection-attribute.js'
import { ADAPTER } from '../collection-kind.js'
import { InstrumentedList, instrumentList, listKind } from './instrumented-list.js'
import { instrumentSet, InstrumentedSet, setKind } from './instrumented-set.js'
import { dictKind, KeyedCollection } from '../keyed-collection.js'

type Constructor<T> = new () => T

/** `Array` (the default), `Set`, a subclass of them, or a function such as `attributeKeyedDict('name')`. @internal */
export function collectionMaker(given: unknown): CollectionMaker {
  if (given === null || given === undefined || given === Array) return makeOf(InstrumentedList)
  if (given === Set) return makeOf(InstrumentedSet)
  if (typeof given !== 'function') throw incompatible(given)
  if (extendsClass(given, Array))
    return makeOf(instrumented(given as Constructor<unknown[]>, instrumentList))
  if (extendsClass(given, Set))
    return makeOf(instrumented(given as Constructor<Set<unknown>>, instrumentSet))
  return makerFromFunction(given as () => object)
}

function makerFromFunction(make: () => object): CollectionMaker {
  const sample = make()
  if (sample instanceof KeyedCollection) return { kind: dictKind, make }
  if (sample instanceof Set && !(ADAPTER in sample)) return collectionMaker(sample.constructor)
  if (Array.isArray(sample) && !(ADAPTER in sample)) return collectionMaker(sample.constructor)
  throw incompatible(make)
}

function makeOf(Collection: Constructor<object>): CollectionMaker {
  const kind = extendsClass(Collection, Set) ? setKind : listKind
  return { kind, make: () => new Collection() }
}

function instrumented<T extends object>(
  given: Constructor<T>,
  instrument: (base: Constructor<T>) => Constructor<object>,
): Constructor<object> {
  return ADAPTER in given.prototype ? given : instrument(given)
}

function extendsClass(given: unknown, base: abstract new (...args: never[]) => object): boolean {
  return typeof given === 'function' && (given.prototype as unknown) instanceof base
}

function incompatible(given: unknown): ArgumentError {
  return new ArgumentError(
    `Collection type ${String(given)} must be Array, Set, a subclass of them, or a function that makes a keyed collection`,
  )
}
