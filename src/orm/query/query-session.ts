/** What a `Query` asks of the session it was made by. */
import type { Dialect } from '../../engine/dialect.js'
import type { Io } from '../../engine/io.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { EventDispatcher } from '../../util/event-dispatcher.js'
import type { LoadingSession } from '../loading/loading-session.js'
import type { Mapper } from '../mapping/mapper.js'
import type { Query } from './query.js'

export interface QuerySession extends LoadingSession {
  readonly dispatch: EventDispatcher
  /** Drives one call of the synchronous face. */
  run<T>(io: Io<T>): T
  /** The class of its queries. */
  readonly options: { readonly queryCls?: abstract new (...args: never) => Query }
  /** Where a statement goes. @throws UnboundExecutionError */
  getBind(given: { readonly clause: ClauseElement }): { readonly dialect: Dialect }
  /** `session.get()`. */
  getByIdentityIo(
    mapper: Mapper,
    identity: readonly unknown[],
    options: { readonly options?: readonly unknown[]; readonly populateExisting?: boolean },
  ): Io<object | null>
}
