/** The types only PostgreSQL has, under SQLAlchemy's names; `postgresql.inet` and so on. */
import { DateTime, Interval, Time, type ZoneOptions } from '../../sql/types/date-time.js'
import { OpaqueType, PostgresArrayType, type ArrayOptions } from '../../sql/types/structured.js'
import { StringType } from '../../sql/types/text.js'
import type { TypeArg, TypeEngine, VendorName } from '../../sql/types/type-engine.js'
import { Hstore } from './hstore.js'
import { RangeType, MultirangeType } from './ranges.js'

/** A name that no other database knows. */
function own(className: string, name = className): VendorName {
  return { className, names: { postgresql: name }, hasStandard: false }
}

/** Addresses keep their type when compared with texts; SQLAlchemy's `_NetworkAddressTypeMixin`. */
class AddressType extends OpaqueType<string> {
  override coerceComparedValue(): TypeEngine {
    return this
  }
}

class CitextType extends StringType {
  override coerceComparedValue(): TypeEngine {
    return this
  }
}

/** `INTEGER[]` with `contains()`; `sqlalchemy.dialects.postgresql.ARRAY`. @example column(postgresql.array(integer)) */
export function array<T>(itemType: TypeArg<T>, options: ArrayOptions = {}): PostgresArrayType<T> {
  return new PostgresArrayType(itemType, options)
}

export interface PrecisionOptions extends ZoneOptions {
  readonly precision?: number
}

export interface IntervalOptions {
  readonly precision?: number
  /** `YEAR TO MONTH`, `DAY`… */
  readonly fields?: string
}

export interface BitOptions {
  readonly varying?: boolean
}

const inParentheses = (precision: number | undefined): string =>
  precision === undefined ? '' : `(${precision})`

const zoned = (name: string, { precision, timezone }: PrecisionOptions): string =>
  `${name}${inParentheses(precision)} ${timezone ? 'WITH' : 'WITHOUT'} TIME ZONE`

const text = (className: string) => (): OpaqueType<string> =>
  new OpaqueType<string>().named(own(className))

const address = (className: string) => (): OpaqueType<string> =>
  new AddressType().named(own(className))

const range = (className: string) => (): RangeType => new RangeType().named(own(className))

const multirange = (className: string) => (): MultirangeType =>
  new MultirangeType().named(own(className))

/** PostgreSQL's own types, each called or bare. */
export const vendorTypes = {
  inet: address('INET'),
  cidr: address('CIDR'),
  macaddr: address('MACADDR'),
  macaddr8: address('MACADDR8'),
  money: text('MONEY'),
  oid: (): OpaqueType<number> => new OpaqueType<number>().named(own('OID')),
  regclass: text('REGCLASS'),
  regconfig: text('REGCONFIG'),
  tsvector: text('TSVECTOR'),
  tsquery: text('TSQUERY'),
  jsonpath: text('JSONPATH'),
  citext: (): StringType => new CitextType().named(own('CITEXT')),
  hstore: (): Hstore => new Hstore().named(own('HSTORE')),
  int4range: range('INT4RANGE'),
  int8range: range('INT8RANGE'),
  numrange: range('NUMRANGE'),
  daterange: range('DATERANGE'),
  tsrange: range('TSRANGE'),
  tstzrange: range('TSTZRANGE'),
  int4multirange: multirange('INT4MULTIRANGE'),
  int8multirange: multirange('INT8MULTIRANGE'),
  nummultirange: multirange('NUMMULTIRANGE'),
  datemultirange: multirange('DATEMULTIRANGE'),
  tsmultirange: multirange('TSMULTIRANGE'),
  tstzmultirange: multirange('TSTZMULTIRANGE'),
  /** `BIT(length)`, `BIT VARYING(length)`. */
  bit(length?: number, { varying = false }: BitOptions = {}): OpaqueType<string> {
    const name = varying ? `BIT VARYING${inParentheses(length)}` : `BIT(${length ?? 1})`
    return new OpaqueType<string>().named(own('BIT', name))
  },
  /** `TIMESTAMP(precision) WITH TIME ZONE`. */
  timestamp(options: PrecisionOptions = {}): DateTime {
    const names = { postgresql: zoned('TIMESTAMP', options) }
    return new DateTime({ ...options, kind: 'timestamp' }).named({
      className: 'TIMESTAMP',
      names,
      hasStandard: true,
    })
  },
  /** `TIME(precision) WITH TIME ZONE`. */
  time(options: PrecisionOptions = {}): Time {
    const names = { postgresql: zoned('TIME', options) }
    return new Time(options).named({ className: 'TIME', names, hasStandard: true })
  },
  /** `INTERVAL fields (precision)`. */
  interval({ precision, fields }: IntervalOptions = {}): Interval {
    const name = `INTERVAL${fields === undefined ? '' : ` ${fields}`}${precision === undefined ? '' : ` (${precision})`}`
    return new Interval().named(own('INTERVAL', name))
  },
} as const
