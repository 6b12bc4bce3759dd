/** `HSTORE`: texts by key, as plain objects on our side; and the operators PostgreSQL has for them. */
import { BOOLEAN_TYPE } from '../../sql/types/resolve.js'
import { ArrayType } from '../../sql/types/structured.js'
import { StringType } from '../../sql/types/text.js'
import { TypeEngine, type Processor } from '../../sql/types/type-engine.js'
import { typeOps, type TypeOperators } from '../../sql/types/type-operators.js'

/** Texts by key. */
export type HstoreValue = Readonly<Record<string, string | null>>

const TEXT = new StringType(null, { kind: 'text' })
const TEXTS = new ArrayType<string>(TEXT)
const truth = (): TypeEngine => BOOLEAN_TYPE
const texts = (): TypeEngine => TEXTS
const hstore = (): TypeEngine => new Hstore()

const HSTORE_OPERATORS: TypeOperators = {
  getitem: { operator: typeOps.item, result: () => TEXT },
  hasKey: { operator: typeOps.hasKey, result: truth },
  hasAll: { operator: typeOps.hasAll, result: truth },
  hasAny: { operator: typeOps.hasAny, result: truth },
  contains: { operator: typeOps.contains, result: truth },
  containedBy: { operator: typeOps.containedBy, result: truth },
  defined: { function: 'defined', result: truth },
  delete: { function: 'delete', result: hstore },
  slice: { function: 'slice', result: hstore },
  keys: { function: 'akeys', result: texts },
  vals: { function: 'avals', result: texts },
  array: { function: 'hstore_to_array', result: texts },
  matrix: { function: 'hstore_to_matrix', result: texts },
}

/** `sqlalchemy.dialects.postgresql.HSTORE`. */
export class Hstore extends TypeEngine<HstoreValue> {
  override readonly visitName = 'hstore'

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
    return HSTORE_OPERATORS
  }

  override defaultBind(): Processor {
    return (value) => (isRecord(value) ? hstoreText(value) : value)
  }

  override defaultResult(): Processor {
    return (value) => (typeof value === 'string' ? parseHstore(value) : value)
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return left === right || JSON.stringify(left) === JSON.stringify(right)
  }
}

function isRecord(value: unknown): value is HstoreValue {
  return typeof value === 'object' && value !== null
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** `"a"=>"1", "b"=>NULL`. */
export function hstoreText(value: HstoreValue): string {
  return Object.entries(value)
    .map(([key, each]) => `${quoted(key)}=>${each === null ? 'NULL' : quoted(String(each))}`)
    .join(', ')
}

const PAIR = /"((?:[^"\\]|\\.)*)"\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|NULL)/g

/** Reads what the server answers. */
export function parseHstore(text: string): HstoreValue {
  const plain = (part: string): string => part.replace(/\\(.)/g, '$1')
  const pairs = [...text.matchAll(PAIR)].map(([, key = '', value]) => [
    plain(key),
    value === undefined ? null : plain(value),
  ])
  return Object.fromEntries(pairs) as HstoreValue
}
