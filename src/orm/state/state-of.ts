/**
 * From an object to its state. Every other part of the ORM goes through these two functions.
 */
import { UnmappedInstanceError } from '../errors.js'
import type { InstanceState } from './instance-state.js'

/** The slot under which a mapped object carries its state. @internal */
export const STATE: unique symbol = Symbol('orm.state')

interface Instrumented {
  readonly [STATE]?: InstanceState
}

/** The state of an object, or null when it is not an instance of a mapped class. @internal */
export function stateOrNull(object: unknown): InstanceState | null {
  if (typeof object !== 'object' || object === null) return null
  return (object as Instrumented)[STATE] ?? null
}

/** The state of a mapped object. @throws UnmappedInstanceError when it has none. @internal */
export function instanceState(object: unknown): InstanceState {
  const state = stateOrNull(object)
  if (state === null) throw new UnmappedInstanceError(object)
  return state
}
