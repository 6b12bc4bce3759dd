/** What a session is told when it is made. */
import { ArgumentError } from '../../errors.js'
import type { Query } from '../query/query.js'
import type { IdentityMapKind } from '../state/weak-identity-map.js'
import type { BindTable, ConnectionBind } from './bind.js'
import type { JoinTransactionMode } from './transaction/transaction-connections.js'

export interface SessionOptions {
  readonly bind?: ConnectionBind | null
  /** Engines by class, mapper or table, for a session over several databases. */
  readonly binds?: BindTable
  readonly autoflush?: boolean
  /** Accepted for the sake of old programs; anything but false is an error. */
  readonly autocommit?: boolean
  /** Accepted for the sake of old programs; false is an error. */
  readonly future?: boolean
  readonly expireOnCommit?: boolean
  /** False: every transaction starts with `begin()`. */
  readonly autobegin?: boolean
  readonly twophase?: boolean
  /**
   * `'strong'`, the default: the session holds its objects until `expunge()`, `expungeAll()` or `close()`. `'weak'`, as
   * in SQLAlchemy: an object that the program has dropped leaves the session when its memory is reclaimed, for
   * sessions that live long and read much. JavaScript reclaims nothing that was used before the present turn of the
   * event loop ends.
   *
   * A weak session holds what it would lose otherwise: new, changed and deleted objects until they are flushed, what
   * a savepoint changed until it ends, and objects whose collections were read, because an index may be assigned
   * unnoticed, until the first flush after the collections expired (`expire()`, `commit()`, `rollback()`).
   *
   * @example
   * const session = new Session(engine, { identityMap: 'weak' })
   * const SessionLocal = sessionmaker({ bind: engine, identityMap: 'weak' })
   */
  readonly identityMap?: IdentityMapKind
  /** False: `close()` is for good. */
  readonly closeResetsOnly?: boolean
  /** What to do on a connection that is in a transaction already. */
  readonly joinTransactionMode?: JoinTransactionMode
  /** The subclass of `Query` that `session.query()` makes. */
  readonly queryCls?: abstract new (...args: never) => Query
  /** The subclass of `Session` that a `sessionmaker` makes. */
  readonly class_?: abstract new (...args: never) => object
  /** Free for the program's use. */
  readonly info?: Readonly<Record<string, unknown>>
}

/** @throws ArgumentError for ways of working that SQLAlchemy 2.0 gave up. @internal */
export function checkOptions({ autocommit, future }: SessionOptions): void {
  if (autocommit) throw new ArgumentError('autocommit=True is no longer supported')
  if (future === false)
    throw new ArgumentError("The 'future' parameter passed to Session() may only be set to True.")
}
