/**
 * Makes attribute and instance events known to `event.listen`: which dispatcher holds them, and how users' functions,
 * which get objects, are called by code that has states.
 */
import type {
  EventDispatcher,
  ListenerFunction,
  ListenOptions,
} from '../../util/event-dispatcher.js'
import { declareEvents } from '../../util/event-registry.js'
import { configureMappers } from '../mapping/configure.js'
import type { InstanceState } from '../state/instance-state.js'
import { ATTRIBUTE_EVENTS, NO_KEY } from './attribute-event.js'
import type { AttributeImpl } from './attribute-impl.js'
import type { Class } from '../mapping/identity-key.js'
import { managerOf, unmappedInstanceListeners } from './class-manager.js'
import { QueryableAttribute } from './queryable-attribute.js'
import { isAttributeRecord } from '../mapping/mixins.js'

/** Names of the events of objects, as `event.listen(User, 'load', …)` takes them. */
export const INSTANCE_EVENTS = [
  'firstInit',
  'init',
  'initFailure',
  'load',
  'refresh',
  'refreshFlush',
  'expire',
] as const

/** Events whose listeners may answer a value in place of the one they got. */
const WITH_VALUE: ReadonlySet<string> = new Set(['append', 'appendWoMutation', 'set', 'initScalar'])

/** What listeners get after the object, by name. */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  init: ['args', 'kwargs'],
  initFailure: ['args', 'kwargs'],
  load: ['context'],
  refresh: ['context', 'attrs'],
  refreshFlush: ['flushContext', 'attrs'],
  expire: ['attrs'],
  append: ['value', 'initiator'],
  appendWoMutation: ['value', 'initiator'],
  bulkReplace: ['values', 'initiator'],
  remove: ['value', 'initiator'],
  set: ['value', 'oldvalue', 'initiator'],
  initScalar: ['value', 'dict'],
  initCollection: ['collection', 'collectionAdapter'],
  disposeCollection: ['collection', 'collectionAdapter'],
  modified: ['initiator'],
}

declareEvents({
  names: ATTRIBUTE_EVENTS,
  argumentsOf: (name, { includeKey = false }) => [
    'target',
    ...(AFTER[name] ?? []),
    ...(includeKey ? [name === 'bulkReplace' ? 'keys' : 'key'] : []),
  ],
  dispatchers: (target) => {
    const impl = implOf(target)
    return impl === null ? null : [impl.dispatch]
  },
  adapt: adaptAttributeListener,
  onListen: (target, _name, options) => {
    if (options.activeHistory) for (const impl of withSubclasses(target)) impl.activeHistory = true
  },
})

declareEvents({
  names: INSTANCE_EVENTS,
  dispatchers: (target) => instanceDispatchers(target),
  argumentsOf: (name) =>
    name === 'firstInit' ? ['manager', 'cls'] : ['target', ...(AFTER[name] ?? [])],
  adapt: (fn, name, options) =>
    options.raw || name === 'firstInit'
      ? fn
      : (state: InstanceState, ...rest: unknown[]) => fn(state.obj, ...rest),
})

function instanceDispatchers(target: unknown): readonly EventDispatcher[] | null {
  const manager = managerOf(target)
  if (manager !== null) return [manager.dispatch]
  return isClass(target) || isAttributeRecord(target)
    ? [unmappedInstanceListeners.of(target)]
    : null
}

/** A function with a prototype: arrow functions are no targets. */
function isClass(target: unknown): target is Class {
  return typeof target === 'function' && target.prototype !== undefined
}

function implOf(target: unknown): AttributeImpl | null {
  if (!(target instanceof QueryableAttribute)) return null
  configureMappers(target.parent.mapper.registry)
  return target.parent.mapper.classManager.impl(target.key)
}

function withSubclasses(target: unknown): readonly AttributeImpl[] {
  if (!(target instanceof QueryableAttribute)) return []
  return target.parent.mapper.selfAndDescendants.map((mapper) =>
    mapper.classManager.impl(target.key),
  )
}

function adaptAttributeListener(
  fn: ListenerFunction,
  name: string,
  options: ListenOptions,
): ListenerFunction {
  const told = !KEYED.has(name) ? null : options.includeKey === true ? withKey : withoutKey
  return (state: InstanceState, value: unknown, ...rest: unknown[]) => {
    const answer = fn(options.raw ? state : state.obj, value, ...(told?.(rest) ?? rest))
    if (options.retval) return answer
    return WITH_VALUE.has(name) ? value : undefined
  }
}

/** Events of collections, whose last argument only those get who asked for it. */
const KEYED: ReadonlySet<string> = new Set(['append', 'appendWoMutation', 'remove', 'bulkReplace'])

function withoutKey([initiator]: readonly unknown[]): readonly unknown[] {
  return [initiator]
}

function withKey([initiator, key]: readonly unknown[]): readonly unknown[] {
  return [initiator, key === NO_KEY ? undefined : key]
}
