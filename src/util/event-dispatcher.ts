/**
 * An ordered list of listeners per event name, with the lists it inherits from. Owners of events (an engine, a
 * session, a mapper, an attribute) hold one and emit through it; users register through `event` (event-registry.ts).
 */
export interface ListenOptions {
  /** Listeners of a class also hear its subclasses. */
  readonly propagate?: boolean
  /** Hears the first occurrence only. */
  readonly once?: boolean
  /** Goes before the listeners that are already there. */
  readonly insert?: boolean
  /** What the listener returns takes the place of the value (where the event says so). */
  readonly retval?: boolean
  /** Object events hand over the `InstanceState` in place of the object. */
  readonly raw?: boolean
  /** Attribute events: the old value is loaded before a change. */
  readonly activeHistory?: boolean
  /** Events of collections: the listener gets last the key or index that a member goes to or leaves. */
  readonly includeKey?: boolean
  /** The listener gets one record of the arguments by name. */
  readonly named?: boolean
}

/** `any` here is the one typed seam: each layer types its own `listen` face and its own emissions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ListenerFunction = (...args: any[]) => unknown

export interface Listener {
  /** What the user registered; `remove` and `contains` look for it. */
  readonly fn: ListenerFunction
  /** What is called: `fn` itself or the form its owner adapted it to. */
  readonly call: ListenerFunction
  readonly options: ListenOptions
  /** Position among all listeners of the process; negative for those inserted in front. */
  readonly sequence: number
}

export interface DispatcherOptions {
  /** Dispatchers whose listeners come first, all of them: the class before the instance. */
  readonly roots?: readonly EventDispatcher[]
  /** Dispatchers whose listeners come last, all of them: the connection before its engine. */
  readonly followers?: readonly EventDispatcher[]
  /** Dispatchers of ancestors, of which only the listeners marked `propagate` count; asked anew after each listening. */
  readonly ancestors?: () => readonly EventDispatcher[]
}

let sequence = 0
let generation = 0

const NO_LISTENERS: readonly Listener[] = Object.freeze([])

/**
 * Holds listeners by event name and calls them in order: those of the roots, then by time of registration.
 *
 * @example
 * const dispatch = new EventDispatcher({ roots: [sessionEvents] })
 * if (dispatch.has('beforeFlush')) dispatch.emit('beforeFlush', session, context)
 */
export class EventDispatcher {
  readonly #own = new Map<string, Listener[]>()
  readonly #resolved = new Map<string, readonly Listener[]>()
  #resolvedAt = -1

  constructor(private readonly sources: DispatcherOptions = {}) {}

  listen(
    name: string,
    fn: ListenerFunction,
    options: ListenOptions & { readonly call?: ListenerFunction } = {},
  ): void {
    const { call = fn, ...rest } = options
    sequence += 1
    const position = options.insert ? -sequence : sequence
    const listener = {
      fn,
      call: options.once ? onlyOnce(call) : call,
      options: rest,
      sequence: position,
    }
    const own = this.#own.get(name)
    if (own) own.push(listener)
    else this.#own.set(name, [listener])
    generation += 1
  }

  /** Answers whether the function was there. */
  remove(name: string, fn: ListenerFunction): boolean {
    const own = this.#own.get(name) ?? []
    const rest = own.filter((listener) => listener.fn !== fn)
    this.#own.set(name, rest)
    generation += 1
    return rest.length < own.length
  }

  contains(name: string, fn: ListenerFunction): boolean {
    return (this.#own.get(name) ?? []).some((listener) => listener.fn === fn)
  }

  /** Cheap: emitters ask before they build arguments. */
  has(name: string): boolean {
    return this.listeners(name).length > 0
  }

  /** All that will be called for an event, in order. A snapshot: listening while emitting is safe. */
  listeners(name: string): readonly Listener[] {
    if (this.#resolvedAt !== generation) {
      this.#resolved.clear()
      this.#resolvedAt = generation
    }
    const known = this.#resolved.get(name)
    if (known) return known
    const listeners = this.#resolve(name)
    this.#resolved.set(name, listeners)
    return listeners
  }

  emit(name: string, ...args: readonly unknown[]): void {
    const listeners = this.listeners(name)
    if (listeners.length === 0) return
    for (const listener of listeners) listener.call(...args)
  }

  #resolve(name: string): readonly Listener[] {
    const fromRoots = (this.sources.roots ?? []).flatMap((root) => root.listeners(name))
    const others = [...this.#inherited(name), ...(this.#own.get(name) ?? [])]
    const after = (this.sources.followers ?? []).flatMap((follower) => follower.listeners(name))
    if (fromRoots.length + others.length + after.length === 0) return NO_LISTENERS
    others.sort((left, right) => left.sequence - right.sequence)
    return [...fromRoots, ...others, ...after]
  }

  #inherited(name: string): readonly Listener[] {
    const ancestors = this.sources.ancestors?.() ?? []
    return ancestors.flatMap((ancestor) =>
      [...ancestor.#inherited(name), ...(ancestor.#own.get(name) ?? [])].filter(
        (listener) => listener.options.propagate === true,
      ),
    )
  }
}

function onlyOnce(fn: ListenerFunction): ListenerFunction {
  let called = false
  return (...args: unknown[]) => {
    if (called) return undefined
    called = true
    return fn(...args)
  }
}
