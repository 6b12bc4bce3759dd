/** Range values of PostgreSQL, `[1,5)`, and the types they have. */
import { ArgumentError } from '../../errors.js'
import { TypeEngine, type Processor } from '../../sql/types/type-engine.js'

/** Which ends belong to a range. */
export type RangeBounds = '[)' | '(]' | '[]' | '()'

export interface RangeOptions {
  readonly bounds?: RangeBounds
  readonly empty?: boolean
}

/**
 * A range of values; an end that is null is open. `sqlalchemy.dialects.postgresql.Range`.
 *
 * @example
 * new Range(1, 5, { bounds: '[]' })
 */
export class Range<T = unknown> {
  readonly bounds: RangeBounds
  readonly isEmpty: boolean

  constructor(
    readonly lower: T | null = null,
    readonly upper: T | null = null,
    { bounds = '[)', empty = false }: RangeOptions = {},
  ) {
    if (!/^[[(][\])]$/.test(bounds)) throw new ArgumentError(`Invalid bounds: '${bounds}'`)
    this.bounds = bounds
    this.isEmpty = empty
  }

  /** `[1,5)`, as the server writes it. */
  toString(): string {
    if (this.isEmpty) return 'empty'
    return `${this.bounds[0]}${endText(this.lower)},${endText(this.upper)}${this.bounds[1]}`
  }
}

function endText(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = value instanceof Date ? value.toISOString() : String(value)
  return /[\s,"\\()[\]]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
}

const RANGE = /^([[(])("(?:[^"\\]|\\.)*"|[^,]*),("(?:[^"\\]|\\.)*"|[^\])]*)([\])])$/

/** Reads what the server answers; ends stay texts unless they are integers. */
export function parseRange(text: string): Range {
  if (text === 'empty') return new Range(null, null, { empty: true })
  const match = RANGE.exec(text)
  if (!match) throw new ArgumentError(`Not a range: '${text}'`)
  const [, open = '[', lower = '', upper = '', close = ')'] = match
  return new Range(parseEnd(lower), parseEnd(upper), { bounds: `${open}${close}` as RangeBounds })
}

function parseEnd(text: string): unknown {
  if (text === '') return null
  const plain = text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : plain
}

/** `INT4RANGE` and its siblings. */
export class RangeType extends TypeEngine<Range> {
  override readonly visitName = 'range'

  override defaultBind(): Processor {
    return (value) => (value instanceof Range ? value.toString() : value)
  }

  override defaultResult(): Processor {
    return (value) => (typeof value === 'string' ? parseRange(value) : value)
  }

  override coerceComparedValue(_op: unknown, value: unknown): TypeEngine | null {
    return value instanceof Range || typeof value === 'string' ? this : null
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return left === right || String(left) === String(right)
  }
}

/** `INT4MULTIRANGE` and its siblings: lists of ranges. */
export class MultirangeType extends TypeEngine<readonly Range[]> {
  override readonly visitName = 'multirange'

  override defaultBind(): Processor {
    return (value) => (Array.isArray(value) ? `{${value.map(String).join(',')}}` : value)
  }

  override defaultResult(): Processor {
    return (value) =>
      typeof value === 'string'
        ? [...value.matchAll(/[[(][^\])]*[\])]/g)].map(([text]) => parseRange(text))
        : value
  }
}
