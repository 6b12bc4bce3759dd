/**
 * The one event seam: what the engine tells about each statement and transaction event. Echo, statement counts,
 * N+1 detection, receipts and `expectStatements` are subscribers. Nothing here decides how anything is shown.
 */

/** Why a statement ran. Everything but `core` and `ddl` is said by the ORM. */
export type Cause =
  | 'core'
  | 'ddl'
  | 'reflection'
  | 'query'
  | 'get'
  | 'lazy load'
  | 'selectin load'
  | 'subquery load'
  | 'immediate load'
  | 'deferred load'
  | 'refresh'
  | 'flush'
  | 'autoflush'
  | 'cascade'
  | 'merge'
  | 'bulk'

/** The chain from a statement back to what the user asked for. */
export interface StatementOrigin {
  readonly cause: Cause
  /** `Post.author`: the relationship, deferred attribute or entity concerned. */
  readonly path?: string
  /** Identity of the object whose attribute was read, e.g. `Post#3`; set for lazy loads and refreshes. */
  readonly parent?: string
  /** The load batch the parent came from (see `LoadBatch`); children of lazy loads join a virtual batch. */
  readonly batch?: LoadBatch
  /** What triggered it one step earlier, e.g. the query that autoflushed. */
  readonly because?: StatementOrigin
}

/** The objects one statement (or, virtually, one relationship across a batch) brought in together. */
export interface LoadBatch {
  readonly id: number
  /** The statement that loaded it; for a virtual batch the one at its root. */
  readonly statementId: number
  readonly entity: string
  /** Number of distinct objects; grows for virtual batches. */
  size: number
  /** Set for a virtual batch: the batch of the parents and the relationship walked. */
  readonly parent?: LoadBatch
  readonly path?: string
}

export interface StatementEvent {
  /** Counts up per process. */
  readonly id: number
  readonly connectionId: number
  readonly dialect: string
  readonly sql: string
  /** One set, or a list of sets when `many`; empty when the engine hides parameters. */
  readonly parameters: readonly unknown[]
  readonly parametersHidden: boolean
  readonly many: boolean
  /** The bracketed remark of SQLAlchemy's log: `generated in 0.00009s`, `cached since 0.004s ago`, `raw sql`, `no key 0.00004s`. */
  readonly remark: string
  readonly origin: StatementOrigin
  /** The user's line, when `captureSites` is on. */
  readonly site: string | null
  /** The `loggingToken` of the connection. */
  readonly token: string | null
}

export interface StatementOutcome {
  readonly durationMs: number
  /** Rows matched by DML; -1 when unknown. */
  readonly rowCount: number
  /** Rows fetched; 0 for statements without rows. Of a streamed statement those fetched when one looks. */
  readonly rowsFetched: number
  /** Rows come while they are asked for: how many, and whether one fails, is not known at the statement's end. */
  readonly streamed?: boolean
  readonly error?: unknown
}

export interface TransactionEvent {
  readonly connectionId: number
  /** As SQLAlchemy logs it: `BEGIN (implicit)`, `COMMIT`, `ROLLBACK`, `SAVEPOINT sa_savepoint_1`… */
  readonly text: string
  /** The three of savepoints come after a `StatementEvent` of the same text: to a log they are statements. */
  readonly kind: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback to savepoint'
  readonly token: string | null
}

/** Every method is optional and must neither throw nor execute SQL on the observed connection. */
export interface EngineObserver {
  statementStart?(event: StatementEvent): void
  statementEnd?(event: StatementEvent, outcome: StatementOutcome): void
  /** Rows as the driver gave them, with the names of its columns; of a streamed statement, part by part. */
  fetched?(columns: readonly string[], rows: readonly (readonly unknown[])[]): void
  transaction?(event: TransactionEvent): void
  /** A message of the server, such as PostgreSQL's `RAISE NOTICE`. */
  notice?(severity: string, message: string): void
  /** Asked once per API entry while set: a printable user frame such as `In[4]:2:11`, or null. */
  captureSite?(): string | null
}
