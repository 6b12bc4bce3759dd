/**
 * How version counters count.
 */
import type { Mapper } from '../mapper.js'

type Generator = (version: unknown) => unknown

/** The configured generator, the parent's, or 1, 2, 3… @internal */
export function versionIdGenerator(
  mapper: Mapper,
  given: Generator | false | undefined,
): Generator | false {
  return given ?? mapper.inherits?.versionIdGenerator ?? nextInteger
}

function nextInteger(version: unknown): number {
  return typeof version === 'number' ? version + 1 : 1
}
