/** Column types from the names that `format_type` writes. */
import {
  bigInteger,
  boolean,
  char,
  date,
  double,
  enumType,
  integer,
  interval,
  json,
  jsonb,
  largeBinary,
  nullType,
  numeric,
  real,
  smallInteger,
  textType,
  time,
  timestamp,
  uuid,
  varchar,
} from '../../../sql/types/constructors.js'
import type { TypeEngine } from '../../../sql/types/type-engine.js'
import { text as sqlText } from '../../../sql/elements/literals.js'
import { DomainType } from '../../../sql/types/domain.js'
import { warn } from '../../../util/warnings.js'
import { array, vendorTypes, type PrecisionOptions } from '../vendor-types.js'

type Maker = (...numbers: (number | undefined)[]) => TypeEngine

/** Types that are written as they are called. */
const plainNames = [
  ...[
    'inet',
    'cidr',
    'macaddr',
    'macaddr8',
    'money',
    'oid',
    'regclass',
    'regconfig',
    'tsvector',
    'tsquery',
  ],
  ...[
    'jsonpath',
    'citext',
    'hstore',
    'int4range',
    'int8range',
    'numrange',
    'daterange',
    'tsrange',
    'tstzrange',
  ],
  ...[
    'int4multirange',
    'int8multirange',
    'nummultirange',
    'datemultirange',
    'tsmultirange',
    'tstzmultirange',
  ],
] as const

const optional = (precision: number | undefined) => (precision === undefined ? {} : { precision })

const byName: Readonly<Record<string, Maker>> = {
  ...Object.fromEntries(plainNames.map((name) => [name, () => vendorTypes[name]()])),
  smallint: () => smallInteger().exactly('SMALLINT'),
  integer: () => integer().exactly('INTEGER'),
  bigint: () => bigInteger().exactly('BIGINT'),
  numeric: (precision, scale) => numeric(precision, scale).exactly('NUMERIC'),
  real: () => real(),
  'double precision': () => double().exactly('DOUBLE_PRECISION'),
  boolean: () => boolean().exactly('BOOLEAN'),
  'character varying': (length) => varchar(length),
  character: (length) => char(length),
  text: () => textType().exactly('TEXT'),
  bytea: () => largeBinary().exactly('BYTEA'),
  date: () => date().exactly('DATE'),
  bit: (length) => vendorTypes.bit(length),
  'bit varying': (length) => vendorTypes.bit(length, { varying: true }),
  'time without time zone': (precision) => zoned(time(), vendorTypes.time, { precision }),
  'time with time zone': (precision) =>
    zoned(time({ timezone: true }), vendorTypes.time, { precision, timezone: true }),
  'timestamp without time zone': (precision) =>
    zoned(timestamp(), vendorTypes.timestamp, { precision }),
  'timestamp with time zone': (precision) =>
    zoned(timestamp({ timezone: true }), vendorTypes.timestamp, { precision, timezone: true }),
  interval: (precision) =>
    precision === undefined
      ? interval().exactly('INTERVAL')
      : vendorTypes.interval(optional(precision)),
  json: () => json(),
  jsonb: () => jsonb(),
  uuid: () => uuid().exactly('UUID'),
  name: () => varchar(63),
}

/** Only types with a precision need a name of their own. */
function zoned(
  plain: TypeEngine,
  make: (options: PrecisionOptions) => TypeEngine,
  { precision, timezone = false }: { readonly precision: number | undefined; timezone?: boolean },
): TypeEngine {
  const name = plain.visitName.toUpperCase()
  return precision === undefined ? plain.exactly(name) : make({ precision, timezone })
}

export interface TypeFacts {
  /** `character varying(50)`, `timestamp(3) with time zone`, `integer[]`, `mood`. */
  readonly text: string
  /** The labels of an enumeration. */
  readonly labels: readonly string[] | null
  readonly schema: string | null
  /** The domain it is, whose own type the text is then. */
  readonly domain: DomainFacts | null
  /** Whose type it is, for warnings. */
  readonly description: string
}

export interface DomainFacts {
  readonly name: string
  readonly schema: string | null
  readonly notNull: boolean
  readonly default: string | null
  readonly constraint: string | null
  readonly check: string | null
}

export function columnTypeOf(facts: TypeFacts): TypeEngine {
  const { domain } = facts
  if (domain !== null) {
    const description = `DOMAIN '${domain.name}'`
    return domainOf(domain, columnTypeOf({ ...facts, domain: null, description }))
  }
  const item = facts.text.replace(/(?:\[\])+$/, '')
  if (item !== facts.text) {
    const dimensions = (facts.text.length - item.length) / 2
    return array(columnTypeOf({ ...facts, text: item }), dimensions > 1 ? { dimensions } : {})
  }
  if (facts.labels !== null) return enumeration(facts, facts.labels)
  const numbers = (/\(([\d,]+)\)/.exec(item)?.[1]?.split(',') ?? []).map(Number)
  const name = item.replace(/ ?\([\d,]+\)/, '')
  const fields = /^interval (.+)$/.exec(name)?.[1]
  const found =
    fields === undefined ? byName[name] : (precision?: number) => span(fields, precision)
  if (found) return found(...numbers)
  warn(`Did not recognize type '${item}' of ${facts.description}`)
  return nullType()
}

function span(fields: string, precision: number | undefined): TypeEngine {
  return vendorTypes.interval({
    fields: fields.toUpperCase(),
    ...(precision === undefined ? {} : { precision }),
  })
}

function enumeration({ text, schema }: TypeFacts, labels: readonly string[]): TypeEngine {
  const name = text.replace(/^.*\./, '').replace(/^"(.*)"$/, '$1')
  return enumType(...labels, schema === null ? { name } : { name, schema })
}

function domainOf(domain: DomainFacts, type: TypeEngine): TypeEngine {
  const { name, schema, constraint, check, notNull } = domain
  return new DomainType(name, type, {
    notNull,
    ...(schema === null ? {} : { schema }),
    ...(domain.default === null ? {} : { default: sqlText(domain.default) }),
    ...(constraint === null ? {} : { constraintName: constraint }),
    ...(check === null ? {} : { check }),
  })
}
