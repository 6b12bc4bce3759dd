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
      /** What the database answers for it. */
      readonly value?: Type
      /** What rows call it. */
      readonly name?: string
      readonly relationship?: RelationshipType
      /** The relationship an association proxy goes through. */
      readonly through?: string
    }
  | { readonly kind: 'list' | 'set' | 'iterator'; readonly of: Type; readonly seen?: Seen }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  /** A plain object with these values; `of` for all others. */
  | { readonly kind: 'dict'; readonly of: Type; readonly seen?: Seen }
  /** A JavaScript Map; some make the values that are missing. */
  | {
      readonly kind: 'map'
      readonly of: Type
      readonly key?: Type
      readonly makes?: boolean
      readonly seen?: Seen
    }
  | { readonly kind: 'model'; readonly model: ModelInfo }
  | { readonly kind: 'entity'; readonly model: ModelInfo }
  | { readonly kind: 'aliased'; readonly model: ModelInfo }
  /** An object of the library: a Session, a Select, a Table. */
  | {
      readonly kind: 'instance'
      readonly of: string
      /** What its rows consist of, and the names of the parts. */
      readonly row?: readonly Type[]
      readonly names?: readonly (string | null)[]
    }
  /** Something imported: `sqlalchemy.select`. */
  | { readonly kind: 'imported'; readonly path: string }
  | { readonly kind: 'function'; readonly fn: FunctionInfo }
  /** A class of the program that is no model. */
  | {
      readonly kind: 'class'
      readonly name: string
      readonly members: ReadonlyMap<string, Type>
      /** Its objects are expressions. */
      readonly isExpression?: boolean
    }
  | { readonly kind: 'object'; readonly name: string; readonly members: ReadonlyMap<string, Type> }

/** What is put into a collection that starts empty; told by the first round, used by the second. */
export interface Seen {
  key: Type
  of: Type
}

/** Notes what is put into a collection. */
export function notePut(
  type: Type,
  { key, of }: { readonly key?: Type; readonly of?: Type },
): void {
  if (!('seen' in type) || !type.seen) return
  if (key && key.kind !== 'unknown') type.seen.key = key
  if (of && of.kind !== 'unknown' && of.kind !== 'none') type.seen.of = of
}

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

export function instance(
  of: string,
  row?: readonly Type[],
  names?: readonly (string | null)[],
): Type {
  if (!row) return { kind: 'instance', of }
  return names ? { kind: 'instance', of, row, names } : { kind: 'instance', of, row }
}

/** An object of another class with the same rows. */
export function sameRows(of: string, type: Type): Type {
  return type.kind === 'instance' ? instance(of, type.row, type.names) : instance(of)
}

/** An SQL expression that answers such values. */
export function sqlOf(value: Type | undefined, name?: string): Type {
  return {
    kind: 'sql',
    ...(value && value.kind !== 'unknown' ? { value } : {}),
    ...(name === undefined ? {} : { name }),
  }
}

/** The type of a part of a row. */
export function rowPart(type: Type, name: string): Type | null {
  if (type.kind !== 'instance' || !type.names) return null
  const at = type.names.indexOf(name)
  return at < 0 ? null : (type.row?.[at] ?? UNKNOWN)
}

export function isInstance(type: Type, ...names: readonly string[]): boolean {
  return type.kind === 'instance' && names.includes(type.of)
}

/** Values on which operators are methods. */
export function isSql(type: Type): boolean {
  return type.kind === 'sql'
}

/** Values that may be keys of plain objects. */
export function isTextual({ kind }: Type): boolean {
  const others = 'sql int float bool entity model tuple datetime object instance'
  return !others.split(' ').includes(kind)
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
    case 'map':
      return type.key ?? UNKNOWN
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
  if (type.of === 'Query' || type.of === 'AppenderQuery') return queryItem(type)
  if (type.of === 'MappingResult') return sameRows('RowMapping', type)
  if (ROWS.has(type.of)) return sameRows('Row', type)
  if (type.of === 'attrs') return instance('attr')
  if (type.of === 'History') return listOf(UNKNOWN)
  if (type.of === 'columns' || type.of === 'columnList') return SQL
  return UNKNOWN
}

/** A query for one entity answers objects, any other rows. */
function queryItem(type: Extract<Type, { kind: 'instance' }>): Type {
  const [only] = type.row ?? []
  return type.row?.length === 1 && only?.kind === 'entity' ? only : sameRows('Row', type)
}

/** What both branches have in common. */
export function union(left: Type, right: Type): Type {
  if (left.kind === right.kind) return left
  if (isNumber(left) && isNumber(right)) return plain('float')
  if (left.kind === 'none') return right
  if (right.kind === 'none') return left
  return UNKNOWN
}

function isNumber(type: Type): boolean {
  return type.kind === 'int' || type.kind === 'float'
}
