/** An input that starts with a brace is read as an object first and as a block second. */
import { shiftedBy, unmoved, type PositionMapper } from '../positions.js'

/** One way to read an input, and the way back from it. */
export interface Reading {
  readonly source: string
  readonly toInput: PositionMapper
}

/** One at least, best first. */
export type Readings = readonly [Reading, ...Reading[]]

/** The readings of `source`. The line break keeps a trailing comment from swallowing the `)`. */
export function readingsOf(source: string): Readings {
  const asTyped = { source, toInput: unmoved }
  if (!/^\s*\{/.test(source)) return [asTyped]
  // What silences an object stands behind it.
  const [, object = source, silence = ''] = /^([^]*\})\s*(;)\s*$/.exec(source) ?? []
  return [{ source: `(${object}\n)${silence}`, toInput: shiftedBy(1) }, asTyped]
}
