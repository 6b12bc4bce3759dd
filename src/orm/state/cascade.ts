/**
 * Follows relationships with a given cascade from one object to all it reaches, each once, depth first. Used by the
 * session's `add`, `delete`, `expunge`, `expire` and by the dependency processors.
 */
import { InvalidRequestError } from '../../errors.js'
import type { Io } from '../../engine/io.js'
import type { CascadeName } from '../mapping/cascade.js'
import type { Mapper } from '../mapping/mapper.js'
import type { RelationshipProperty } from '../mapping/relationship.js'
import type { InstanceState } from './instance-state.js'
import { NO_RAISE, PASSIVE_NO_INITIALIZE, PASSIVE_OFF, type Passive } from './passive.js'
import { stateOrNull } from './state-of.js'

/** True for objects that are not followed, nor answered. */
export type HaltOn = (state: InstanceState) => boolean

interface Walk {
  readonly cascade: CascadeName
  /** Made when there is something to remember: most objects lead to no others. */
  visited: Set<InstanceState> | null
  readonly haltOn: HaltOn | null
}

/** One object on the way: its relationships are read one by one, each followed to its end before the next. */
interface Step {
  readonly state: InstanceState
  readonly relationships: readonly RelationshipProperty[]
  next: number
  /** Members of the relationship read last that are still to be followed, the first at the end. */
  readonly open: InstanceState[]
}

/** Objects reached in memory; the object itself is not among them. */
export function cascade(
  name: CascadeName,
  state: InstanceState,
  haltOn: HaltOn | null = null,
): InstanceState[] {
  const walk: Walk = { cascade: name, visited: null, haltOn }
  const reached: InstanceState[] = []
  // Not by recursion: a list of a hundred thousand members is as deep.
  const steps: Step[] = [stepOf(walk, state)]
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const next = nextOf(walk, step)
    if (next === null) {
      steps.pop()
    } else {
      reached.push(next)
      steps.push(stepOf(walk, next))
    }
  }
  return reached
}

function stepOf(walk: Walk, state: InstanceState): Step {
  return { state, relationships: cascadingRelationships(walk, state), next: 0, open: [] }
}

function nextOf(walk: Walk, step: Step): InstanceState | null {
  while (step.open.length === 0) {
    const prop = step.relationships[step.next]
    if (prop === undefined) return null
    step.next += 1
    const found = fresh(walk, prop, foundIn(walk, step.state, prop))
    for (let index = found.length - 1; index >= 0; index -= 1)
      step.open.push(found[index] as InstanceState)
  }
  return step.open.pop() ?? null
}

/** Objects reached by `delete`, which loads what it follows. */
export function* cascadeIo(name: 'delete', state: InstanceState): Io<InstanceState[]> {
  const walk: Walk = { cascade: name, visited: null, haltOn: null }
  const reached: InstanceState[] = []
  yield* followIo(walk, state, reached)
  return reached
}

function* followIo(walk: Walk, state: InstanceState, reached: InstanceState[]): Io<void> {
  for (const prop of cascadingRelationships(walk, state)) {
    const passive = prop.passiveDeletes ? PASSIVE_NO_INITIALIZE : PASSIVE_OFF | NO_RAISE
    const impl = state.impl(prop.key)
    const related = impl.relatedInMemory(state) ?? (yield* impl.relatedIo(state, passive))
    for (const next of fresh(walk, prop, related.map(stateOrNull))) {
      reached.push(next)
      if (cascadingRelationships(walk, next).length > 0) yield* followIo(walk, next, reached)
    }
  }
}

function foundIn(
  walk: Walk,
  state: InstanceState,
  prop: RelationshipProperty,
): readonly (InstanceState | null)[] {
  if (walk.cascade !== 'save-update') return members(state, prop, PASSIVE_NO_INITIALIZE)
  const pending = state.impl(prop.key).getAllPending(state, PASSIVE_NO_INITIALIZE)
  return pending.map(([member]) => member)
}

interface Cascading {
  /** Attributes may be added to a class; what was found for fewer of them counts no more. */
  readonly attributes: number
  readonly relationships: readonly RelationshipProperty[]
}

const cascading = new WeakMap<Mapper, Map<CascadeName, Cascading>>()

function cascadingRelationships(
  { cascade: name }: Walk,
  { mapper }: InstanceState,
): readonly RelationshipProperty[] {
  let byName = cascading.get(mapper)
  if (!byName) cascading.set(mapper, (byName = new Map()))
  const known = byName.get(name)
  if (known?.attributes === mapper.props.size) return known.relationships
  const relationships = mapper.relationships.filter((prop) => prop.cascade.has(name))
  byName.set(name, { attributes: mapper.props.size, relationships })
  return relationships
}

/** The present members of a relationship, without those that were taken out. */
function members(
  state: InstanceState,
  prop: RelationshipProperty,
  passive: Passive,
): readonly (InstanceState | null)[] {
  const impl = state.impl(prop.key)
  return impl.related(state, impl.get(state, passive)).map(stateOrNull)
}

/** Those that were not seen before; a list, so that one relationship is read before the next objects are followed. */
function fresh(
  walk: Walk,
  prop: RelationshipProperty,
  found: readonly (InstanceState | null)[],
): InstanceState[] {
  const skipsPending = walk.cascade === 'refresh-expire' && !prop.cascade.deleteOrphan
  const next: InstanceState[] = []
  for (const state of found) {
    if (state === null || walk.visited?.has(state)) continue
    if (walk.haltOn?.(state) || (skipsPending && !state.hasIdentity)) continue
    if (!state.mapper.isa(prop.mapper)) throw wrongClass(prop, state)
    ;(walk.visited ??= new Set()).add(state)
    next.push(state)
  }
  return next
}

function wrongClass(prop: RelationshipProperty, state: InstanceState): InvalidRequestError {
  return new InvalidRequestError(
    `Attribute '${prop.key}' on class '${prop.parent.className}' doesn't handle objects of type ` +
      `'${state.mapper.className}'`,
  )
}
