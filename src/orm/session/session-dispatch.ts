/** Names of session events, and the dispatcher that all sessions share: `event.listen(Session, …)`. */
import { EventDispatcher } from '../../util/event-dispatcher.js'

/** Events whose second argument is an object (its state, with `raw`). */
export const STATE_EVENTS = [
  'beforeAttach',
  'afterAttach',
  'transientToPending',
  'pendingToTransient',
  'persistentToTransient',
  'pendingToPersistent',
  'deletedToPersistent',
  'deletedToDetached',
  'detachedToPersistent',
  'loadedAsPersistent',
  'persistentToDeleted',
  'persistentToDetached',
] as const

export const SESSION_EVENTS = [
  ...STATE_EVENTS,
  'afterBegin',
  'afterBulkDelete',
  'afterBulkUpdate',
  'afterCommit',
  'afterFlush',
  'afterFlushPostexec',
  'afterRollback',
  'afterSoftRollback',
  'afterTransactionCreate',
  'afterTransactionEnd',
  'beforeCommit',
  'beforeFlush',
  'doOrmExecute',
] as const

/** Listeners of every session. */
export const sessionEvents = new EventDispatcher()
