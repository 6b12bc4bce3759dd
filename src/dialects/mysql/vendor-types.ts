/** The types only MySQL has, and its spellings of the others: `mysql.tinyint(1)`, `mysql.integer({ unsigned: true })`. */
import { DateTime, DateType, Time } from '../../sql/types/date-time.js'
import {
  BigInteger,
  Decimal,
  Double,
  Float,
  Integer,
  Numeric,
  Real,
  SmallInteger,
} from '../../sql/types/numeric.js'
import { EnumType } from '../../sql/types/enum.js'
import { Json, OpaqueType } from '../../sql/types/structured.js'
import { LargeBinary, quoteLiteral, StringType } from '../../sql/types/text.js'
import type { TypeEngine, VendorName } from '../../sql/types/type-engine.js'

export interface NumberOptions {
  readonly unsigned?: boolean
  readonly zerofill?: boolean
  readonly displayWidth?: number
}

export interface TextOptions {
  readonly charset?: string
  readonly collation?: string
  readonly ascii?: boolean
  readonly unicode?: boolean
  readonly binary?: boolean
  readonly national?: boolean
}

export interface FractionOptions {
  readonly timezone?: boolean
  /** Digits of the fraction of a second. */
  readonly fsp?: number
}

/** A name MySQL has; other dialects write the standard's, if there is one. */
function named<T extends TypeEngine>(
  type: T,
  [className, name = className]: readonly [string, string?],
  hasStandard = false,
): T {
  const vendor: VendorName = { className, names: { mysql: name }, hasStandard }
  return type.named(vendor)
}

/** `name(1, 2) UNSIGNED ZEROFILL`. */
function numeric(
  name: string,
  sizes: readonly (number | undefined)[],
  { unsigned, zerofill }: NumberOptions,
): string {
  const given = sizes.filter((each) => each !== undefined)
  const size = given.length === 0 ? '' : `(${given.join(', ')})`
  return `${name}${size}${unsigned ? ' UNSIGNED' : ''}${zerofill ? ' ZEROFILL' : ''}`
}

/** `name CHARACTER SET … COLLATE …`. */
function textual(name: string, options: TextOptions): string {
  const { charset, ascii, unicode, collation, binary, national } = options
  const set = charset ? `CHARACTER SET ${charset}` : ascii ? 'ASCII' : unicode ? 'UNICODE' : ''
  const order = collation ? `COLLATE ${collation}` : binary ? 'BINARY' : ''
  const parts = national ? ['NATIONAL', name, order] : [name, set, order]
  return parts.filter((part) => part !== '').join(' ')
}

type WidthOrOptions = number | NumberOptions

/** Integers take the display width first, or in the options. */
function integerType(make: () => Integer, [name, hasStandard]: readonly [string, boolean]) {
  return (first: WidthOrOptions = {}, last: NumberOptions = {}): Integer => {
    const options = typeof first === 'number' ? { ...last, displayWidth: first } : first
    return named(make(), [name, numeric(name, [options.displayWidth], options)], hasStandard)
  }
}

/** `FLOAT(precision, scale)`: both or none, but for `FLOAT` and exact numbers. */
function decimalType<T extends TypeEngine>(
  make: (precision: number | null, scale: number | null) => T,
  name: string,
  needsBoth: boolean,
) {
  return (precision?: number, scale?: number, options: NumberOptions = {}): T => {
    const sizes = needsBoth && scale === undefined ? [] : [precision, scale]
    const type = make(precision ?? null, scale ?? null)
    return named(type, [name, numeric(name, sizes, options)], true)
  }
}

function textType(name: string, hasStandard: boolean) {
  return (first: number | TextOptions = {}, last: TextOptions = {}): StringType => {
    const length = typeof first === 'number' ? first : null
    const options = typeof first === 'number' ? last : first
    const type = new StringType(length, { kind: hasStandard ? 'varchar' : 'text' })
    const sized = length === null ? name : `${name}(${length})`
    return named(type, [name, textual(sized, options)], hasStandard)
  }
}

function blobType(name: string) {
  return (): LargeBinary => named(new LargeBinary(), [name])
}

function fractional<T extends TypeEngine>(make: (options: FractionOptions) => T, name: string) {
  return (options: FractionOptions = {}): T =>
    named(make(options), [name, options.fsp ? `${name}(${options.fsp})` : name], true)
}

/** Members in a list of texts and options last. */
function members(values: readonly (string | TextOptions)[]): {
  readonly names: readonly string[]
  readonly options: TextOptions
} {
  const last = values.at(-1)
  return {
    names: values.filter((each) => typeof each === 'string'),
    options: typeof last === 'object' ? last : {},
  }
}

const listed = (word: string, names: readonly string[]): string =>
  `${word}(${names.map((each) => quoteLiteral(each)).join(',')})`

/** MySQL's types, each called or bare. */
export const vendorTypes = {
  integer: integerType(() => new Integer(), ['INTEGER', true]),
  bigint: integerType(() => new BigInteger(), ['BIGINT', true]),
  smallint: integerType(() => new SmallInteger(), ['SMALLINT', true]),
  mediumint: integerType(() => new Integer(), ['MEDIUMINT', false]),
  tinyint: integerType(() => new Integer(), ['TINYINT', false]),
  numeric: decimalType((p, s) => new Numeric(p, s), 'NUMERIC', false),
  decimal: decimalType((p, s) => new Decimal(p, s), 'DECIMAL', false),
  float: decimalType((p) => new Float(p), 'FLOAT', false),
  double: decimalType((p) => new Double(p), 'DOUBLE', true),
  real: decimalType((p) => new Real(p), 'REAL', true),
  varchar: textType('VARCHAR', true),
  char: textType('CHAR', true),
  text: textType('TEXT', true),
  tinytext: textType('TINYTEXT', false),
  mediumtext: textType('MEDIUMTEXT', false),
  longtext: textType('LONGTEXT', false),
  tinyblob: blobType('TINYBLOB'),
  mediumblob: blobType('MEDIUMBLOB'),
  longblob: blobType('LONGBLOB'),
  date: (): DateType => named(new DateType(), ['DATE'], true),
  dateTime: fractional((options) => new DateTime(options), 'DATETIME'),
  timestamp: fractional((options) => new DateTime({ ...options, kind: 'timestamp' }), 'TIMESTAMP'),
  time: fractional((options) => new Time(options), 'TIME'),
  /** `YEAR`, `YEAR(4)`. */
  year: (displayWidth?: number): OpaqueType<number> =>
    named(new OpaqueType<number>(), ['YEAR', numeric('YEAR', [displayWidth], {})]),
  bit: (length?: number): OpaqueType =>
    named(new OpaqueType(), ['BIT', numeric('BIT', [length], {})]),
  json: <T = unknown>(): Json<T> => named(new Json<T>(), ['JSON'], true),
  /** `ENUM('a', 'b')`. */
  enum(...values: readonly (string | TextOptions)[]): EnumType {
    const { names, options } = members(values)
    return named(new EnumType(names), ['ENUM', textual(listed('ENUM', names), options)], true)
  },
  /** `SET('a', 'b')`: values are texts such as `a,b`. */
  set(...values: readonly (string | TextOptions)[]): StringType {
    const { names, options } = members(values)
    return named(new StringType(), ['SET', textual(listed('SET', names), options)])
  },
} as const
