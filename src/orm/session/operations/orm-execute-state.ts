/** What a `doOrmExecute` listener sees of a statement before it runs, and may change. */
import type { Io } from '../../../engine/io.js'
import { runSync } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { ArgumentError } from '../../../errors.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { OrmExecuteOptions, StatementParameters } from '../../loading/loading-session.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { SessionCore } from '../session-core.js'

export interface InvokeOptions {
  readonly statement?: ClauseElement
  readonly params?: StatementParameters
  readonly executionOptions?: Readonly<Record<string, unknown>>
}

/** Runs what comes after a listener: the other listeners, then the statement. */
export type Continuation = (state: ORMExecuteState) => Io<Result>

/**
 * A statement on its way through `session.execute`; `sqlalchemy.orm.ORMExecuteState`.
 *
 * @example
 * event.listen(Session, 'doOrmExecute', (state) => {
 *   if (state.isSelect && !state.isColumnLoad) state.statement = state.statement.options(withLoaderCriteria(…))
 * })
 */
export class ORMExecuteState {
  /** May be replaced. */
  statement: ClauseElement
  /** May be replaced. */
  parameters: StatementParameters | null
  #executionOptions: Readonly<Record<string, unknown>>
  readonly #continue: Continuation

  /** @internal */
  constructor(
    readonly session: SessionCore,
    given: { readonly statement: ClauseElement; readonly parameters: StatementParameters | null },
    readonly options: OrmExecuteOptions,
    continuation: Continuation,
  ) {
    this.statement = given.statement
    this.parameters = given.parameters
    this.#executionOptions = options.executionOptions ?? {}
    this.#continue = continuation
  }

  get isSelect(): boolean {
    return ['select', 'compoundSelect', 'textualSelect'].includes(this.statement.kind)
  }

  get isInsert(): boolean {
    return this.statement.kind === 'insert'
  }

  get isUpdate(): boolean {
    return this.statement.kind === 'update'
  }

  get isDelete(): boolean {
    return this.statement.kind === 'delete'
  }

  /** True when entities are involved. */
  get isOrmStatement(): boolean {
    return this.statement.propagateAttrs?.plugin.name === 'orm'
  }

  get isExecutemany(): boolean {
    return Array.isArray(this.parameters)
  }

  /** A refresh of an object, or a load of deferred columns. */
  get isColumnLoad(): boolean {
    return this.options.loadOptions?.refreshState != null
  }

  /** A lazy, selectin, subquery or immediate load of a relationship. */
  get isRelationshipLoad(): boolean {
    const cause = this.options.origin?.cause
    return cause?.endsWith(' load') === true && cause !== 'deferred load'
  }

  /** The object whose attribute was read. */
  get lazyLoadedFrom(): InstanceState | null {
    return this.options.loadOptions?.lazyLoadedFrom ?? null
  }

  /** `User.posts`: the relationship that is being loaded. */
  get loaderStrategyPath(): string | null {
    return this.isRelationshipLoad ? (this.options.origin?.path ?? null) : null
  }

  get bindMapper(): Mapper | null {
    return this.options.bindArguments?.mapper ?? null
  }

  get executionOptions(): Readonly<Record<string, unknown>> {
    return this.#executionOptions
  }

  /** Adds options for this execution. */
  updateExecutionOptions(options: Readonly<Record<string, unknown>>): void {
    this.#executionOptions = { ...this.#executionOptions, ...options }
  }

  /**
   * Runs the statement, so that the listener can look at the result or replace it by returning another one.
   *
   * @example
   * event.listen(session, 'doOrmExecute', (state) => cache.getOrElse(key(state), () => state.invokeStatement().freeze())())
   */
  invokeStatement(options: InvokeOptions = {}): Result {
    return runSync(this.invokeStatementIo(options))
  }

  /** @internal */
  invokeStatementIo({ statement, params, executionOptions }: InvokeOptions = {}): Io<Result> {
    if (statement) this.statement = statement
    if (executionOptions) this.updateExecutionOptions(executionOptions)
    if (params) this.parameters = mergeParameters(this.parameters, params)
    return this.#continue(this)
  }
}

function mergeParameters(
  present: StatementParameters | null,
  added: StatementParameters,
): StatementParameters {
  if (!present || Array.isArray(added)) return added
  if (Array.isArray(present)) {
    throw new ArgumentError("Can't merge a parameter dictionary into a list of parameter sets")
  }
  return { ...present, ...added }
}
