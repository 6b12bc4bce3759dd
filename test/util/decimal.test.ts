/** Exact arithmetic on decimal strings. */
import { describe, expect, test } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
} from '../../src/util/decimal.js'

describe('decimals', () => {
  test('are compared as numbers, not as text, to the last digit', () => {
    expect(compareDecimals('9', '10')).toBe(-1)
    expect(compareDecimals('1.10', '1.1')).toBe(0)
    expect(compareDecimals('-2', -3)).toBe(1)
    expect(compareDecimals('0.12345678901234567890', '0.12345678901234567891')).toBe(-1)
  })

  test('are added, subtracted and multiplied without rounding', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3')
    expect(subtractDecimals('1', '0.001')).toBe('0.999')
    expect(subtractDecimals('0.05', '0.10')).toBe('-0.05')
    expect(multiplyDecimals('19.99', 1.1)).toBe('21.989')
  })

  test('may have an exponent', () => {
    expect(addDecimals('1e2', '1E-2')).toBe('100.01')
    expect(compareDecimals(1e21, '1000000000000000000000')).toBe(0)
  })
})
