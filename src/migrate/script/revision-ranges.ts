/**
 * Which revisions lie between where a database is and where it is to go, with targets such as `+2`, `ae10-1` and
 * `branch@head`; the second half of `alembic.script.revision.RevisionMap`.
 */
import { warn } from '../../util/warnings.js'
import { RangeNotAncestorError, RevisionError } from '../errors.js'
import { namesOf, type Revision, type RevisionNames } from './revision.js'
import type { RangeOptions, RevisionMap } from './revision-map.js'

export interface RevisionRange {
  readonly revisions: ReadonlySet<Revision>
  /** Where to start. */
  readonly heads: readonly Revision[]
}

const RELATIVE = /^(?:(.+?)@)?(\w+)?([+-]\d+)$/

interface Relative {
  readonly branch: string | null
  readonly symbol: string | null
  readonly steps: number
}

function relativeOf(target: RevisionNames): Relative | null {
  const match = typeof target === 'string' ? RELATIVE.exec(target) : null
  if (match === null) return null
  const [, branch, symbol, steps] = match
  return { branch: branch ?? null, symbol: symbol ?? null, steps: Number(steps) }
}

/** Revisions to go up through. @throws RevisionError */
export function collectUpgrade(
  map: RevisionMap,
  upper: RevisionNames,
  lower: RevisionNames,
  options: RangeOptions,
): RevisionRange {
  const targets = onBranchOf(map, upgradeTargets(map, upper, lower, options), lower)
  map.expectApart(targets)
  const required = new Set(map.ancestors(targets))
  const current = map.getRevisions(startOf(map, lower))
  if (!options.implicitBase && current.some((each) => !required.has(each)))
    throw new RangeNotAncestorError(textOf(lower), textOf(upper))
  map.expectApart(current)
  const done = new Set(map.ancestors(current))
  const needed = new Set([...required].filter((each) => !done.has(each)))
  if (options.inclusive) for (const each of current) needed.add(each)
  if (current.length > 0 && !options.implicitBase) {
    const above = new Set<Revision>(map.descendants(current, { dependencies: false }))
    for (const each of needed) if (!above.has(each)) needed.delete(each)
  }
  return { revisions: needed, heads: targets }
}

/** `-2` as the lower end of a range is counted from the heads. */
function startOf(map: RevisionMap, lower: RevisionNames): RevisionNames {
  const relative = relativeOf(lower)
  if (relative === null || relative.symbol === null) return lower
  const found = walk(map, map.getRevision(relative.symbol), relative.steps)
  return found === 'base' || found === null ? null : found.revision
}

function onBranchOf(
  map: RevisionMap,
  targets: readonly Revision[],
  lower: RevisionNames,
): readonly Revision[] {
  if (typeof lower !== 'string' || !lower.includes('@')) return targets
  const name = lower.slice(0, lower.indexOf('@'))
  const revision = map.getRevision(name)
  const [label = name] = revision?.revision === name ? revision.branchLabels : [name]
  return targets.filter((each) => each.branchLabels.has(label))
}

function upgradeTargets(
  map: RevisionMap,
  target: RevisionNames,
  current: RevisionNames,
  { assertRelativeLength = true }: RangeOptions,
): readonly Revision[] {
  const relative = relativeOf(target)
  if (relative === null) return map.getRevisions(target)
  const { branch, symbol, steps } = relative
  if (symbol === null && steps <= 0) throw tooFar(steps)
  const start =
    symbol === null
      ? startOfUpgrade(map, current, branch)
      : map.getRevision(steps > 0 || branch === null ? symbol : `${branch}@${symbol}`)
  const found = walk(map, start, steps, { branch, stops: !assertRelativeLength })
  if (found === null || found === 'base') throw tooFar(steps)
  return [found]
}

function startOfUpgrade(
  map: RevisionMap,
  current: RevisionNames,
  branch: string | null,
): Revision | null {
  const revisions = map.getRevisions(current)
  let starts = branch === null ? revisions : map.inLineage(revisions, branch)
  if (starts.length === 0 && branch !== null) {
    const active = map.inLineage(map.ancestors(revisions), branch)
    const below = new Set(active.flatMap((each) => each.normalizedDownRevisions))
    starts = active.filter(({ revision }) => !below.has(revision))
  }
  if (starts.length > 1) {
    throw new RevisionError('Ambiguous upgrade from multiple current revisions', {
      hint: "name the branch: 'branch@+1'",
    })
  }
  return starts[0] ?? null
}

/** Revisions to go down through. @throws RevisionError */
export function collectDowngrade(
  map: RevisionMap,
  upper: RevisionNames,
  lower: RevisionNames,
  options: RangeOptions,
): RevisionRange {
  const { branch, target } = downgradeTarget(map, lower, upper, options)
  const roots = onBranch(map, downgradeRoots(map, target, options), branch)
  const heads = map.getRevisions(upper)
  const active = new Set(map.ancestors(heads))
  const revisions = new Set(map.descendants(roots).filter((each) => active.has(each)))
  if (options.implicitBase) {
    const below = new Set(map.ancestors(roots))
    for (const each of active) if (!below.has(each)) revisions.add(each)
  }
  if (target !== null && revisions.size === 0 && !heads.includes(target))
    throw new RangeNotAncestorError('Nothing to drop', textOf(upper))
  return { revisions, heads }
}

function downgradeRoots(
  map: RevisionMap,
  target: Revision | null,
  { inclusive }: RangeOptions,
): readonly Revision[] {
  if (target === null) return map.revisions.filter((each) => each.isBase)
  return inclusive ? [target] : map.getRevisions([...target.nextrev])
}

function onBranch(
  map: RevisionMap,
  roots: readonly Revision[],
  branch: string | null,
): readonly Revision[] {
  if (branch === null || roots.length <= 1) return roots
  const below = map.ancestors([map.resolveBranch(branch)], { dependencies: false })
  const found = roots.filter((each) => below.includes(each))
  if (found.length > 0) return found
  throw new RevisionError('Not a valid downgrade target from current heads')
}

interface DowngradeTarget {
  readonly branch: string | null
  /** Null: the base. */
  readonly target: Revision | null
}

function downgradeTarget(
  map: RevisionMap,
  target: RevisionNames,
  ...[current, options]: [RevisionNames, RangeOptions]
): DowngradeTarget {
  if (target === null || typeof target !== 'string') return { branch: null, target: null }
  const relative = relativeOf(target)
  if (relative !== null) return relativeDowngrade(map, relative, current, options)
  const at = target.lastIndexOf('@')
  const branch = at < 0 ? null : target.slice(0, at)
  return { branch, target: map.getRevision(target.slice(at + 1)) }
}

function relativeDowngrade(
  map: RevisionMap,
  { branch, symbol, steps }: Relative,
  ...[current, { assertRelativeLength = true }]: [RevisionNames, RangeOptions]
): DowngradeTarget {
  const stops = !assertRelativeLength
  if (steps >= 0) {
    if (symbol === null) throw tooFar(steps)
    const found = walk(map, map.getRevision(symbol), steps, { branch, stops })
    if (found === null) throw new RevisionError('Walked too far')
    return { branch, target: found === 'base' ? null : found }
  }
  const start = symbol === null ? currentOn(map, current, branch) : symbol
  if (start === null) throw tooFar(steps)
  const label = branch ?? (symbol === null ? start : null)
  const found = walk(map, map.getRevision(start), steps, { stops })
  if (found === null) throw symbol === null ? tooFar(steps) : new RevisionError('Walked too far')
  return { branch: label, target: found === 'base' ? null : found }
}

/** Where the database is, on a branch if one is named. */
function currentOn(map: RevisionMap, current: RevisionNames, branch: string | null): string | null {
  const names = namesOf(current)
  if (branch !== null) {
    const [own] = map.namesInLineage(names, branch)
    return own ?? map.inLineage(map.getAllCurrent(names), branch)[0]?.revision ?? null
  }
  if (new Set(names).size > 1) warn('downgrade -1 from multiple heads is ambiguous')
  return names[0] ?? null
}

interface WalkOptions {
  readonly branch?: string | null
  /** At the end it stays, instead of falling off. */
  readonly stops?: boolean
}

type Place = Revision | 'base' | null

/** Some steps up or down; null: there are not so many. @throws RevisionError where the way forks */
function walk(
  map: RevisionMap,
  start: Revision | null,
  steps: number,
  options: WalkOptions = {},
): Place {
  let place: Place = start
  for (let step = 0; step < Math.abs(steps); step += 1) {
    const next: readonly Place[] =
      steps > 0 ? stepsUp(map, place, options.branch ?? null) : stepsDown(map, place)
    if (next.length > 1) throw new RevisionError('Ambiguous walk')
    const [found] = next
    if (found === undefined) return options.stops ? place : null
    place = found
  }
  return place
}

function stepsUp(map: RevisionMap, place: Place, branch: string | null): readonly Revision[] {
  const isBelowAll = place === null || place === 'base'
  const next = map.getRevisions(isBelowAll ? map.bases : [...place.nextrev])
  return branch === null ? next : map.inLineage(next, branch)
}

function stepsDown(map: RevisionMap, place: Place): readonly Place[] {
  if (place === 'base') return []
  const next = map.getRevisions(place === null ? map.heads : place.downRevision)
  return next.length === 0 ? ['base'] : next
}

function tooFar(steps: number): RevisionError {
  const text = steps > 0 ? `+${steps}` : String(steps)
  return new RevisionError(`Relative revision ${text} didn't produce ${Math.abs(steps)} migrations`)
}

function textOf(names: RevisionNames): string | null {
  return names === null ? null : namesOf(names).join(', ') || null
}
