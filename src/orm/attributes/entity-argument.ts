/**
 * From a class, a mapper or an alias to the entity it stands for.
 */
import { Mapper } from '../mapping/mapper.js'
import { mapperOfClass } from '../mapping/mapper-of-class.js'
import type { AttributeEntity } from './queryable-attribute.js'

type EntityFinder = (value: unknown) => AttributeEntity | null

let findAlias: EntityFinder = () => null

/** Lets the layer that makes aliases recognise them here. @internal */
export function installAliasFinder(finder: EntityFinder): void {
  findAlias = finder
}

/** @throws UnmappedClassError @internal */
export function entityFromArgument(value: unknown): AttributeEntity {
  if (value instanceof Mapper) return value
  return findAlias(value) ?? mapperOfClass(value)
}

/** The entity behind an alias, null for anything else. @internal */
export function entityFromAlias(value: unknown): AttributeEntity | null {
  return findAlias(value)
}
