/** Reads values of connection options; each error names the option and what it may be. */
import { ArgumentError } from '../../../errors.js'
import type { ConnectOptions } from './options.js'

/** One of some words. @throws ArgumentError for another one */
export function choice<const T extends string>(
  options: ConnectOptions,
  name: string,
  known: readonly T[],
  otherwise: T,
): T {
  const text = options[name]
  if (text === undefined) return otherwise
  const value = known.find((each) => each === String(text))
  if (value !== undefined) return value
  throw new ArgumentError(`invalid ${name} value: "${String(text)}"`, {
    hint: `use one of ${known.join(', ')}`,
  })
}

/** A whole number; null when it is not given. @throws ArgumentError for another text */
export function seconds(options: ConnectOptions, name: string): number | null {
  const value = options[name]
  if (value === undefined || value === '') return null
  return wholeNumber(name, value)
}

/** @throws ArgumentError for a text that is no whole number */
export function wholeNumber(name: string, value: unknown): number {
  const number = Number(value)
  if (String(value).trim() !== '' && Number.isInteger(number)) return number
  throw new ArgumentError(
    `invalid integer value "${String(value)}" for connection option "${name}"`,
  )
}
