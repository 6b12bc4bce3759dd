/** The types of PostgreSQL's ranges, and how the server writes their values. */
import { ArgumentError } from '../../errors.js'
import { ops } from '../../sql/operators.js'
import { TypeEngine, type Processor } from '../../sql/types/type-engine.js'
import { typeOps, type TypeOperators } from '../../sql/types/type-operators.js'
import { Range, type RangeBounds } from './range-value.js'

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

const RANGE_OPERATORS: TypeOperators = {
  contains: { operator: typeOps.contains },
  containedBy: { operator: typeOps.containedBy },
  overlaps: { operator: typeOps.overlap },
  strictlyLeftOf: { operator: typeOps.strictlyLeftOf },
  bitwiseLshift: { operator: typeOps.strictlyLeftOf },
  strictlyRightOf: { operator: typeOps.strictlyRightOf },
  bitwiseRshift: { operator: typeOps.strictlyRightOf },
  notExtendRightOf: { operator: typeOps.notExtendRightOf },
  notExtendLeftOf: { operator: typeOps.notExtendLeftOf },
  adjacentTo: { operator: typeOps.adjacentTo },
  union: { operator: ops.add },
  difference: { operator: ops.sub },
  intersection: { operator: ops.mul },
}

/** `INT4RANGE` and its siblings. */
export class RangeType extends TypeEngine<Range> {
  override readonly visitName = 'range'

  override get operators(): TypeOperators {
    return RANGE_OPERATORS
  }

  override defaultBind(): Processor {
    return (value) => (value instanceof Range ? value.toString() : value)
  }

  override defaultResult(): Processor {
    return (value) => (typeof value === 'string' ? parseRange(value) : value)
  }

  override coerceComparedValue(_op: unknown, value: unknown): TypeEngine | null {
    return value instanceof Range ? this : null
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return left === right || String(left) === String(right)
  }
}

/** `INT4MULTIRANGE` and its siblings: lists of ranges. */
export class MultirangeType extends TypeEngine<readonly Range[]> {
  override readonly visitName = 'multirange'

  override get operators(): TypeOperators {
    return RANGE_OPERATORS
  }

  override coerceComparedValue(_op: unknown, value: unknown): TypeEngine | null {
    return value instanceof Range || Array.isArray(value) ? this : null
  }

  override defaultBind(): Processor {
    return (value) =>
      Array.isArray(value)
        ? `{${value.map(String).join(',')}}`
        : value instanceof Range
          ? `{${value.toString()}}`
          : value
  }

  override defaultResult(): Processor {
    return (value) =>
      typeof value === 'string'
        ? [...value.matchAll(/[[(][^\])]*[\])]/g)].map(([text]) => parseRange(text))
        : value
  }
}
