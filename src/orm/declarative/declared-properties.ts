/**
 * From the attribute record of a model to mapper properties.
 */
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import { Column } from '../../schema/column.js'
import { ColumnProperty } from '../mapping/column-property.js'
import type { MapperProperty } from '../mapping/property.js'
import { RelationshipProperty } from '../mapping/relationship.js'
import { ThunkProperty } from '../mapping/thunk-property.js'
import { DeclaredColumn } from './column-declarations.js'
import { isPropertyDeclaration } from './descriptor-property.js'
import { DeclaredRelationship } from './relationships.js'
import type { Attributes } from './types.js'

const RESERVED: ReadonlySet<string> = new Set(['metadata', 'registry'])

/** @internal */
export function declaredProperties(attributes: Attributes): ReadonlyMap<string, MapperProperty> {
  return new Map(Object.entries(attributes).map(([key, value]) => [key, propertyOf(key, value)]))
}

function propertyOf(key: string, value: unknown): MapperProperty {
  if (RESERVED.has(key)) {
    throw new InvalidRequestError(
      `Attribute name '${key}' is reserved when using the Declarative API.`,
    )
  }
  if (value instanceof Column) return new ColumnProperty(key, [value])
  if (value instanceof DeclaredColumn)
    return new ColumnProperty(key, [value.column as Column], value.options)
  if (isPropertyDeclaration(value)) return value.toProperty(key)
  if (typeof value === 'function')
    return new ThunkProperty(key, () => fromThunk(key, value as () => unknown))
  throw new ArgumentError(
    `Attribute '${key}' is neither a column nor a function that declares a relationship: got ${describe(value)}`,
  )
}

function fromThunk(key: string, thunk: () => unknown): MapperProperty {
  const declared = thunk()
  if (declared instanceof DeclaredRelationship) return new RelationshipProperty(key, declared)
  if (isPropertyDeclaration(declared)) return declared.toProperty(key)
  throw new ArgumentError(
    `Attribute '${key}' must answer many(…), one(…) or columnProperty(…), got ${describe(declared)}`,
  )
}

function describe(value: unknown): string {
  return value === null || typeof value !== 'object' ? String(value) : value.constructor.name
}
