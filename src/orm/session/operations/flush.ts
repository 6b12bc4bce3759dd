/** Sends what changed in a session to the database: the frame around one unit of work. */
import type { Io } from '../../../engine/io.js'
import type { StatementOrigin } from '../../../engine/observer.js'
import { InvalidRequestError } from '../../../errors.js'
import { warn } from '../../../util/warnings.js'
import { UOWTransaction } from '../../persistence/unit-of-work/unit-of-work.js'
import type { InstanceState } from '../../state/instance-state.js'
import { isOrphan } from '../../state/orphan.js'
import { instanceState } from '../../state/state-of.js'
import type { SessionCore } from '../session-core.js'

export interface FlushRequest {
  readonly origin: StatementOrigin
  /** Only these objects; SQLAlchemy's deprecated partial flush. */
  readonly objects?: readonly object[] | null
}

/** @throws InvalidRequestError inside of another flush */
export function* flushIo(session: SessionCore, request: FlushRequest): Io<void> {
  if (session.flushing) throw new InvalidRequestError('Session is already flushing')
  if (session.isClean()) return
  session.flushing = true
  try {
    yield* flushChangesIo(session, request)
  } finally {
    session.flushing = false
  }
}

function* flushChangesIo(session: SessionCore, { origin, objects = null }: FlushRequest): Io<void> {
  const context = new UOWTransaction(session, origin)
  session.dispatch.emit('beforeFlush', session, context, objects)
  const only = objects ? new Set(objects.map((object) => instanceState(object))) : null
  register(session, context, { only, forget: (state) => session.expungeStates([state]) })
  if (!context.hasWork) return
  const transaction = yield* session.autobegin().beginIo('subtransaction')
  try {
    yield* executeIo(session, context)
    session.dispatch.emit('afterFlush', session, context)
    context.finalizeFlushChanges()
    if (!objects) resetInnerChanges(session)
    session.dispatch.emit('afterFlushPostexec', session, context)
    yield* transaction.commitIo()
  } catch (error) {
    yield* transaction.rollbackIo({ cause: error })
    throw error
  }
}

function* executeIo(session: SessionCore, context: UOWTransaction): Io<void> {
  session.warnOnEvents = true
  try {
    const plan = yield* session.within(context.origin, context.planIo())
    yield* session.within(context.origin, context.executeIo(plan))
  } finally {
    session.warnOnEvents = false
  }
}

interface Registering {
  readonly only: ReadonlySet<InstanceState> | null
  /** What becomes of new objects that have lost their parent. */
  readonly forget: (state: InstanceState) => void
}

/** Decides the fate of each changed object: saved, deleted as an orphan, or forgotten. @internal */
export function register(
  session: SessionCore,
  context: UOWTransaction,
  { only, forget }: Registering,
): void {
  const { deletedStates } = session
  // New objects have no key and changed ones do: nobody is among both.
  ;[...session.newStates, ...session.dirtyStates()].forEach((state) => {
    if (deletedStates.has(state) || (only && !only.has(state))) return
    registerSaved(context, state, forget)
  })
  ;[...deletedStates].forEach((state) => {
    if (only && !only.has(state)) return
    context.registerObject(state, { isDelete: true })
  })
}

function registerSaved(
  context: UOWTransaction,
  state: InstanceState,
  forget: Registering['forget'],
): void {
  const isOrphaned = isOrphan(state.mapper, state)
  if (isOrphaned && !state.hasIdentity && state.orphanedOutsideOfSession) forget(state)
  else if (isOrphaned && state.hasIdentity) context.registerObject(state, { isDelete: true })
  else context.registerObject(state)
}

/** Hooks that changed clean objects during the flush came too late. */
function resetInnerChanges(session: SessionCore): void {
  const { modified } = session.identityMap
  if (modified.size === 0) return
  const count = modified.size
  for (const state of [...modified]) state.commitAll(modified)
  warn(
    `Attribute history events accumulated on ${count} previously clean instances within inner-flush event handlers ` +
      'have been reset, and will not result in database updates. Consider using set_committed_value() within ' +
      'inner-flush event handlers to avoid this warning.',
  )
}
