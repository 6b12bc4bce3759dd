/**
 * A flush that writes nothing: the unit of work runs against a connection that only takes notes, and every object is
 * put back to where it was. For previews.
 */
import { openRehearsal, UnknownValue } from '../../../engine/execution/rehearsal.js'
import { runSync, type Io } from '../../../engine/io.js'
import type { Connection } from '../../../engine/connection.js'
import type { Engine } from '../../../engine/engine.js'
import type { StatementEvent } from '../../../engine/observer.js'
import type { FlushSession } from '../../persistence/unit-of-work/flush-session.js'
import { ObjectDeletedError } from '../../loading/errors.js'
import { UOWTransaction } from '../../persistence/unit-of-work/unit-of-work.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { SessionCore } from '../session-core.js'
import { register } from './flush.js'

export interface RehearsedFlush {
  /** What a flush would send, in order; keys that the database makes are `UnknownValue`s. */
  readonly statements: readonly StatementEvent[]
  /** What stopped it, where it would fail or depends on what it would have to read. */
  readonly error: unknown
}

export interface RehearsalOptions {
  /** Lets the flush read what it has to know; otherwise reads are noted like writes, and find nothing. */
  readonly reads?: boolean
}

/** Mapper events are emitted, session events are not. */
export function rehearseFlush(
  session: SessionCore,
  engine: Engine,
  { reads = false }: RehearsalOptions = {},
): RehearsedFlush {
  const { connection, statements } = openRehearsal(engine)
  const putBack = remember(session)
  session.flushing = true
  if (!reads) session.rehearsing = { connection, readIo }
  try {
    knowKeys(session)
    runSync(flushIo(session, connection))
    return { statements, error: null }
  } catch (error) {
    return { statements, error }
  } finally {
    session.flushing = false
    session.rehearsing = null
    putBack()
  }
}

function* flushIo(session: SessionCore, connection: Connection): Io<void> {
  const context = new UOWTransaction(rehearsed(session, connection), { cause: 'flush' })
  register(session, context, { only: null, forget: () => undefined })
  const plan = yield* context.planIo()
  yield* context.executeIo(plan)
}

/** The row is there, but was not read. */
function* readIo(load: Io<void>, state: InstanceState, keys: readonly string[]): Io<void> {
  try {
    yield* load
  } catch (error) {
    if (!(error instanceof ObjectDeletedError)) throw error
    for (const key of keys) if (!state.has(key)) state.setValue(key, unknownValue(state, key))
  }
}

function unknownValue(state: InstanceState, key: string): UnknownValue {
  return new UnknownValue(`${state.mapper.className}.${key} of ${String(state.identity)}`)
}

function remember(session: SessionCore): () => void {
  const { transaction, identityMap } = session
  const states = [...identityMap.allStates(), ...session.newStates]
  const putBack = states.map((state) => state.remember())
  const modified = new Set(identityMap.modified)
  return () => {
    putBack.forEach((restore) => restore())
    identityMap.modified.clear()
    for (const state of modified) identityMap.modified.add(state)
    session.transaction = transaction
  }
}

/** The keys of expired objects need not be read: they are known. */
function knowKeys(session: SessionCore): void {
  for (const state of session.identityMap.allStates()) {
    const properties = state.mapper.primaryKey.map((column) =>
      state.mapper.getPropertyByColumn(column),
    )
    properties.forEach(({ key }, index) => {
      if (!state.has(key)) setKey(state, key, state.identity?.[index])
    })
  }
}

function setKey(state: InstanceState, key: string, value: unknown): void {
  if (value === undefined) return
  state.setValue(key, value)
  state.expiredAttributes.delete(key)
}

/** What the unit of work sees of the session: it may read, and everything else is nothing. */
function rehearsed(session: SessionCore, connection: Connection): FlushSession {
  const { identityMap, newStates, deletedStates } = session
  return {
    identityMap,
    newStates,
    deletedStates,
    site: null,
    containsState: (state) => session.containsState(state),
    *flushConnectionIo() {
      return connection
    },
    *loadEagerDefaultsIo() {},
    *isGoneIo() {
      return false
    },
    removeNewlyDeleted: () => undefined,
    registerPersistent: () => undefined,
  }
}
