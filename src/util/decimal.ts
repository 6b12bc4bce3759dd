/** Exact arithmetic on decimal strings, as `numeric` columns have them, with `bigint` as digits. */

interface Scaled {
  readonly digits: bigint
  /** How many of the digits stand behind the point. */
  readonly scale: number
}

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/

export type DecimalLike = string | number | bigint

/** Below 0 if `left` is less, above 0 if it is greater. */
export function compareDecimals(left: DecimalLike, right: DecimalLike): number {
  const { a, b } = aligned(left, right)
  return a === b ? 0 : a < b ? -1 : 1
}

export function addDecimals(left: DecimalLike, right: DecimalLike): string {
  const { a, b, scale } = aligned(left, right)
  return written({ digits: a + b, scale })
}

export function subtractDecimals(left: DecimalLike, right: DecimalLike): string {
  const { a, b, scale } = aligned(left, right)
  return written({ digits: a - b, scale })
}

export function multiplyDecimals(left: DecimalLike, right: DecimalLike): string {
  const [a, b] = [parsed(left), parsed(right)]
  return written({ digits: a.digits * b.digits, scale: a.scale + b.scale })
}

function aligned(left: DecimalLike, right: DecimalLike) {
  const [a, b] = [parsed(left), parsed(right)]
  const scale = Math.max(a.scale, b.scale)
  return { a: a.digits * power(scale - a.scale), b: b.digits * power(scale - b.scale), scale }
}

function parsed(value: DecimalLike): Scaled {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(String(value)) ?? []
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { digits, scale } : { digits: digits * power(-scale), scale: 0 }
}

function written({ digits, scale }: Scaled): string {
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}
