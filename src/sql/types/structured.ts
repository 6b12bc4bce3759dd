/** Types whose values have parts: JSON, arrays, tuples; and the small ones: boolean, UUID, NULL. */
import { isDeepStrictEqual } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { ArgumentError } from '../../errors.js'
import { ops, type Operator } from '../operators.js'
import { clauseElement, hasClauseElement } from '../protocol.js'
import { quoteLiteral, StringType } from './text.js'
import { typeOps, type TypeOperators } from './type-operators.js'
import {
  TypeEngine,
  toInstance,
  type Affinity,
  type Processor,
  type TypeArg,
  type TypeDialect,
} from './type-engine.js'

/** `BOOLEAN`. */
export class BooleanType extends TypeEngine<boolean> {
  override readonly visitName = 'boolean'
  /** Add `CHECK (x IN (0, 1))` where the database has no such type. */
  readonly createConstraint: boolean
  /** The name of that constraint. */
  readonly name: string | null

  constructor(options: { readonly createConstraint?: boolean; readonly name?: string } = {}) {
    super()
    this.createConstraint = options.createConstraint ?? false
    this.name = options.name ?? null
  }
  override get affinity(): Affinity {
    return 'boolean'
  }

  override defaultBind(): Processor {
    return strictBoolean
  }

  override defaultLiteral() {
    return (value: unknown) => (strictBoolean(value) ? 'true' : 'false')
  }
}

/** True, false or nothing; 1 and 0 as well. @throws ArgumentError for all else */
export function strictBoolean(value: unknown): boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (value === 0 || value === 1 || value === 0n || value === 1n) return Number(value) === 1
  if (typeof value === 'number' || typeof value === 'bigint')
    throw new ArgumentError(`Value ${String(value)} is not null, true, or false`)
  throw new ArgumentError(`Not a boolean value: '${String(value)}'`)
}

/** A type whose values travel as they are; those of one database are made of it. */
export class OpaqueType<T = unknown> extends TypeEngine<T> {
  override readonly visitName = 'opaque'

  override defaultLiteral() {
    return (value: unknown) => (typeof value === 'number' ? String(value) : quoteLiteral(value))
  }
}

/** `BLOB` with any value in it, as JavaScript's structured clone writes it. */
export class PickleType extends TypeEngine<unknown> {
  override readonly visitName = 'largeBinary'
  /** For the name in DDL, which it shares with binary strings. */
  readonly length = null

  override get className(): string {
    return 'PickleType'
  }

  override get hashable(): boolean {
    return false
  }

  override defaultBind(): Processor {
    return (value) => (value === null || value === undefined ? null : serialize(value))
  }

  override defaultResult(): Processor {
    return (value) =>
      value instanceof Uint8Array ? (deserialize(Buffer.from(value)) as unknown) : value
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return isDeepStrictEqual(left, right)
  }
}

/** The type of an expression nobody knows the type of. */
export class NullType extends TypeEngine<unknown> {
  override readonly visitName = 'null'
  override get affinity(): Affinity {
    return 'null'
  }

  override get isNull(): boolean {
    return true
  }
}

/** Marks SQL text `'null'` of a JSON column, as opposed to SQL NULL; `JSON.NULL`. */
export const JSON_NULL: unique symbol = Symbol('JSON_NULL')

export interface JsonOptions {
  /** Store a JavaScript null as SQL NULL rather than as JSON `null`. */
  readonly noneAsNull?: boolean
}

/** `JSON` or `JSONB`; values are whatever JSON can say. */
export class Json<T = unknown> extends TypeEngine<T> {
  override readonly visitName: string
  override get affinity(): Affinity {
    return 'json'
  }
  override get indexable(): boolean {
    return true
  }
  override get hashable(): boolean {
    return false
  }
  readonly noneAsNull: boolean

  constructor(options: JsonOptions & { readonly binary?: boolean } = {}) {
    super()
    this.noneAsNull = options.noneAsNull ?? false
    this.visitName = options.binary ? 'jsonb' : 'json'
  }

  override get shouldEvaluateNone(): boolean {
    return !this.noneAsNull
  }

  override get operators(): TypeOperators {
    return this.visitName === 'jsonb' ? JSONB_OPERATORS : JSON_OPERATORS
  }

  override get concatenable(): boolean {
    return this.isBinary
  }

  override asGeneric(): TypeEngine {
    return this.isBinary ? new Json({ noneAsNull: this.noneAsNull }) : super.asGeneric()
  }

  /** JSONB. */
  get isBinary(): boolean {
    return this.visitName === 'jsonb'
  }

  override typeArguments(): readonly unknown[] {
    return this.noneAsNull ? [{ noneAsNull: true }] : []
  }

  override defaultBind(): Processor {
    return (value) => {
      if (value === JSON_NULL) return 'null'
      // `null_()` among the values of many rows is the database's NULL.
      if (hasClauseElement(value) && value[clauseElement]().kind === 'null') return null
      if (value === undefined || (value === null && this.noneAsNull)) return null
      return JSON.stringify(value)
    }
  }

  override defaultResult(): Processor {
    return (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value)
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return left === right || JSON.stringify(left) === JSON.stringify(right)
  }

  override coerceComparedValue(op: Operator | null, value: unknown): TypeEngine | null {
    if (op === ops.jsonGetitem || op === ops.getitem)
      return typeof value === 'number' ? JSON_INT : JSON_STR
    const isPath =
      op === ops.jsonPathGetitem || op === typeOps.pathExists || op === typeOps.pathMatch
    return isPath ? JSON_PATH : null
  }
}

const truth = (): TypeEngine => TRUTH
const TRUTH = new BooleanType()

/** Casts of a part, asked of the whole. */
const JSON_OPERATORS: TypeOperators = Object.fromEntries(
  ['String', 'Integer', 'Float', 'Numeric', 'Boolean', 'Json'].map((type) => {
    const method = `as${type}`
    const misuse = `The JSON cast operator JSON.${method}() only works with a JSON index expression e.g. col.get('q').${method}()`
    return [method, { misuse }]
  }),
)

/** What JSONB has beside JSON. */
const JSONB_OPERATORS: TypeOperators = {
  ...JSON_OPERATORS,
  contains: { operator: typeOps.contains, result: truth },
  containedBy: { operator: typeOps.containedBy, result: truth },
  hasKey: { operator: typeOps.hasKey, result: truth },
  hasAll: { operator: typeOps.hasAll, result: truth },
  hasAny: { operator: typeOps.hasAny, result: truth },
  pathExists: { operator: typeOps.pathExists, result: truth },
  pathMatch: { operator: typeOps.pathMatch, result: truth },
  deletePath: {
    operator: typeOps.deletePath,
    result: () => new Json({ binary: true }),
    listAs: () => new ArrayType(new StringType(null, { kind: 'text' })),
  },
}

/** The key, position or path inside of a JSON value; dialects spell it differently (`a`, `$."a"`, `{a,b}`). */
export class JsonKey extends TypeEngine<unknown> {
  override readonly visitName: 'jsonInt' | 'jsonStr' | 'jsonPath'

  constructor(kind: 'jsonInt' | 'jsonStr' | 'jsonPath') {
    super()
    this.visitName = kind
  }

  override defaultLiteral() {
    return (value: unknown) => (typeof value === 'number' ? String(value) : quoteLiteral(value))
  }
}

const JSON_INT = new JsonKey('jsonInt')
const JSON_STR = new JsonKey('jsonStr')
const JSON_PATH = new JsonKey('jsonPath')

export interface ArrayOptions {
  readonly dimensions?: number
  readonly zeroIndexes?: boolean
}

/** `INTEGER[]` and so on; values are arrays. The base of all databases has elements, slices, ANY and ALL. */
export class ArrayType<T = unknown> extends TypeEngine<T[]> {
  override readonly visitName = 'array'
  override get affinity(): Affinity {
    return 'array'
  }
  override get concatenable(): boolean {
    return true
  }
  override get indexable(): boolean {
    return true
  }
  override get hashable(): boolean {
    return false
  }
  override get operators(): TypeOperators {
    return BASE_ARRAY_OPERATORS
  }
  readonly itemType: TypeEngine<T>

  constructor(
    itemType: TypeArg<T>,
    readonly options: ArrayOptions = {},
  ) {
    super()
    this.itemType = toInstance(itemType)
    if (this.itemType instanceof ArrayType)
      throw new ArgumentError(
        'Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of basetype',
      )
  }

  /** The type of an element: an array with a dimension less, or the item. */
  get elementType(): TypeEngine {
    const { dimensions = 1 } = this.options
    if (dimensions <= 1) return this.itemType
    const Same = this.constructor as new (item: TypeEngine, options: ArrayOptions) => TypeEngine
    return new Same(this.itemType, { ...this.options, dimensions: dimensions - 1 })
  }

  override typeArguments(): readonly unknown[] {
    return [this.itemType, ...(this.options.dimensions ? [this.options.dimensions] : [])]
  }

  override defaultBind(dialect: TypeDialect): Processor | null {
    return mapItems(this.itemType.bindProcessor(dialect))
  }

  override defaultResult(dialect: TypeDialect): Processor | null {
    return mapItems(this.itemType.resultProcessor(dialect))
  }

  override defaultLiteral(dialect: TypeDialect): ((value: unknown) => string) | null {
    const item = this.itemType.literalProcessor(dialect)
    if (!item) return null
    const each = (value: unknown): string =>
      Array.isArray(value)
        ? `[${value.map(each).join(', ')}]`
        : value === null
          ? 'NULL'
          : item(value)
    return (value) => `ARRAY${each(value)}`
  }

  override coerceComparedValue(op: Operator | null, value: unknown): TypeEngine | null {
    if (op === ops.getitem) return null
    return Array.isArray(value) ? this : this.itemType
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return left === right || JSON.stringify(left) === JSON.stringify(right)
  }
}

/** PostgreSQL's arrays; `sqlalchemy.dialects.postgresql.ARRAY`. */
export class PostgresArrayType<T = unknown> extends ArrayType<T> {
  override get operators(): TypeOperators {
    return ARRAY_OPERATORS
  }
}

const BASE_ARRAY_OPERATORS: TypeOperators = {
  contains: {
    refusal:
      'ARRAY.contains() not implemented for the base ARRAY type; please use the dialect-specific ARRAY type',
  },
}

const ARRAY_OPERATORS: TypeOperators = {
  contains: { operator: typeOps.contains, result: truth },
  containedBy: { operator: typeOps.containedBy, result: truth },
  overlap: { operator: typeOps.overlap, result: truth },
}

function mapItems(item: Processor | null): Processor | null {
  if (!item) return null
  const each = (value: unknown): unknown => (Array.isArray(value) ? value.map(each) : item(value))
  return (value) => (Array.isArray(value) ? value.map(each) : value)
}

/** The type of `tuple_(a, b)`. */
export class TupleType extends TypeEngine<readonly unknown[]> {
  override readonly visitName = 'tuple'
  override get affinity(): Affinity {
    return 'tuple'
  }

  constructor(readonly types: readonly TypeEngine[]) {
    super()
  }

  override typeArguments(): readonly unknown[] {
    return this.types
  }

  override coerceComparedValue(): TypeEngine | null {
    return this
  }
}
