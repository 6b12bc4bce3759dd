/** The types of values. */
export {
  TypeEngine,
  toInstance,
  type Processor,
  type Affinity,
  type TypeAdapter,
  type TypeDialect,
  type TypeArg,
} from './type-engine.js'
export { TypeDecorator, UserDefinedType } from './type-decorator.js'
export {
  Integer,
  SmallInteger,
  BigInteger,
  Numeric,
  Float,
  Double,
  Real,
  Decimal,
  type NumericOptions,
} from './numeric.js'
export {
  StringType,
  quoteLiteral,
  LargeBinary,
  type StringKind,
  type StringOptions,
  type BinaryKind,
} from './text.js'
export { PreciseDate } from './precise-date.js'
export {
  formatDateTime,
  parseDateTime,
  formatDate,
  formatTime,
  DateTime,
  bindDateTime,
  DateType,
  Time,
  Interval,
  type ZoneOptions,
} from './date-time.js'
export { EnumType, type EnumOptions } from './enum.js'
export type { EnumMembers } from './enum-members.js'
export type { UuidOptions } from './uuid.js'
export { DomainType, type DomainOptions } from './domain.js'
export {
  BooleanType,
  NullType,
  OpaqueType,
  PickleType,
  JSON_NULL,
  Json,
  JsonKey,
  ArrayType,
  TupleType,
  type JsonOptions,
  type ArrayOptions,
} from './structured.js'
export {
  integer,
  smallInteger,
  bigInteger,
  string,
  unicode,
  textType,
  unicodeText,
  varchar,
  char,
  nvarchar,
  clob,
  boolean,
  float,
  double,
  real,
  numeric,
  decimal,
  date,
  time,
  dateTime,
  timestamp,
  interval,
  largeBinary,
  blob,
  binary,
  varbinary,
  json,
  jsonb,
  array,
  uuid,
  nullType,
  pickleType,
  enumType,
} from './constructors.js'
export {
  NULL_TYPE,
  BOOLEAN_TYPE,
  INTEGER_TYPE,
  STRING_TYPE,
  resolveValueToType,
  adaptExpression,
  coerceComparedValue,
} from './resolve.js'
