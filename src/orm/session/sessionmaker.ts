/** Factories of sessions with the same options, and the session that belongs to the present task. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { EventDispatcher } from '../../util/event-dispatcher.js'
import { InvalidRequestError } from '../../errors.js'
import type { Selectable } from '../../sql/selectable/select-typing.js'
import { warn } from '../../util/warnings.js'
import type { Query, QueryRow } from '../query/query.js'
import type { AsyncSessionOptions } from './async-session.js'
import type { SessionOptions } from './session-options.js'
import { sessionEvents } from './session-dispatch.js'
import './example-session.js'
import { Session, type EntityClass } from './session.js'

/** Makes sessions; `sqlalchemy.orm.sessionmaker`. Call it, or use `begin(fn)`. */
export interface SessionMaker<S extends Session = Session> {
  (options?: SessionOptions): S
  /** Runs a function with a session whose transaction commits when it returns; then closes the session. */
  begin<R>(work: (session: S) => R): R
  /** Changes the options of sessions made from now on. */
  configure(options: SessionOptions): void
  /** The options every session gets. */
  readonly options: SessionOptions
  /** Listeners of all sessions of this maker. @internal */
  readonly dispatch: EventDispatcher
}

/** `Session` or a subclass of it. */
export type SessionClass<S extends Session> = new (
  ...args: ConstructorParameters<typeof Session>
) => S

/** A session whose queries have the words of a query class of one's own. */
export type SessionWith<Q> = {
  query<const S extends readonly Selectable[]>(...entities: S): Query<QueryRow<S>> & Q
} & Session

const makers = new WeakSet<object>()

/**
 * Prepares sessions with the same options; `sqlalchemy.orm.sessionmaker`.
 *
 * @example
 * const SessionLocal = sessionmaker({ bind: engine })
 * using db = SessionLocal()
 * SessionLocal.begin((session) => session.add(new User({ name: 'ed' })))
 */
export function sessionmaker<Q extends Query>(
  options: SessionOptions & { readonly queryCls: abstract new (...args: never) => Q },
): SessionMaker<SessionWith<Q>>
export function sessionmaker<S extends Session>(
  options: SessionOptions & { readonly class_: SessionClass<S> },
): SessionMaker<S>
export function sessionmaker(options?: SessionOptions): SessionMaker
export function sessionmaker(options: SessionOptions = {}): SessionMaker {
  let shared: SessionOptions = options
  const dispatch = new EventDispatcher({ roots: [sessionEvents] })
  const make = (own: SessionOptions = {}): Session => {
    const { class_ = Session, ...made } = withInfo({ ...shared, ...own }, shared, own)
    return new (class_ as SessionClass<Session>)(made, {}, dispatch)
  }
  const maker = Object.assign(make, {
    begin<R>(work: (session: Session) => R): R {
      using session = make()
      return session.begin(() => work(session))
    },
    configure(added: SessionOptions): void {
      shared = { ...shared, ...added }
    },
    dispatch,
  })
  Object.defineProperty(maker, 'options', { get: () => shared })
  makers.add(maker)
  return maker as SessionMaker
}

/** `info` of one session is added to what all sessions of a maker have. @internal */
export function withInfo<O extends SessionOptions | AsyncSessionOptions>(
  options: O,
  shared: SessionOptions | AsyncSessionOptions,
  own: SessionOptions | AsyncSessionOptions,
): O {
  if (!shared.info || !own.info) return options
  return { ...options, info: { ...shared.info, ...own.info } }
}

/** @internal */
export function isSessionMaker(value: unknown): value is SessionMaker {
  return typeof value === 'function' && makers.has(value)
}

/** Where the sessions of the scopes are kept; `sqlalchemy.util.ScopedRegistry`. */
export interface ScopedRegistry {
  /** The session of the present scope, made if there is none. */
  (): Session
  /** Whether the present scope has a session. */
  has(): boolean
  /** Gives the present scope this session. */
  set(session: Session): void
  /** Forgets the session of the present scope; it is not closed. */
  clear(): void
}

/** What `scopedSession` answers: the present scope's session, through the session's own methods. */
export type ScopedSession = Session & {
  readonly registry: ScopedRegistry
  /** Changes the options of sessions made from now on. */
  configure(options: SessionOptions): void
  /**
   * Makes a static property of a model that queries it in the present scope's session.
   *
   * @example
   * Object.defineProperty(User, 'query', db.queryProperty()) // User.query.filterBy({ name: 'ed' }).one()
   */
  queryProperty(queryCls?: typeof Query): QueryProperty
  /** The session of the present scope, made if there is none. */
  (options?: SessionOptions): Session
  /** Closes the session of the present scope; the next use makes a new one. */
  remove(): void
  /** Runs a function in a scope of its own. */
  scope<R>(work: () => R): R
}

interface Scope {
  session: Session | null
}

/**
 * One session per task; `sqlalchemy.orm.scoped_session`. Tasks are told apart with `AsyncLocalStorage`: all code that
 * `scope(fn)` runs, awaited or not, shares a session. Outside of any scope there is one for the program.
 *
 * @example
 * const db = scopedSession(SessionLocal)
 * db.scope(() => { db.add(new User({ name: 'wendy' })); db.commit() })
 */
export function scopedSession(factory: SessionMaker): ScopedSession {
  const storage = new AsyncLocalStorage<Scope>()
  const outside: Scope = { session: null }
  const scope = (): Scope => storage.getStore() ?? outside
  const present = (options?: SessionOptions): Session => {
    if (options && scope().session) {
      throw new InvalidRequestError(
        'Scoped session is already present; no new arguments may be specified.',
      )
    }
    return (scope().session ??= factory(options))
  }
  const own = {
    // Who listens to the scope listens to all its sessions.
    dispatch: factory.dispatch,
    registry: Object.assign(() => present(), {
      has: () => scope().session !== null,
      set: (session: Session) => void (scope().session = session),
      clear: () => void (scope().session = null),
    }),
    remove(): void {
      scope().session?.close()
      scope().session = null
    },
    configure(options: SessionOptions): void {
      if (scope().session) {
        warn(
          'At least one scoped session is already present.  configure() can not affect sessions that have already been created.',
        )
      }
      factory.configure(options)
    },
    queryProperty: (queryCls: typeof Query | null = null) => queryPropertyOf(present, queryCls),
    scope: <R>(work: () => R): R => storage.run({ session: null }, work),
  }
  // A session has no own accessors for its many methods, so forwarding is the one place where a proxy is apt.
  return new Proxy(present, {
    get: (_target, name) => forward(own, present, name),
    set: (_target, name, value) => Reflect.set(present(), name, value),
    has: (_target, name) => name in own || name in present(),
    getPrototypeOf: () => Session.prototype,
  }) as unknown as ScopedSession
}

/** A property of a class, to be defined on it. */
export interface QueryProperty extends PropertyDescriptor {
  get(this: EntityClass): Query
}

function queryPropertyOf(present: () => Session, queryCls: typeof Query | null): QueryProperty {
  return {
    configurable: true,
    get(this: EntityClass): Query {
      const session = present()
      return queryCls ? new queryCls(session, [this]) : (session.query(this) as unknown as Query)
    },
  }
}

function forward(own: object, present: () => Session, name: string | symbol): unknown {
  if (name in own) return Reflect.get(own, name)
  const session = present()
  const value: unknown = Reflect.get(session, name, session)
  return typeof value === 'function' ? (value as () => unknown).bind(session) : value
}
