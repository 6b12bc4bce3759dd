/** Column types from the text in which SQLite keeps them, by name and then by affinity. */
import {
  bigInteger,
  blob,
  boolean,
  char,
  date,
  dateTime,
  decimal,
  double,
  float,
  integer,
  json,
  nullType,
  numeric,
  nvarchar,
  real,
  smallInteger,
  string,
  textType,
  time,
  timestamp,
  varchar,
} from '../../../sql/types/constructors.js'
import { warn } from '../../../util/warnings.js'
import type { TypeEngine } from '../../../sql/types/type-engine.js'

type Maker = (...numbers: number[]) => TypeEngine

const byName: Readonly<Record<string, Maker>> = {
  BIGINT: () => bigInteger(),
  BLOB: () => blob(),
  BOOL: () => boolean(),
  BOOLEAN: () => boolean(),
  CHAR: (length) => char(length),
  DATE: () => date(),
  DATE_CHAR: () => date(),
  DATETIME: () => dateTime(),
  DATETIME_CHAR: () => dateTime(),
  DOUBLE: () => double(),
  DOUBLE_PRECISION: () => double(),
  DECIMAL: (precision, scale) => decimal(precision, scale),
  FLOAT: (precision, asdecimal) => float(precision, { asdecimal: Boolean(asdecimal) }),
  INT: () => integer(),
  INTEGER: () => integer(),
  JSON: () => json(),
  NUMERIC: (precision, scale) => numeric(precision, scale),
  REAL: () => real(),
  SMALLINT: () => smallInteger(),
  TEXT: (length) => textType(length),
  TIME: () => time(),
  TIME_CHAR: () => time(),
  TIMESTAMP: () => timestamp(),
  VARCHAR: (length) => varchar(length),
  STRING: (length) => string(length),
  NVARCHAR: (length) => nvarchar(length),
}

/** Types that are created under another name than they are known by here. */
const exactNames: Readonly<Record<string, string>> = {
  JSON: 'JSON',
  STRING: 'String',
  BOOL: 'BOOLEAN',
}

/** `VARCHAR(50)`, `WEIRDTYPE(3)`, nothing at all. */
export function columnTypeOf(text: string): TypeEngine {
  const [, name = '', args = ''] = /^([\w ]+)(\(.*?\))?/.exec(text.toUpperCase()) ?? []
  const numbers = (args.match(/\d+/g) ?? []).map(Number)
  const make = byName[name.trim()] ?? byAffinity(name)
  const made = make(...numbers)
  const type = made.isNull
    ? made
    : made.exactly(exactNames[name.trim()] ?? made.toString().replace(/\(.*/, ''))
  if (numbers.length > arityOf(type, make)) {
    warn(
      `Could not instantiate type <class '${type.className}'> with reflected arguments ` +
        `[${numbers.map((each) => `'${each}'`).join(', ')}]; using no arguments.`,
    )
  }
  return type
}

/** How many numbers a type takes; temporal types and those of many options have room for any. */
function arityOf({ affinity }: TypeEngine, make: Maker): number {
  return affinity === 'integer' || affinity === 'null' ? make.length : Infinity
}

function byAffinity(name: string): Maker {
  if (name.includes('INT')) return () => integer()
  if (/CHAR|CLOB|TEXT/.test(name)) return (length) => textType(length)
  if (name === '' || name.includes('BLOB')) return () => nullType()
  if (/REAL|FLOA|DOUB/.test(name)) return () => real()
  return (precision, scale) => numeric(precision, scale)
}
