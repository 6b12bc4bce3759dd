/** `column.type instanceof integer`: the constructors of types answer for the classes behind them, as SQLAlchemy's do. */
import * as make from './constructors.js'
import { DateTime, DateType, Interval, Time } from './date-time.js'
import { EnumType } from './enum.js'
import {
  BigInteger,
  Decimal,
  Double,
  Float,
  Integer,
  Numeric,
  Real,
  SmallInteger,
} from './numeric.js'
import { ArrayType, BooleanType, Json, NullType, PickleType } from './structured.js'
import { LargeBinary, StringType } from './text.js'
import { Uuid } from './uuid.js'

type Test = (value: unknown) => boolean

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructors of any arguments, abstract ones as well
type AnyClass = abstract new (...args: any[]) => unknown

const of =
  (class_: AnyClass): Test =>
  (value) =>
    value instanceof class_

/** Kinds of one class go by their visit name. */
const kind =
  (class_: AnyClass, ...names: readonly string[]): Test =>
  (value) =>
    value instanceof class_ && names.includes((value as { readonly visitName: string }).visitName)

const TESTS: readonly (readonly [constructor: object, test: Test])[] = [
  [make.integer, of(Integer)],
  [make.smallInteger, of(SmallInteger)],
  [make.bigInteger, of(BigInteger)],
  [make.numeric, of(Numeric)],
  [make.decimal, of(Decimal)],
  [make.float, of(Float)],
  [make.double, of(Double)],
  [make.real, of(Real)],
  [make.string, of(StringType)],
  [make.unicode, kind(StringType, 'unicode', 'unicodeText', 'nvarchar', 'nchar')],
  [make.textType, kind(StringType, 'text', 'unicodeText', 'clob')],
  [make.unicodeText, kind(StringType, 'unicodeText')],
  [make.varchar, kind(StringType, 'varchar')],
  [make.char, kind(StringType, 'char')],
  [make.nvarchar, kind(StringType, 'nvarchar')],
  [make.clob, kind(StringType, 'clob')],
  [make.boolean, of(BooleanType)],
  [make.date, of(DateType)],
  [make.time, of(Time)],
  [make.dateTime, of(DateTime)],
  [make.timestamp, kind(DateTime, 'timestamp')],
  [make.interval, of(Interval)],
  [make.largeBinary, of(LargeBinary)],
  [make.blob, kind(LargeBinary, 'blob')],
  [make.binary, kind(LargeBinary, 'binary')],
  [make.varbinary, kind(LargeBinary, 'varbinary')],
  [make.json, of(Json)],
  [make.jsonb, kind(Json, 'jsonb')],
  [make.array, of(ArrayType)],
  [make.uuid, of(Uuid)],
  [make.pickleType, of(PickleType)],
  [make.nullType, of(NullType)],
  [make.enumType, of(EnumType)],
]

for (const [constructor, test] of TESTS)
  Object.defineProperty(constructor, Symbol.hasInstance, { value: test })
