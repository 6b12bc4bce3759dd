/** The two things a query can load, mappers and aliases of them, and how to tell them apart. */
import type { Mapper } from '../../mapping/mapper.js'
import { MapperProperty } from '../../mapping/property.js'
import { AliasedInsp } from '../entities/aliased-insp.js'

/** What rows turn into objects of: a mapper, or an alias of one. */
export type Entity = Mapper | AliasedInsp

export function isAliased(value: unknown): value is AliasedInsp {
  return value instanceof AliasedInsp
}

export function mapperOf(entity: Entity): Mapper {
  return isAliased(entity) ? entity.mapper : entity
}

/** Among the parts of a path: what is neither a token nor an attribute nor an alias. */
export function isMapper(part: unknown): part is Mapper {
  return typeof part === 'object' && !(part instanceof MapperProperty) && !isAliased(part)
}
