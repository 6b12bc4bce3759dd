/** What few objects need of their state: kept apart, because every loaded row has a state. */
import type { Io } from '../../engine/io.js'
import { keepShape } from '../../util/kept-shapes.js'
import type { InstanceState } from './instance-state.js'
import type { Passive } from './passive.js'
import type { PendingCollection } from './pending-collection.js'

/** Loads one attribute of one object; answers the value or a sentinel of passive.ts. */
export interface LoaderCallable {
  (state: InstanceState, passive: Passive): Io<unknown>
  /** The same in one step, where requests are answered on the spot; undefined where it does not go so. */
  readonly now?: (state: InstanceState, passive: Passive) => unknown
}

/** A collection that the program has in its hands. */
export interface HandedOut {
  readonly invalidated: boolean
  reconcile(): void
}

/** @internal */
export class RareState {
  callables: Map<string, LoaderCallable> | null = null
  parents: Map<object, InstanceState | false> | null = null
  pendingMutations: Map<string, PendingCollection> | null = null
  emptyCollections: Map<string, object> | null = null
  lastKnownValues: Map<string, unknown> | null = null
  handedOut: HandedOut[] | null = null
  orphanedOutsideOfSession = false
  loadPending = false
  address: number | null = null
}

keepShape(new RareState())
