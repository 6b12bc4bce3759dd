/**
 * Attributes that are made of other attributes: synonyms, composites. They have no value of their own.
 */
import { MapperProperty } from '../mapping/property.js'
import type { Mapper } from '../mapping/mapper.js'

/** `sqlalchemy.orm.descriptor_props.DescriptorProperty`. @internal */
export abstract class DescriptorProperty extends MapperProperty {
  /** Puts the attribute on a class and on its objects. */
  abstract install(mapper: Mapper): void
}

/** A declaration that becomes a property once it has a name. @internal */
export interface PropertyDeclaration {
  toProperty(key: string): MapperProperty
}

/** @internal */
export function isPropertyDeclaration(value: unknown): value is PropertyDeclaration {
  return typeof value === 'object' && value !== null && 'toProperty' in value
}
