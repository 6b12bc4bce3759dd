/** What is known about a value while translating: enough to tell SQL expressions, collections and objects apart. */
import type { FunctionInfo, ModelInfo } from './program.js'

/** Plain values that need no further description. */
export type Plain =
  | 'none'
  | 'bool'
  | 'int'
  | 'float'
  | 'str'
  | 'bytes'
  | 'decimal'
  | 'datetime'
  | 'date'
  | 'time'
  | 'timedelta'
  | 'uuid'
  | 'enum'

export type Type =
  | { readonly kind: 'unknown' }
  | { readonly kind: Plain }
  /** An SQL expression: operators are methods. */
  | {
      readonly kind: 'sql'
      readonly relationship?: RelationshipType
      /** The relationship an association proxy goes through. */
      readonly through?: string
    }
  | { readonly kind: 'list' | 'set' | 'iterator'; readonly of: Type }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  /** A plain object with these values; `of` for all others. */
  | { readonly kind: 'dict'; readonly of: Type }
  /** A JavaScript Map. */
  | { readonly kind: 'map'; readonly of: Type }
  | { readonly kind: 'model'; readonly model: ModelInfo }
  | { readonly kind: 'entity'; readonly model: ModelInfo }
  | { readonly kind: 'aliased'; readonly model: ModelInfo }
  /** An object of the library: a Session, a Select, a Table. */
  | { readonly kind: 'instance'; readonly of: string; readonly row?: readonly Type[] }
  /** Something imported: `sqlalchemy.select`. */
  | { readonly kind: 'imported'; readonly path: string }
  | { readonly kind: 'function'; readonly fn: FunctionInfo }
  /** A class of the program that is no model. */
  | { readonly kind: 'class'; readonly name: string; readonly members: ReadonlyMap<string, Type> }
  | { readonly kind: 'object'; readonly name: string; readonly members: ReadonlyMap<string, Type> }

export interface RelationshipType {
  readonly model: ModelInfo | null
  readonly isMany: boolean
}

export const UNKNOWN: Type = { kind: 'unknown' }
export const SQL: Type = { kind: 'sql' }

export function plain(kind: Plain): Type {
  return { kind }
}

export function listOf(of: Type): Type {
  return { kind: 'list', of }
}

export function instance(of: string, row?: readonly Type[]): Type {
  return row ? { kind: 'instance', of, row } : { kind: 'instance', of }
}

export function isInstance(type: Type, ...names: readonly string[]): boolean {
  return type.kind === 'instance' && names.includes(type.of)
}

/** Values on which operators are methods. */
export function isSql(type: Type): boolean {
  return type.kind === 'sql'
}

/** Arrays in TypeScript. */
export function isArray(type: Type): boolean {
  return type.kind === 'list' || type.kind === 'tuple'
}

/** Values JavaScript compares with `===` as Python does with `==`. */
export function isPrimitive(type: Type): boolean {
  return [
    'none',
    'bool',
    'int',
    'float',
    'str',
    'uuid',
    'enum',
    'date',
    'time',
    'timedelta',
  ].includes(type.kind)
}

/** What iterating yields. */
export function elementType(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'iterator':
      return type.of.kind === 'imported' ? UNKNOWN : type.of
    case 'tuple':
      return type.items[0] ?? UNKNOWN
    case 'dict':
    case 'str':
      return plain('str')
    case 'instance':
      return rowOf(type)
    default:
      return UNKNOWN
  }
}

const ROWS = new Set(['Result', 'Select', 'CompoundSelect'])
const ITEMS = new Set(['ScalarResult', 'identitySet', 'collection'])

/** A row, or an object where there is one for each row. */
export function rowOf(type: Type): Type {
  if (type.kind !== 'instance') return UNKNOWN
  if (ITEMS.has(type.of)) return type.row?.[0] ?? UNKNOWN
  if (type.of === 'Query') return queryItem(type.row)
  if (type.of === 'MappingResult') return instance('RowMapping', type.row)
  if (ROWS.has(type.of)) return instance('Row', type.row)
  if (type.of === 'columns' || type.of === 'columnList') return SQL
  return UNKNOWN
}

/** A query for one entity answers objects, any other rows. */
function queryItem(row: readonly Type[] | undefined): Type {
  const [only] = row ?? []
  return row?.length === 1 && only?.kind === 'entity' ? only : instance('Row', row)
}

/** What both branches have in common. */
export function union(left: Type, right: Type): Type {
  if (left.kind === right.kind) return left
  if (left.kind === 'none') return right
  if (right.kind === 'none') return left
  return UNKNOWN
}
