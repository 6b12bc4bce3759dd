/** Helpers for numbers: rounding, divisions as Python does them, exact numbers in texts. */
export const NUMBERS: Readonly<Record<string, string>> = {
  round: `function round(value: number, digits = 0): number {
  const factor = 10 ** digits
  const scaled = Number((value * factor).toPrecision(15))
  const near = Math.round(scaled)
  const isTie = Math.abs(scaled % 1) === 0.5
  return (isTie && near % 2 !== 0 ? near - 1 : near) / factor
}`,
  toInteger: `function toInteger(value: unknown): number {
  const number = typeof value === 'string' && !/^\\s*[-+]?\\d[\\d_]*\\s*$/.test(value) ? NaN : Math.trunc(Number(value))
  if (Number.isNaN(number)) throw new ValueError(\`invalid literal for int() with base 10: '\${String(value)}'\`)
  return number
}`,
  toNumber: `function toNumber(value: unknown): number {
  const number = Number(value)
  if (Number.isNaN(number)) throw new ValueError(\`could not convert string to float: '\${String(value)}'\`)
  return number
}`,
  mod: `function mod(value: number, by: number): number {
  return ((value % by) + by) % by
}`,
  divmod: `function divmod(value: number, by: number): [number, number] {
  return [Math.floor(value / by), mod(value, by)]
}`,
  mean: `function mean(values: Iterable<number>): number {
  const all = [...values]
  return all.reduce((total, value) => total + value, 0) / all.length
}`,
  median: `function median(values: Iterable<number>): number {
  const all = [...values].sort((a, b) => a - b)
  const [low = 0, high = 0] = [all[Math.ceil(all.length / 2) - 1], all[Math.floor(all.length / 2)]]
  return (low + high) / 2
}`,
  exact: `function exact(value: unknown): [bigint, number] {
  const [, sign = '', whole = '0', part = '', power = '0'] = /^([-+]?)(\\d*)\\.?(\\d*)(?:[eE]([-+]?\\d+))?$/.exec(String(value)) ?? []
  const scale = part.length - Number(power)
  const digits = BigInt(sign + (whole + part || '0')) * 10n ** BigInt(Math.max(0, -scale))
  return [digits, Math.max(0, scale)]
}`,
  exactText: `function exactText(digits: bigint, scale: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  const whole = text.slice(0, text.length - scale)
  return (digits < 0n ? '-' : '') + (scale > 0 ? \`\${whole}.\${text.slice(-scale)}\` : whole)
}`,
  decimal: `function decimal(left: unknown, operator: '+' | '-' | '*' | '/', right: unknown): string {
  const [[a, scaleA], [b, scaleB]] = [exact(left), exact(right)]
  if (operator === '*') return exactText(a * b, scaleA + scaleB)
  const scale = Math.max(scaleA, scaleB)
  const [x, y] = [a * 10n ** BigInt(scale - scaleA), b * 10n ** BigInt(scale - scaleB)]
  if (operator === '+') return exactText(x + y, scale)
  if (operator === '-') return exactText(x - y, scale)
  const digits = 28 - Math.max(0, String(x / y).replace(/^-?0?/, '').length)
  const quotient = exactText(rounded(x * 10n ** BigInt(digits), y), digits)
  return quotient.includes('.') ? quotient.replace(/\\.?0+$/, '') : quotient
}`,
  rounded: `function rounded(value: bigint, by: bigint): bigint {
  const [quotient, rest] = [value / by, value % by]
  const twice = 2n * (rest < 0n ? -rest : rest)
  const size = by < 0n ? -by : by
  const isUp = twice > size || (twice === size && quotient % 2n !== 0n)
  return isUp ? quotient + (value < 0n !== by < 0n ? -1n : 1n) : quotient
}`,
  quantize: `function quantize(value: unknown, like: unknown, rounding = 'ROUND_HALF_EVEN'): string {
  const [digits, scale] = exact(value)
  const [, wanted] = exact(like)
  if (wanted >= scale) return exactText(digits * 10n ** BigInt(wanted - scale), wanted)
  const by = 10n ** BigInt(scale - wanted)
  const away = digits < 0n ? -1n : 1n
  const rest = digits % by
  if (rounding === 'ROUND_DOWN') return exactText(digits / by, wanted)
  if (rounding === 'ROUND_UP') return exactText(digits / by + (rest === 0n ? 0n : away), wanted)
  if (rounding === 'ROUND_HALF_UP') return exactText(digits / by + (2n * rest * away >= by ? away : 0n), wanted)
  return exactText(rounded(digits, by), wanted)
}`,
  sumDecimals: `function sumDecimals(values: Iterable<unknown>, start: unknown = '0'): string {
  return [...values].reduce<string>((total, value) => decimal(total, '+', value), String(start))
}`,
}
