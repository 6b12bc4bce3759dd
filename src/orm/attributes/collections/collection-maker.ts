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
  if (given === null || given === undefined || given === Array) return plainList
  if (given === Set) return { kind: setKind, make: () => new InstrumentedSet() }
  if (typeof given !== 'function') throw incompatible(given)
  if (extendsClass(given, Array)) return listMaker(given as Constructor<unknown[]>)
  if (extendsClass(given, Set)) return setMaker(given as Constructor<Set<unknown>>)
  return makerFromFunction(given as () => object)
}

const plainList: CollectionMaker = {
  kind: listKind(Array as unknown as Constructor<unknown[]>),
  make: () => new InstrumentedList(),
}

function listMaker(Base: Constructor<unknown[]>): CollectionMaker {
  const Collection = isInstrumented(Base) ? Base : instrumentList(Base)
  return { kind: listKind(Base), make: () => new Collection() }
}

function setMaker(Base: Constructor<Set<unknown>>): CollectionMaker {
  const Collection = isInstrumented(Base) ? Base : instrumentSet(Base)
  return { kind: setKind, make: () => new Collection() }
}

function makerFromFunction(make: () => object): CollectionMaker {
  const sample = make()
  if (sample instanceof KeyedCollection) return { kind: dictKind, make }
  if (sample instanceof Set && !(ADAPTER in sample)) return collectionMaker(sample.constructor)
  if (Array.isArray(sample) && !(ADAPTER in sample)) return collectionMaker(sample.constructor)
  throw incompatible(make)
}

function isInstrumented(given: Constructor<object>): boolean {
  return ADAPTER in (given.prototype as object)
}

function extendsClass(given: unknown, base: abstract new (...args: never[]) => object): boolean {
  return typeof given === 'function' && (given.prototype as unknown) instanceof base
}

function incompatible(given: unknown): ArgumentError {
  return new ArgumentError(
    `Collection type ${String(given)} must be Array, Set, a subclass of them, or a function that makes a keyed collection`,
  )
}
