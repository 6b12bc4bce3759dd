/**
 * How deep a follow-up load goes: options on the path say, otherwise it stops where a class comes up again. Shared
 * by the selectin and immediate strategies.
 */
import { InvalidRequestError } from '../../../errors.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { Entity } from '../paths/entity.js'
import { type EntityPath, PathRegistry, PropertyPath } from '../paths/path-registry.js'
import { PostLoad } from '../rows/post-load.js'
import type { QueryContext } from '../rows/query-context.js'
import type { RowSetup } from './strategy.js'

export interface Recursion {
  /** Where the parents stand in the query the user wrote. */
  readonly path: PathRegistry
  readonly entity: Entity
  /** False when this level is the last. */
  readonly runs: boolean
  /** What the next level may do; null when no option limits it. */
  readonly depth: number | null
  readonly executionOptions: Readonly<Record<string, unknown>>
}

export function recursionOf(property: RelationshipProperty, setup: RowSetup): Recursion {
  const { context, path, option } = setup
  const own = path.forProperty(property)
  const entity =
    context.compileState.attributes.withPolymorphic.get(own.loaderKey) ?? property.mapper
  const depth = depthOf(property, option?.localOptions.recursionDepth, context)
  const loadPath = context.loadPath(path)
  const base = { path: loadPath, entity, depth, executionOptions: nextDepth(property, depth) }
  if (depth !== null && depth < 0 && !isUnlimited(setup)) return { ...base, runs: false }
  if (PostLoad.exists(context, loadPath, property)) return { ...base, runs: false }
  return { ...base, runs: !comesRound(property, { own, loadPath, context }) }
}

function depthOf(
  property: RelationshipProperty,
  asked: number | undefined,
  context: QueryContext,
): number | null {
  if (asked === undefined) return null
  if (!property.isSelfReferential) {
    throw new InvalidRequestError(
      `recursion_depth option on relationship ${String(property)} not valid for non-self-referential relationship`,
    )
  }
  const left = context.execution.executionOptions[depthKey(property)]
  return typeof left === 'number' ? left : asked
}

function nextDepth(
  property: RelationshipProperty,
  depth: number | null,
): Readonly<Record<string, unknown>> {
  return depth === null || depth === -1 ? {} : { [depthKey(property)]: depth - 1 }
}

function depthKey(property: RelationshipProperty): string {
  return `recursionDepth of ${String(property)}`
}

function isUnlimited({ option }: RowSetup): boolean {
  return option?.localOptions.recursionDepth === -1
}

interface Place {
  readonly own: PropertyPath
  readonly loadPath: PathRegistry
  readonly context: QueryContext
}

/** Without an option for this very path, a mapping's own eager loading stops at `joinDepth` or at a known class. */
function comesRound(property: RelationshipProperty, { own, loadPath, context }: Place): boolean {
  if (context.compileState.attributes.loaders.has(own.loaderKey)) return false
  const { joinDepth } = property.options
  if (joinDepth) return loadPath.length / 2 > joinDepth
  return loadPath.contains(property.mapper)
}

/** The place of a relationship where it came up first: recursive options stay there, however deep they get. */
export function withoutRepeats(path: PropertyPath): PropertyPath {
  const first = path.path.indexOf(path.prop)
  return PathRegistry.coerce(path.path.slice(0, first + 1)) as PropertyPath
}

/** The same for the objects a relationship leads to. */
export function entityWithoutRepeats({ parent, entity }: EntityPath): EntityPath {
  const place = parent instanceof PropertyPath ? withoutRepeats(parent) : parent
  return (place as PathRegistry).forEntity(entity)
}
