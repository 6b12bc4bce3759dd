/** Factories of asynchronous sessions with the same options. */
import { EventDispatcher } from '../../util/event-dispatcher.js'
import { AsyncSession, type AsyncSessionOptions } from './async-session.js'
import { sessionEvents } from './session-dispatch.js'
import { withInfo } from './sessionmaker.js'

/** Makes asynchronous sessions; `sqlalchemy.ext.asyncio.async_sessionmaker`. Call it, or use `begin(fn)`. */
export interface AsyncSessionMaker {
  (options?: AsyncSessionOptions): AsyncSession
  /** Runs a function with a session whose transaction commits when its promise resolves; then closes the session. */
  begin<R>(work: (session: AsyncSession) => R | PromiseLike<R>): Promise<R>
  /** Changes the options of sessions made from now on. */
  configure(options: AsyncSessionOptions): void
  /** Listeners of all sessions of this maker. @internal */
  readonly dispatch: EventDispatcher
}

const makers = new WeakSet<object>()

/**
 * Prepares asynchronous sessions with the same options; `sqlalchemy.ext.asyncio.async_sessionmaker`.
 *
 * @example
 * const SessionLocal = asyncSessionmaker({ bind: engine, expireOnCommit: false })
 * await SessionLocal.begin(async (session) => { session.add(new User({ name: 'ed' })) })
 */
export function asyncSessionmaker(options: AsyncSessionOptions = {}): AsyncSessionMaker {
  let shared = options
  const dispatch = new EventDispatcher({ roots: [sessionEvents] })
  const make = (own: AsyncSessionOptions = {}): AsyncSession => {
    const { class_ = AsyncSession, ...made } = withInfo({ ...shared, ...own }, shared, own)
    return new (class_ as typeof AsyncSession)(made, {}, dispatch)
  }
  const maker = Object.assign(make, {
    async begin<R>(work: (session: AsyncSession) => R | PromiseLike<R>): Promise<R> {
      const session = make()
      try {
        return await session.begin(() => work(session))
      } finally {
        await session.close()
      }
    },
    configure(added: AsyncSessionOptions): void {
      shared = { ...shared, ...added }
    },
    dispatch,
  })
  makers.add(maker)
  return maker
}

/** @internal */
export function isAsyncSessionMaker(value: unknown): value is AsyncSessionMaker {
  return typeof value === 'function' && makers.has(value)
}
