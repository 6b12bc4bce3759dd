/**
 * The public `event` functions. Each layer declares what it emits with `declareEvents`; a target is handed to the
 * declarations, newest first, until one answers with a dispatcher.
 */
import { classNameOf } from './class-name.js'
import { nearest } from './nearest.js'
import { ListenerNotFoundError, NoSuchEventError } from './errors.js'
import type { EventDispatcher, ListenerFunction, ListenOptions } from './event-dispatcher.js'

/** What one layer says about one family of events. */
export interface EventDeclaration {
  /** The names of the family; checked before the target. */
  readonly names: readonly string[]
  /** What listeners get, by the names that `named` gives them under. */
  readonly argumentsOf?: (name: string, options: ListenOptions) => readonly string[]
  /** The dispatchers that hold the listeners of a target; null or none when the target is not of this family. */
  readonly dispatchers: (target: unknown, name: string) => readonly EventDispatcher[] | null
  /** The form in which the emitter calls a listener, when it differs from what users write. */
  readonly adapt?: (fn: ListenerFunction, name: string, options: ListenOptions) => ListenerFunction
  /** Told after each registration, e.g. to switch on loading of old values. */
  readonly onListen?: (target: unknown, name: string, options: ListenOptions) => void
}

const declarations: EventDeclaration[] = []

/** Makes a family of events known to `event.listen`. Called once per family while its module is loaded. */
export function declareEvents(declaration: EventDeclaration): void {
  declarations.unshift(declaration)
}

/**
 * Calls `fn` whenever the event happens to the target.
 *
 * @throws NoSuchEventError when the target has no such event
 * @example
 * event.listen(User, 'beforeInsert', (mapper, connection, user) => { user.slug = slugify(user.name) })
 * event.listen(SessionLocal, 'afterCommit', (session) => { notify() })
 */
function listen(
  target: unknown,
  name: string,
  listener: ListenerFunction | ListenerSource,
  options: ListenOptions = {},
): void {
  const { declaration, dispatchers } = find(target, name)
  const fn = functionOf(listener)
  const taker = options.named ? byName(fn, declaration.argumentsOf?.(name, options) ?? []) : fn
  const call = declaration.adapt?.(taker, name, options) ?? taker
  for (const dispatcher of dispatchers) dispatcher.listen(name, fn, { ...options, call })
  declaration.onListen?.(target, name, options)
}

/** Calls a function that wants one record with arguments in a row. */
function byName(fn: ListenerFunction, names: readonly string[]): ListenerFunction {
  return (...args: unknown[]) =>
    fn(Object.fromEntries(names.map((name, index) => [name, args[index]])))
}

/**
 * Takes a listener away again.
 *
 * @throws ListenerNotFoundError when it was never registered
 * @example
 * event.remove(User, 'beforeInsert', setSlug)
 */
function remove(target: unknown, name: string, listener: ListenerFunction | ListenerSource): void {
  const fn = functionOf(listener)
  const found = find(target, name).dispatchers.map((dispatcher) => dispatcher.remove(name, fn))
  if (!found.includes(true)) {
    throw new ListenerNotFoundError(
      `No listeners found for event ${describe(target)} / '${name}' / ${fn.name || '<function>'}`,
    )
  }
}

/**
 * Says whether a listener is registered.
 *
 * @example
 * event.contains(User, 'beforeInsert', setSlug) // true
 */
function contains(
  target: unknown,
  name: string,
  listener: ListenerFunction | ListenerSource,
): boolean {
  const fn = functionOf(listener)
  return find(target, name).dispatchers.some((dispatcher) => dispatcher.contains(name, fn))
}

/**
 * Registers a function and answers it, for use where it is defined.
 *
 * @example
 * const stamp = event.listensFor(User, 'beforeUpdate', (mapper, connection, user) => { user.updatedAt = new Date() })
 */
function listensFor<F extends ListenerFunction | ListenerSource>(
  target: unknown,
  name: string,
  fn: F,
  options: ListenOptions = {},
): F {
  listen(target, name, fn, options)
  return fn
}

/** An object that can listen, such as DDL. */
export interface ListenerSource {
  /** The same function each time it is asked. */
  readonly listener: ListenerFunction
}

function functionOf(listener: ListenerFunction | ListenerSource): ListenerFunction {
  return typeof listener === 'function' ? listener : listener.listener
}

/** Registration of event listeners; the counterpart of `sqlalchemy.event`. */
export const event = { listen, remove, contains, listensFor } as const

interface Found {
  readonly declaration: EventDeclaration
  readonly dispatchers: readonly EventDispatcher[]
}

function find(target: unknown, name: string): Found {
  for (const declaration of declarations) {
    if (!declaration.names.includes(name)) continue
    const dispatchers = declaration.dispatchers(target, name)
    if (dispatchers && dispatchers.length > 0) return { declaration, dispatchers }
  }
  throw new NoSuchEventError(
    `No such event '${name}' for target '${describe(target)}'`,
    hintFor(name),
  )
}

function hintFor(name: string): { readonly hint?: string } {
  const close = nearest(
    name,
    declarations.flatMap((declaration) => declaration.names),
  )
  return close === null ? {} : { hint: `did you mean '${close}'?` }
}

function describe(target: unknown): string {
  if (typeof target === 'function') return classNameOf(target as never)
  if (typeof target !== 'object' || target === null) return String(target)
  if (target.toString === Object.prototype.toString) return `<${target.constructor.name} object>`
  // Called by name: an expression that is turned into a string by the language refuses.
  return target.toString()
}
