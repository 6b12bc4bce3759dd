/**
 * Makes session and mapper events known to `event.listen`; attribute and instance events are declared where they
 * happen, in `attributes`. Imported for its effect by whoever offers `event` to users.
 */
import type { EventDispatcher, ListenerFunction, ListenOptions } from '../util/event-dispatcher.js'

import { declareEvents } from '../util/event-registry.js'
import type { Class } from './mapping/identity-key.js'
import { onConfigured } from './mapping/configure.js'
import { mapperOrNull } from './mapping/mapper-of-class.js'
import { Mapper } from './mapping/mapper.js'
import { allMappersDispatch, mapperDispatch } from './persistence/mapper-events.js'
import { isAsyncSessionMaker } from './session/async-sessionmaker.js'
import { AsyncSession } from './session/async-session.js'
import { SESSION_EVENTS, sessionEvents, STATE_EVENTS } from './session/session-dispatch.js'
import { Session } from './session/session.js'
import { isSessionMaker } from './session/sessionmaker.js'
import type { InstanceState } from './state/instance-state.js'

/** Events around the rows of a class; listeners get `(mapper, connection, object)`. */
export const ROW_EVENTS = [
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeDelete',
  'afterDelete',
] as const

/** Events of mapping itself; listeners get `(mapper, class)`. */
export const CONFIGURE_EVENTS = ['mapperConfigured', 'afterMapperConstructed'] as const

const stateEvents: ReadonlySet<string> = new Set(STATE_EVENTS)

declareEvents({
  names: SESSION_EVENTS,
  dispatchers: (target) => {
    const dispatch = sessionDispatch(target)
    return dispatch ? [dispatch] : null
  },
  adapt: (fn, name, options) => {
    if (options.raw || !stateEvents.has(name)) return fn
    return (session: Session, state: InstanceState) => fn(session, state.obj)
  },
})

declareEvents({
  names: ROW_EVENTS,
  dispatchers: (target) => mapperDispatchers(target),
  adapt: (fn, _name, options) =>
    options.raw
      ? fn
      : (mapper: Mapper, connection: unknown, state: InstanceState) =>
          fn(mapper, connection, state.obj),
})

declareEvents({
  names: CONFIGURE_EVENTS,
  dispatchers: (target) => mapperDispatchers(target),
})

onConfigured((mapper) => mapperDispatch(mapper).emit('mapperConfigured', mapper, mapper.class_))

function sessionDispatch(target: unknown): EventDispatcher | null {
  if (target === Session || target === AsyncSession) return sessionEvents
  if (isSessionMaker(target) || isAsyncSessionMaker(target)) return target.dispatch
  if (target instanceof Session) return target.dispatch
  return target instanceof AsyncSession ? target.syncSession.dispatch : null
}

function mapperDispatchers(target: unknown): readonly EventDispatcher[] | null {
  if (target === Mapper) return [allMappersDispatch]
  if (target instanceof Mapper) return [mapperDispatch(target)]
  if (typeof target !== 'function') return null
  const mapper = mapperOrNull(target as unknown as Class)
  return mapper ? [mapperDispatch(mapper)] : null
}

export type { ListenerFunction, ListenOptions }
