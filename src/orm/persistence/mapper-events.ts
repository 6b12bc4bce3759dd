/**
 * Where listeners of mapper events (`beforeInsert`…) are kept: one dispatcher per mapper, below the one for all
 * mappers. The flush emits through it, `orm/events.ts` lets users listen.
 */
import { EventDispatcher } from '../../util/event-dispatcher.js'
import { UnmappedListeners } from '../attributes/unmapped-listeners.js'
import type { Mapper } from '../mapping/mapper.js'
import { mapperOrNull } from '../mapping/mapper-of-class.js'

/** Listeners of every mapper: `event.listen(Mapper, …)`. */
export const allMappersDispatch = new EventDispatcher()

/** Listeners on classes that are not mapped. */
export const unmappedRowListeners = new UnmappedListeners()

const dispatchers = new WeakMap<Mapper, EventDispatcher>()

/** The dispatcher of one mapper; it hears `propagate` listeners of the classes above. */
export function mapperDispatch(mapper: Mapper): EventDispatcher {
  let dispatch = dispatchers.get(mapper)
  if (!dispatch) {
    const ancestors = () => [
      ...(mapper.inherits ? [mapperDispatch(mapper.inherits)] : []),
      ...unmappedRowListeners.above(mapper.class_, (each) => mapperOrNull(each) !== null),
    ]
    dispatch = new EventDispatcher({ roots: [allMappersDispatch], ancestors })
    dispatchers.set(mapper, dispatch)
  }
  return dispatch
}
