/** The events of engines, connections and pools for `event.listen`; the connection and the pool emit them. */
import { ArgumentError, InvalidRequestError } from '../errors.js'
import { declareEvents } from '../util/event-registry.js'
import { EventDispatcher, type DispatcherOptions } from '../util/event-dispatcher.js'

type EventFamily = 'connection' | 'dialect' | 'pool'

/** Names as SQLAlchemy's, camelCased, by the families it has for them. */
const families: Readonly<Record<EventFamily, readonly string[]>> = {
  connection: [
    'beforeExecute',
    'afterExecute',
    'beforeCursorExecute',
    'afterCursorExecute',
    'engineConnect',
    'engineDisposed',
    'setConnectionExecutionOptions',
    'setEngineExecutionOptions',
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
  ],
  dialect: ['handleError', 'doConnect'],
  pool: [
    'firstConnect',
    'connect',
    'checkout',
    'checkin',
    'reset',
    'invalidate',
    'softInvalidate',
    'close',
    'detach',
    'closeDetached',
  ],
}

/** What engines, connections and their classes hold as `events`; `event.listen` finds it there. */
export class EngineDispatcher extends EventDispatcher {
  constructor(
    options: DispatcherOptions = {},
    /** Engines that differ only in their options share the events of pool and dialect: those of the first one. */
    readonly shared: EngineDispatcher | null = null,
    /** A connection hears of itself only. */
    private readonly ofConnection = false,
  ) {
    super(options)
  }

  /** Who holds the listeners of an event; null when there is none of that name here. */
  holderOf(name: string): EngineDispatcher | null {
    if (families.connection.includes(name)) return this
    if (!this.ofConnection) return this.shared ?? this
    if (name !== 'handleError') return null
    throw new InvalidRequestError(
      'The handle_error() event hook as of SQLAlchemy 2.0 is established on the Dialect, and may only be applied ' +
        'to the Engine as a whole or to a specific Dialect as used by an Engine.',
    )
  }
}

/** Listeners of the classes `Engine`, `Connection` and `Pool` themselves, which hear all engines. */
export const engineEvents = new EngineDispatcher()

const replacing = ['beforeExecute', 'beforeCursorExecute']

declareEvents({
  names: Object.values(families).flat(),
  dispatchers: (target, name) => {
    const { events } = (target ?? {}) as { readonly events?: unknown }
    const holder = events instanceof EngineDispatcher ? events.holderOf(name) : null
    return holder === null ? null : [holder]
  },
  adapt: (fn, name, { retval }) => {
    if (retval && families.connection.includes(name) && !replacing.includes(name))
      throw new ArgumentError(
        "Only the 'before_execute', 'before_cursor_execute' and 'handle_error' engine event listeners accept the " +
          "'retval=True' argument.",
      )
    return fn
  },
})
