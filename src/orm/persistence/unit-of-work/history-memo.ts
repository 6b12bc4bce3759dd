/**
 * Histories of attributes as a flush sees them: taken once, with related states in place of objects, and taken again
 * only when a later question may load and the first one could not.
 */
import type { Io } from '../../../engine/io.js'
import { EMPTY_HISTORY, type History } from '../../state/history.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  CALLABLES_OK,
  INIT_OK,
  LOAD_AGAINST_COMMITTED,
  NO_RAISE,
  PASSIVE_OFF,
  SQL_OK,
  type Passive,
} from '../../state/passive.js'
import { stateOrNull } from '../../state/state-of.js'

/** A history whose members are states (or null), for relationships; plain values for columns. */
export interface StateHistory {
  readonly added: readonly (InstanceState | null)[]
  readonly unchanged: readonly (InstanceState | null)[]
  readonly deleted: readonly (InstanceState | null)[]
}

interface Entry {
  readonly history: StateHistory
  readonly passive: Passive
}

/** @internal */
export class HistoryMemo {
  /** By attribute, then by object: a flush has many objects and few attributes. */
  readonly #entries = new Map<string, Map<InstanceState, Entry>>()

  #entriesOf(key: string): Map<InstanceState, Entry> {
    let entries = this.#entries.get(key)
    if (!entries) this.#entries.set(key, (entries = new Map()))
    return entries
  }

  /** What is known, or plain to see: there is nothing where nothing was set and nothing may load. Null: ask `getIo`. */
  now(state: InstanceState, key: string, passive: Passive): StateHistory | null {
    const known = this.#entries.get(key)?.get(state)
    if (known) return known.passive & SQL_OK || !(passive & SQL_OK) ? known.history : null
    const isUnset = !state.has(key) && !state.committedState.has(key)
    const cannotLoad = !(passive & (CALLABLES_OK | INIT_OK)) && !state.pendingMutations
    if (isUnset) return cannotLoad ? plain(EMPTY_HISTORY) : null
    const impl = state.impl(key)
    const history = impl.historyInMemory(state, passive | LOAD_AGAINST_COMMITTED | NO_RAISE)
    if (history === null) return null
    const entry = { history: impl.usesObjects ? asStates(history) : plain(history), passive }
    this.#entriesOf(key).set(state, entry)
    return entry.history
  }

  *getIo(state: InstanceState, key: string, passive: Passive): Io<StateHistory> {
    const entries = this.#entriesOf(key)
    const known = entries.get(state)
    const mayLoadNow = known !== undefined && !(known.passive & SQL_OK) && (passive & SQL_OK) !== 0
    if (known && !mayLoadNow) return known.history
    const impl = state.impl(key)
    const flags = (mayLoadNow ? PASSIVE_OFF : passive) | LOAD_AGAINST_COMMITTED | NO_RAISE
    const history = yield* impl.getHistoryIo(state, flags)
    const entry = { history: impl.usesObjects ? asStates(history) : plain(history), passive }
    entries.set(state, entry)
    return entry.history
  }
}

export function isEmptyHistory({ added, unchanged, deleted }: StateHistory): boolean {
  return added.length + unchanged.length + deleted.length === 0
}

export function sumOf({ added, unchanged, deleted }: StateHistory): (InstanceState | null)[] {
  return [...added, ...unchanged, ...deleted]
}

export function nonDeletedOf({ added, unchanged }: StateHistory): (InstanceState | null)[] {
  return [...added, ...unchanged]
}

export function nonAddedOf({ unchanged, deleted }: StateHistory): (InstanceState | null)[] {
  return [...unchanged, ...deleted]
}

function asStates({ added, unchanged, deleted }: History): StateHistory {
  return { added: statesOf(added), unchanged: statesOf(unchanged), deleted: statesOf(deleted) }
}

function statesOf(objects: readonly unknown[]): readonly (InstanceState | null)[] {
  return objects.length === 0 ? NONE : objects.map(stateOrNull)
}

const NONE: readonly never[] = []

/** Of columns only the lengths are asked for. */
function plain(history: History): StateHistory {
  return history as unknown as StateHistory
}
