/** Attributes that are added to a class when it is mapped already. */
import { MapperProperty } from '../mapping/property.js'
import type { Mapper } from '../mapping/mapper.js'
import { declaredProperties } from './declared-properties.js'
import { addColumns } from './model-table.js'

/** What a declaration means for a mapper; its columns go to the mapper's table. @internal */
export function laterProperty(mapper: Mapper, key: string, declared: unknown): MapperProperty {
  if (declared instanceof MapperProperty) return declared
  const attributes = addColumns(mapper.localTable, { [key]: declared })
  return declaredProperties(attributes).get(key) as MapperProperty
}
