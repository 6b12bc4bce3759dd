/** `HSTORE`: texts by key, as plain objects on our side; and the operators PostgreSQL has for them. */
import { TypeEngine, type Processor } from '../../sql/types/type-engine.js'

/** Texts by key. */
export type HstoreValue = Readonly<Record<string, string | null>>

/** `sqlalchemy.dialects.postgresql.HSTORE`. */
export class Hstore extends TypeEngine<HstoreValue> {
  override readonly visitName = 'hstore'

  override get concatenable(): boolean {
    return true
  }

  override get hashable(): boolean {
    return false
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
