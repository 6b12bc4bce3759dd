/** Events of `Query`: listeners may answer another query in the place of the one that is about to run. */
import { EventDispatcher } from '../../util/event-dispatcher.js'

/** Listeners get the query, and for UPDATE and DELETE what is going to be written. */
export const QUERY_EVENTS = ['beforeCompile', 'beforeCompileUpdate', 'beforeCompileDelete'] as const

/** Listeners of every query. @internal */
export const queryEvents = new EventDispatcher()

/** What `beforeCompileUpdate` and `beforeCompileDelete` see beside the query. */
export interface BulkContext<Q> {
  query: Q
  /** What an UPDATE sets; a listener may put other values in its place. */
  values?: unknown
}

/** The query that listeners with `retval` have made of this one. @internal */
export function compiledQuery<Q>(
  query: Q,
  name: (typeof QUERY_EVENTS)[number],
  context: BulkContext<Q> | null = null,
): Q {
  if (!queryEvents.has(name)) return query
  let current = query
  for (const listener of queryEvents.listeners(name)) {
    const answer = context ? listener.call(current, context) : listener.call(current)
    if (listener.options.retval === true && answer) current = answer as Q
    if (context) context.query = current
  }
  return current
}
