/**
 * The type constructors of the public API: `integer`, `string(50)`, `json<T>()`… Each may be passed called or
 * bare. Columns, `cast` and `func` take them.
 */
import { DateTime, DateType, Interval, Time, type ZoneOptions } from './date-time.js'
import {
  BigInteger,
  Decimal,
  Double,
  Float,
  Integer,
  Numeric,
  Real,
  SmallInteger,
  type NumericOptions,
} from './numeric.js'
import {
  ArrayType,
  BooleanType,
  Json,
  NullType,
  PickleType,
  type ArrayOptions,
  type JsonOptions,
} from './structured.js'
import { EnumType, type EnumOptions } from './enum.js'
import type { EnumMembers } from './enum-members.js'
import { LargeBinary, StringType, type StringOptions } from './text.js'
import type { TypeArg } from './type-engine.js'
import { Uuid, type UuidOptions } from './uuid.js'

/** `INTEGER`; `sqlalchemy.Integer`. @example column(integer, { primaryKey: true }) */
export function integer(): Integer {
  return new Integer()
}

/** `SMALLINT`; `sqlalchemy.SmallInteger`. @example column(smallInteger) */
export function smallInteger(): SmallInteger {
  return new SmallInteger()
}

/** `BIGINT`; `sqlalchemy.BigInteger`. Values beyond 2^53 are read as `bigint`. @example column(bigInteger) */
export function bigInteger(): BigInteger {
  return new BigInteger()
}

/** `VARCHAR(length)`; `sqlalchemy.String`. @example column(string(50)) */
export function string(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, options)
}

/** `VARCHAR(length)` for text in any language; `sqlalchemy.Unicode`. @example column(unicode(50)) */
export function unicode(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, { ...options, kind: 'unicode' })
}

/** The `TEXT` column type (`text()` is textual SQL); `sqlalchemy.Text`. @example column(textType) */
export function textType(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, { ...options, kind: 'text' })
}

/** `TEXT`; `sqlalchemy.UnicodeText`. @example column(unicodeText) */
export function unicodeText(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, { ...options, kind: 'unicodeText' })
}

/** Exactly `VARCHAR(length)`; `sqlalchemy.VARCHAR`. @example column(varchar(20)) */
export function varchar(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, { ...options, kind: 'varchar' })
}

/** Exactly `CHAR(length)`; `sqlalchemy.CHAR`. @example column(char(3)) */
export function char(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, { ...options, kind: 'char' })
}

/** Exactly `NVARCHAR(length)`; `sqlalchemy.NVARCHAR`. @example column(nvarchar(5)) */
export function nvarchar(length?: number, options: StringOptions = {}): StringType {
  return new StringType(length ?? null, { ...options, kind: 'nvarchar' })
}

/** Exactly `CLOB`; `sqlalchemy.CLOB`. @example column(clob) */
export function clob(): StringType {
  return new StringType(null, { kind: 'clob' })
}

/** `BOOLEAN`; `sqlalchemy.Boolean`. @example column(boolean, { default: true }) */
export function boolean(
  options: { readonly createConstraint?: boolean; readonly name?: string } = {},
): BooleanType {
  return new BooleanType(options)
}

/** `FLOAT`; `sqlalchemy.Float`. @example column(float) */
export function float(precision?: number, options: NumericOptions = {}): Float {
  return new Float(precision ?? null, options)
}

/** `DOUBLE PRECISION`; `sqlalchemy.Double`. @example column(double) */
export function double(): Double {
  return new Double()
}

/** `REAL`; `sqlalchemy.REAL`. @example column(real) */
export function real(): Real {
  return new Real()
}

/** `NUMERIC(p, s)`; `sqlalchemy.Numeric`. Values are exact decimal strings. @example column(numeric(10, 2)) */
export function numeric(
  precision: number | undefined,
  scale: number | undefined,
  options: NumericOptions & { readonly asdecimal: false },
): Numeric<number>
export function numeric(precision?: number, scale?: number, options?: NumericOptions): Numeric
export function numeric(precision?: number, scale?: number, options: NumericOptions = {}) {
  return new Numeric<number | string>(precision ?? null, scale ?? null, options)
}

/** `DECIMAL(p, s)`; `sqlalchemy.DECIMAL`. @example column(decimal(5, 1)) */
export function decimal(precision?: number, scale?: number): Decimal {
  return new Decimal(precision ?? null, scale ?? null)
}

/** `DATE`; `sqlalchemy.Date`. Values are texts such as `2024-02-29`. @example column(date) */
export function date(): DateType {
  return new DateType()
}

/** `TIME`; `sqlalchemy.Time`. Values are texts such as `12:30:45`. @example column(time) */
export function time(options: ZoneOptions = {}): Time {
  return new Time(options)
}

/** `TIMESTAMP`/`DATETIME`; `sqlalchemy.DateTime`. Values are `Date`s. @example column(dateTime({ timezone: true })) */
export function dateTime(options: ZoneOptions = {}): DateTime {
  return new DateTime(options)
}

/** Exactly `TIMESTAMP`; `sqlalchemy.TIMESTAMP`. @example column(timestamp) */
export function timestamp(options: ZoneOptions = {}): DateTime {
  return new DateTime({ ...options, kind: 'timestamp' })
}

/** `INTERVAL`; `sqlalchemy.Interval`. Values are milliseconds. @example column(interval) */
export function interval(): Interval {
  return new Interval()
}

/** `BLOB`/`BYTEA`; `sqlalchemy.LargeBinary`. @example column(largeBinary) */
export function largeBinary(length?: number): LargeBinary {
  return new LargeBinary(length ?? null)
}

/** Exactly `BLOB`; `sqlalchemy.BLOB`. @example column(blob) */
export function blob(): LargeBinary {
  return new LargeBinary(null, 'blob')
}

/** Exactly `BINARY(length)`; `sqlalchemy.BINARY`. @example column(binary(4)) */
export function binary(length?: number): LargeBinary {
  return new LargeBinary(length ?? null, 'binary')
}

/** Exactly `VARBINARY(length)`; `sqlalchemy.VARBINARY`. @example column(varbinary(4)) */
export function varbinary(length?: number): LargeBinary {
  return new LargeBinary(length ?? null, 'varbinary')
}

/** `JSON`; `sqlalchemy.JSON`. @example column(json<{ tags: string[] }>()) */
export function json<T = unknown>(options: JsonOptions = {}): Json<T> {
  return new Json<T>(options)
}

/** `JSONB`; `sqlalchemy.dialects.postgresql.JSONB`. @example column(jsonb<string[]>()) */
export function jsonb<T = unknown>(options: JsonOptions = {}): Json<T> {
  return new Json<T>({ ...options, binary: true })
}

/** `INTEGER[]`; `sqlalchemy.ARRAY`. @example column(array(integer)) */
export function array<T>(itemType: TypeArg<T>, options: ArrayOptions = {}): ArrayType<T> {
  return new ArrayType(itemType, options)
}

/** `UUID`; `sqlalchemy.Uuid`. Values are strings with dashes. @example column(uuid, { primaryKey: true }) */
export function uuid(options: UuidOptions = {}): Uuid {
  return new Uuid(options)
}

/** Any value JavaScript can clone, in a BLOB; `sqlalchemy.PickleType`. @example column(pickleType) */
export function pickleType(): PickleType {
  return new PickleType()
}

/** `NULL`'s type: nothing known. */
export function nullType(): NullType {
  return new NullType()
}

/**
 * An enumeration of strings, or of the members of a TypeScript `enum`; options last; `sqlalchemy.Enum`. Of the latter the
 * database stores the names, or what `valuesCallable` says.
 *
 * @example
 * column(enumType('admin', 'user', { name: 'role' }), { default: 'user' })
 * enum Color { Red = 'red', Blue = 'blue' }
 * column(enumType(Color, { name: 'color', valuesCallable: (members) => Object.values(members).map(String) }))
 */
export function enumType<const V extends readonly string[]>(...values: V): EnumType<V[number]>
export function enumType<const V extends readonly string[]>(
  ...values: readonly [...V, EnumOptions]
): EnumType<V[number]>
export function enumType<const M extends EnumMembers>(
  members: M,
  options?: EnumOptions,
): EnumType<M[keyof M]>
export function enumType(
  ...values: readonly (string | EnumMembers | EnumOptions | undefined)[]
): EnumType<string | number> {
  const [members, options] = values
  if (typeof members === 'object' && (typeof options === 'object' || values.length === 1))
    return new EnumType(members as EnumMembers, (options ?? {}) as EnumOptions)
  const last = values.at(-1)
  return new EnumType(
    values.filter((value) => typeof value === 'string'),
    typeof last === 'object' ? (last as EnumOptions) : {},
  )
}
