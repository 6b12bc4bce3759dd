/** The events of engines and pools for `event.listen`; the connection and the pool emit them. */
import { declareEvents } from '../util/event-registry.js'
import { EventDispatcher } from '../util/event-dispatcher.js'

/** What engines, pools and their classes hold as `events`; `event.listen` finds it there. */
export class EngineDispatcher extends EventDispatcher {}

/** Listeners of the classes `Engine` and `Pool` themselves, which hear all engines. */
export const engineEvents = new EngineDispatcher()

/** Names as SQLAlchemy's, camelCased; those of the pool may be listened to on an engine and on its pool. */
export const engineEventNames = [
  'beforeExecute',
  'afterExecute',
  'beforeCursorExecute',
  'afterCursorExecute',
  'handleError',
  'engineConnect',
  'engineDisposed',
  'setConnectionExecutionOptions',
  'begin',
  'commit',
  'rollback',
  'beginTwophase',
  'prepareTwophase',
  'commitTwophase',
  'rollbackTwophase',
  'savepoint',
  'rollbackSavepoint',
  'releaseSavepoint',
  'firstConnect',
  'connect',
  'checkout',
  'checkin',
  'reset',
  'invalidate',
  'close',
  'closeDetached',
] as const

declareEvents({
  names: engineEventNames,
  dispatchers: (target) => {
    const { events } = (target ?? {}) as { readonly events?: unknown }
    return events instanceof EngineDispatcher ? [events] : null
  },
})
