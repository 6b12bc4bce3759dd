/** The remark in brackets before the parameters in the log: where the SQL text came from, and how long ago. */

export type CacheState = 'hit' | 'miss' | 'no key' | 'disabled'

/** `generated in 0.00009s`, `cached since 0.004475s ago`, `no key 0.00004s`, `caching disabled 0.00010s`. */
export function cacheRemark(state: CacheState, secondsSinceCompiled: number): string {
  const exact = secondsSinceCompiled.toFixed(5)
  switch (state) {
    case 'hit':
      return `cached since ${general(secondsSinceCompiled)}s ago`
    case 'miss':
      return `generated in ${exact}s`
    case 'no key':
      return `no key ${exact}s`
    case 'disabled':
      return `caching disabled ${exact}s`
  }
}

/** Python's `%.4g`. */
export function general(value: number): string {
  if (value === 0) return '0'
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  if (exponent >= -4 && exponent < 4) return String(Number(value.toPrecision(4)))
  const [mantissa = '0', power = '0'] = value.toExponential(3).split('e')
  const sign = power.startsWith('-') ? '-' : '+'
  return `${Number(mantissa)}e${sign}${power.replace(/^[+-]/, '').padStart(2, '0')}`
}
