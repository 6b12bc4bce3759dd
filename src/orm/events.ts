/**
 * Makes session and mapper events known to `event.listen`; attribute and instance events are declared where they
 * happen, in `attributes`. Imported for its effect by whoever offers `event` to users.
 */
import {
  EventDispatcher,
  type ListenerFunction,
  type ListenOptions,
} from '../util/event-dispatcher.js'

import { declareEvents } from '../util/event-registry.js'
import type { Class } from './mapping/identity-key.js'
import { isAttributeRecord } from './mapping/mixins.js'
import { onUnmapped } from './declarative/dispose.js'
import { onMapped } from './declarative/register-mapper.js'
import { onConfiguration } from './mapping/configure.js'
import { mapperOrNull } from './mapping/mapper-of-class.js'
import { Mapper } from './mapping/mapper.js'
import type { MapperProperty } from './mapping/property.js'
import {
  allMappersDispatch,
  mapperDispatch,
  unmappedRowListeners,
} from './persistence/mapper-events.js'
import { QUERY_EVENTS, queryEvents } from './query/query-events.js'
import { Query } from './query/query.js'
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
export const CONFIGURE_EVENTS = [
  'instrumentClass',
  'afterMapperConstructed',
  'beforeMapperConfigured',
  'mapperConfigured',
] as const

/** Events of configuration as a whole; listeners get nothing. */
export const CONFIGURATION_EVENTS = ['beforeConfigured', 'afterConfigured'] as const

/** What a `beforeMapperConfigured` listener with `retval` answers to leave a mapper for later; `interfaces.EXT_SKIP`. */
export const EXT_SKIP: unique symbol = Symbol('EXT_SKIP')

const stateEvents: ReadonlySet<string> = new Set(STATE_EVENTS)

/** What listeners of a session get after it. */
const AFTER_SESSION: Readonly<Record<string, readonly string[]>> = {
  afterBegin: ['transaction', 'connection'],
  afterFlush: ['flushContext'],
  afterFlushPostexec: ['flushContext'],
  afterSoftRollback: ['previousTransaction'],
  afterTransactionCreate: ['transaction'],
  afterTransactionEnd: ['transaction'],
  beforeFlush: ['flushContext', 'instances'],
}

/** Events whose one argument is not the session. */
const SESSION_ARGUMENT: Readonly<Record<string, string>> = {
  afterBulkDelete: 'deleteContext',
  afterBulkUpdate: 'updateContext',
  doOrmExecute: 'ormExecuteState',
}

declareEvents({
  names: SESSION_EVENTS,
  argumentsOf: (name) =>
    stateEvents.has(name)
      ? ['session', 'instance']
      : [SESSION_ARGUMENT[name] ?? 'session', ...(AFTER_SESSION[name] ?? [])],
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
  names: QUERY_EVENTS,
  argumentsOf: (name) =>
    name === 'beforeCompile'
      ? ['query']
      : ['query', name === 'beforeCompileUpdate' ? 'updateContext' : 'deleteContext'],
  dispatchers: (target) => (target === Query ? [queryEvents] : null),
})

declareEvents({
  names: ROW_EVENTS,
  argumentsOf: () => ['mapper', 'connection', 'target'],
  dispatchers: (target) => mapperDispatchers(target),
  adapt: (fn, _name, options) =>
    options.raw
      ? fn
      : (mapper: Mapper, connection: unknown, state: InstanceState) =>
          fn(mapper, connection, state.obj),
})

declareEvents({
  names: CONFIGURE_EVENTS,
  argumentsOf: () => ['mapper', 'cls'],
  dispatchers: (target) => mapperDispatchers(target),
})

declareEvents({
  names: CONFIGURATION_EVENTS,
  dispatchers: (target) => (target === Mapper ? [allMappersDispatch] : null),
})

onConfiguration({
  beforeConfigured: () => allMappersDispatch.emit('beforeConfigured'),
  afterConfigured: () => allMappersDispatch.emit('afterConfigured'),
  mapperConfigured: (mapper) =>
    mapperDispatch(mapper).emit('mapperConfigured', mapper, mapper.class_),
  beforeMapperConfigured: (mapper) => {
    const answers = mapperDispatch(mapper)
      .listeners('beforeMapperConfigured')
      .map((listener) => [listener.options.retval === true, listener.call(mapper, mapper.class_)])
    return answers.some(([counts, answer]) => counts && answer === EXT_SKIP) ? 'skip' : null
  },
})

onMapped((mapper) => {
  const dispatch = mapperDispatch(mapper)
  dispatch.emit('instrumentClass', mapper, mapper.class_)
  dispatch.emit('afterMapperConstructed', mapper, mapper.class_)
})

function sessionDispatch(target: unknown): EventDispatcher | null {
  if (target === Session || target === AsyncSession) return sessionEvents
  if (isSessionMaker(target) || isAsyncSessionMaker(target)) return target.dispatch
  if (target instanceof Session) return target.dispatch
  return target instanceof AsyncSession ? target.syncSession.dispatch : null
}

function mapperDispatchers(target: unknown): readonly EventDispatcher[] | null {
  if (target === Mapper) return [allMappersDispatch]
  if (target instanceof Mapper) return [mapperDispatch(target)]
  if (isAttributeRecord(target)) return [unmappedRowListeners.of(target)]
  if (typeof target !== 'function' || target.prototype === undefined) return null
  const mapper = mapperOrNull(target as unknown as Class)
  return [mapper ? mapperDispatch(mapper) : unmappedRowListeners.of(target)]
}

/** Listeners get the class; for attributes also the key and the class's attribute. */
export const INSTRUMENTATION_EVENTS = [
  'classInstrument',
  'classUninstrument',
  'attributeInstrument',
] as const

type InstrumentationEvent = (typeof INSTRUMENTATION_EVENTS)[number]

/** Listeners of instrumentation, by the class they were given for: they hear of the classes below it, unless they ask not to. */
const instrumentation = new Map<object, EventDispatcher>()

declareEvents({
  names: INSTRUMENTATION_EVENTS,
  argumentsOf: (name) => (name === 'attributeInstrument' ? ['cls', 'key', 'inst'] : ['cls']),
  dispatchers: (target) => (typeof target === 'function' ? [instrumentationOf(target)] : null),
})

function instrumentationOf(target: object): EventDispatcher {
  let dispatch = instrumentation.get(target)
  if (!dispatch) instrumentation.set(target, (dispatch = new EventDispatcher()))
  return dispatch
}

onMapped(({ class_ }) => emitInstrumentation('classInstrument', class_))
onUnmapped(({ class_ }) => emitInstrumentation('classUninstrument', class_))

onConfiguration({
  mapperConfigured: (mapper) => {
    if (instrumentation.size === 0) return
    for (const property of mapper.props.values())
      if (property.parent === mapper) emitAttribute(mapper, property)
  },
})

/** `LoaderStrategy.init_class_attribute`: what a class declares is instrumented on those below it as well. */
function emitAttribute(mapper: Mapper, property: MapperProperty): void {
  const { key } = property
  for (const { class_, props } of mapper.selfAndDescendants) {
    if (props.get(key) !== property) continue
    emitInstrumentation(
      'attributeInstrument',
      class_,
      key,
      (class_ as unknown as Record<string, unknown>)[key],
    )
  }
}

function emitInstrumentation(
  name: InstrumentationEvent,
  class_: Class,
  ...rest: readonly unknown[]
): void {
  const found = [...instrumentation].flatMap(([target, dispatch]) => {
    const isBelow = (class_.prototype as object) instanceof (target as Class)
    return dispatch
      .listeners(name)
      .filter(({ options }) => target === class_ || (isBelow && options.propagate !== false))
  })
  found.sort((left, right) => left.sequence - right.sequence)
  for (const { call } of found) call(class_, ...rest)
}

export type { ListenerFunction, ListenOptions }
