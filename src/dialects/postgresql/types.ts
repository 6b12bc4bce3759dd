/** How values of each type travel to and from PostgreSQL, and what types are called there. */
import { CompileError } from '../../sql/errors.js'
import { decimalName, sized, standardTypes, typeText } from '../../sql/compiler/type-names.js'
import type { CompilerDialect, TypeCompilerTable } from '../../sql/compiler/dialect.js'
import { quoteIdentifier } from '../../sql/compiler/preparer.js'
import type { DateTime, Time } from '../../sql/types/date-time.js'
import type { Float } from '../../sql/types/numeric.js'
import type { DomainType } from '../../sql/types/domain.js'
import type { EnumType } from '../../sql/types/enum.js'
import type { ArrayType } from '../../sql/types/structured.js'
import { quoteLiteral } from '../../sql/types/text.js'
import type { Processor, TypeAdapter, TypeEngine } from '../../sql/types/type-engine.js'
import { parseArray } from './wire/array-text.js'
import { nativeUuidAdapter, type Uuid } from '../../sql/types/uuid.js'

const zone = (timezone: boolean): string => (timezone ? 'WITH TIME ZONE' : 'WITHOUT TIME ZONE')

function floatName(type: TypeEngine): string {
  const { precision } = type as Float
  return precision === null ? 'FLOAT' : `FLOAT(${precision})`
}

function arrayName(type: TypeEngine, dialect: CompilerDialect): string {
  const { itemType, options } = type as ArrayType
  const brackets = '[]'.repeat(options.dimensions ?? 1)
  const name = typeText(itemType, dialect)
  const collated = / COLLATE .*$/.exec(name)
  return collated ? name.slice(0, collated.index) + brackets + collated[0] : name + brackets
}

/** Native enumerations go by name; others are texts. */
function enumName(type: TypeEngine, dialect: CompilerDialect): string {
  const own = type as EnumType
  if (!own.nativeEnum) return `VARCHAR(${own.length})`
  if (own.nativeName === null) throw new CompileError('PostgreSQL Enum type requires a name.')
  return namedText(own.nativeName, own.schemaName, dialect)
}

function domainName(type: TypeEngine, dialect: CompilerDialect): string {
  const { nativeName, schemaName } = type as DomainType
  return namedText(nativeName, schemaName, dialect)
}

function namedText(name: string, schema: string | null, dialect: CompilerDialect): string {
  const quoted = quoteIdentifier(dialect.identifiers, name)
  return schema === null ? quoted : `${quoteIdentifier(dialect.identifiers, schema)}.${quoted}`
}

export const postgresqlTypes: TypeCompilerTable = {
  ...standardTypes,
  float: floatName,
  double: () => 'DOUBLE PRECISION',
  dateTime: (type) => `TIMESTAMP ${zone((type as DateTime).timezone)}`,
  timestamp: (type) => `TIMESTAMP ${zone((type as DateTime).timezone)}`,
  time: (type) => `TIME ${zone((type as Time).timezone)}`,
  interval: () => 'INTERVAL',
  largeBinary: () => 'BYTEA',
  jsonb: () => 'JSONB',
  uuid: (type) => ((type as Uuid).nativeUuid ? 'UUID' : 'CHAR(32)'),
  array: arrayName,
  domain: domainName,
  enum: enumName,
  jsonInt: () => 'INTEGER',
  jsonStr: () => 'TEXT',
  jsonPath: () => 'TEXT[]',
  numeric: decimalName('NUMERIC'),
  string: sized('VARCHAR'),
}

const asText: Processor = (value) =>
  typeof value === 'number' || typeof value === 'bigint' ? String(value) : value

/** `{a,b,1}`: the path operand of `#>`. */
function pathText(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return `{${value.map((part) => String(part)).join(',')}}`
}

/** The text PostgreSQL reads an interval from. */
function intervalText(value: unknown): unknown {
  return typeof value === 'number' ? `${value} milliseconds` : value
}

function makeInterval(value: unknown): string {
  const seconds = Number(value) / 1000
  return `make_interval(secs=>${Number.isInteger(seconds) ? seconds.toFixed(1) : seconds})`
}

/** `1 day 02:03:04.5` as milliseconds; counted in whole microseconds, which no fraction of a second falsifies. */
export function parseInterval(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const count = (unit: RegExp): number => Number(unit.exec(value)?.[1] ?? 0)
  const months = count(/(-?\d+) mons?/) + 12 * count(/(-?\d+) years?/)
  const days = count(/(-?\d+) days?/) + 30 * months
  return (days * 86_400_000_000 + clockMicroseconds(value)) / 1000
}

function clockMicroseconds(text: string): number {
  const clock = /(-)?(\d+):(\d{2}):(\d{2})(?:\.(\d+))?/.exec(text)
  if (clock === null) return 0
  const [, minus, hours, minutes, seconds, fraction = ''] = clock
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return (minus ? -1 : 1) * (whole * 1_000_000 + Number(fraction.padEnd(6, '0')))
}

const jsonResult: TypeAdapter['result'] = () => (value) =>
  typeof value === 'string' ? (JSON.parse(value) as unknown) : value

/** The driver knows the arrays of PostgreSQL's own types; those of enumerations come as text. */
const arrayResult: TypeAdapter['result'] = (type, dialect) => {
  const items = (type as ArrayType).defaultResult(dialect)
  return (value) => {
    const list = typeof value === 'string' ? parseArray(value, (text) => text) : value
    return items ? items(list) : list
  }
}

export const postgresqlTypeAdapters: Readonly<Record<string, TypeAdapter>> = {
  numeric: { bind: () => asText },
  interval: { bind: () => intervalText, result: () => parseInterval, literal: () => makeInterval },
  uuid: nativeUuidAdapter,
  exactUuid: nativeUuidAdapter,
  json: { result: jsonResult },
  jsonb: { result: jsonResult },
  array: { result: arrayResult },
  jsonPath: { bind: () => pathText, literal: () => (value) => quoteLiteral(pathText(value)) },
}
