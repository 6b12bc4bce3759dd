/**
 * Events of instrumentation: a class gets its manager, or loses it, and each of its attributes an implementation.
 * Listeners on a class hear of those that extend it, unless they ask not to. Imported for its effect by `events.ts`.
 */
import { EventDispatcher } from '../util/event-dispatcher.js'
import { declareEvents } from '../util/event-registry.js'
import { onUnmapped } from './declarative/dispose.js'
import { onMapped } from './declarative/register-mapper.js'
import { onConfiguration } from './mapping/configure.js'
import type { Class } from './mapping/identity-key.js'
import type { Mapper } from './mapping/mapper.js'
import type { MapperProperty } from './mapping/property.js'

/** Listeners get the class; for attributes also the key and the class's attribute. */
export const INSTRUMENTATION_EVENTS = [
  'classInstrument',
  'classUninstrument',
  'attributeInstrument',
] as const

type InstrumentationEvent = (typeof INSTRUMENTATION_EVENTS)[number]

const dispatchers = new Map<object, EventDispatcher>()

declareEvents({
  names: INSTRUMENTATION_EVENTS,
  argumentsOf: (name) => (name === 'attributeInstrument' ? ['cls', 'key', 'inst'] : ['cls']),
  dispatchers: (target) => (typeof target === 'function' ? [dispatcherOf(target)] : null),
})

function dispatcherOf(target: object): EventDispatcher {
  let dispatch = dispatchers.get(target)
  if (!dispatch) dispatchers.set(target, (dispatch = new EventDispatcher()))
  return dispatch
}

onMapped(({ class_ }) => emit('classInstrument', class_))
onUnmapped(({ class_ }) => emit('classUninstrument', class_))

onConfiguration({
  mapperConfigured: (mapper) => {
    if (dispatchers.size === 0) return
    for (const property of mapper.props.values())
      if (property.parent === mapper) emitAttribute(mapper, property)
  },
})

/** `LoaderStrategy.init_class_attribute`: what a class declares is instrumented on those below it as well. */
function emitAttribute(mapper: Mapper, property: MapperProperty): void {
  const { key } = property
  for (const { class_, props } of mapper.selfAndDescendants) {
    if (props.get(key) !== property) continue
    emit('attributeInstrument', class_, key, (class_ as unknown as Record<string, unknown>)[key])
  }
}

function emit(name: InstrumentationEvent, class_: Class, ...rest: readonly unknown[]): void {
  const found = [...dispatchers].flatMap(([target, dispatch]) => {
    const isBelow = (class_.prototype as object) instanceof (target as Class)
    return dispatch
      .listeners(name)
      .filter(({ options }) => target === class_ || (isBelow && options.propagate !== false))
  })
  found.sort((left, right) => left.sequence - right.sequence)
  for (const { call } of found) call(class_, ...rest)
}
