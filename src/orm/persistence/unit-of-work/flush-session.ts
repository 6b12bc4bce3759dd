/**
 * What the unit of work asks of a session. The session implements it and imports persistence, never the reverse.
 */
import type { Connection } from '../../../engine/connection.js'
import type { Io } from '../../../engine/io.js'
import type { StatementOrigin } from '../../../engine/observer.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { IdentityMap } from '../../state/identity-map.js'
import type { InstanceState } from '../../state/instance-state.js'

export interface FlushSession {
  readonly identityMap: IdentityMap
  readonly newStates: ReadonlySet<InstanceState>
  readonly deletedStates: ReadonlySet<InstanceState>
  /** The user's line of the call under way. */
  readonly site: string | null

  /** True for pending and persistent objects of this session. */
  containsState(state: InstanceState): boolean
  /** The connection of the flush's transaction that a class is stored through. */
  flushConnectionIo(mapper: Mapper): Io<Connection>
  /** Loads attributes right after an INSERT or UPDATE, for `eagerDefaults: true` and server-made versions. */
  loadEagerDefaultsIo(
    state: InstanceState,
    keys: readonly string[],
    origin: StatementOrigin,
  ): Io<void>
  /** Loads an expired object; answers true, and lets it leave, when its row is gone. */
  isGoneIo(state: InstanceState): Io<boolean>
  /** Deleted objects leave the identity map; they stay attached until the transaction ends. */
  removeNewlyDeleted(states: readonly InstanceState[]): void
  /** Inserted and updated objects are clean and in the identity map. */
  registerPersistent(states: readonly InstanceState[]): void
}
