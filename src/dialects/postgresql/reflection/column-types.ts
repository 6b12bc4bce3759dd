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
import { array } from '../vendor-types.js'

type Maker = (...numbers: number[]) => TypeEngine

const byName: Readonly<Record<string, Maker>> = {
  smallint: () => smallInteger(),
  integer: () => integer(),
  bigint: () => bigInteger(),
  numeric: (precision, scale) => numeric(precision, scale),
  real: () => real(),
  'double precision': () => double(),
  boolean: () => boolean(),
  'character varying': (length) => varchar(length),
  character: (length) => char(length),
  text: () => textType(),
  bytea: () => largeBinary(),
  date: () => date(),
  'time without time zone': () => time(),
  'time with time zone': () => time({ timezone: true }),
  'timestamp without time zone': () => timestamp(),
  'timestamp with time zone': () => timestamp({ timezone: true }),
  interval: () => interval(),
  json: () => json(),
  jsonb: () => jsonb(),
  uuid: () => uuid(),
  name: () => varchar(63),
}

export interface TypeFacts {
  /** `character varying(50)`, `timestamp(3) with time zone`, `integer[]`, `mood`. */
  readonly text: string
  /** The labels of an enumeration. */
  readonly labels: readonly string[] | null
  readonly schema: string | null
}

export function columnTypeOf(facts: TypeFacts): TypeEngine {
  const item = facts.text.replace(/(?:\[\])+$/, '')
  if (item !== facts.text) {
    const dimensions = (facts.text.length - item.length) / 2
    return array(columnTypeOf({ ...facts, text: item }), dimensions > 1 ? { dimensions } : {})
  }
  if (facts.labels !== null) return enumeration(facts, facts.labels)
  const numbers = (/\(([\d,]+)\)/.exec(item)?.[1]?.split(',') ?? []).map(Number)
  const name = item.replace(/\([\d,]+\)/, '').replace(/^(interval) .*/, '$1')
  return (byName[name] ?? nullType)(...numbers)
}

function enumeration({ text, schema }: TypeFacts, labels: readonly string[]): TypeEngine {
  const name = text.replace(/^.*\./, '').replace(/^"(.*)"$/, '$1')
  return enumType(...labels, schema === null ? { name } : { name, schema })
}
