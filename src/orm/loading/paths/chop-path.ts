/**
 * Applies an option of the original query to a lazy or follow-up load in the middle of it: the part of the option's
 * path that has been walked already is cut off.
 */
import { MapperProperty } from '../../mapping/property.js'
import { isMapper } from './entity.js'
import type { PathPart } from './path-key.js'
import { DEFAULT_TOKEN, PathRegistry, WILDCARD } from './path-registry.js'

/** What remains of `path` beyond `current`; null when the option belongs to another branch. */
export function choppedPath(path: PathRegistry, current: PathRegistry): PathRegistry | null {
  const [first] = path.path
  if (isWildcard(first)) return path
  const walked = Math.min(path.path.length, current.naturalPath.length)
  for (let index = 0; index < walked; index += 1) {
    if (!sameStep(path.path[index] as PathPart, current.naturalPath[index] as PathPart)) return null
  }
  return walked < path.path.length ? PathRegistry.coerce(path.path.slice(walked)) : null
}

function isWildcard(part: PathPart | undefined): boolean {
  return (
    typeof part === 'string' &&
    (part.endsWith(`:${DEFAULT_TOKEN}`) || part.endsWith(`:${WILDCARD}`))
  )
}

function sameStep(given: PathPart, walked: PathPart): boolean {
  if (typeof given === 'string') {
    const key = walked instanceof MapperProperty ? walked.key : null
    return given === `relationship:${WILDCARD}` || given === key
  }
  if (given === walked) return true
  return isMapper(given) && isMapper(walked) && given.isa(walked)
}
