/**
 * What instrumentation knows of one mapped class: slots, implementations, events, and how an instance is made without
 * running the user's constructor.
 */
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import type { Class } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import type { InstanceState } from '../state/instance-state.js'
import type { AttributeImpl } from './attribute-impl.js'

/** `sqlalchemy.orm.instrumentation.ClassManager`. */
export interface ClassManager {
  readonly class_: Class
  readonly className: string
  readonly mapper: Mapper
  /** Keys of all instrumented attributes, in mapping order. */
  readonly keys: readonly string[]
  /** Those a refresh may load. */
  readonly loaderKeys: readonly string[]
  /** Instance events: init, load, refresh, refreshFlush, expire. */
  readonly dispatch: EventDispatcher
  slot(key: string): symbol
  impl(key: string): AttributeImpl
  hasImpl(key: string): boolean
  /** An empty instance with its state; the user's constructor does not run. */
  newInstance(): InstanceState
  invalidateCollection(collection: unknown): void
}
