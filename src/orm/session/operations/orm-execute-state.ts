/** What a `doOrmExecute` listener sees of a statement before it runs, and may change. */
import type { Io } from '../../../engine/io.js'
import { runSync } from '../../../engine/io.js'
import type { Result } from '../../../engine/result.js'
import { InvalidRequestError } from '../../../errors.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ExecutableOption } from '../../../sql/executable-option.js'
import { Select } from '../../../sql/selectable/select.js'
import { entityOf } from '../../loading/entities/entity-of.js'
import { FromStatement } from '../../loading/from-statement.js'
import type {
  BindArguments,
  OrmExecuteOptions,
  StatementParameters,
} from '../../loading/loading-session.js'
import { UserDefinedOption } from '../../loading/options/user-defined-option.js'
import { mapperOf, type Entity } from '../../loading/paths/entity.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { SessionCore } from '../session-core.js'

type ExecutionOptions = Readonly<Record<string, unknown>>

export interface InvokeOptions {
  readonly statement?: ClauseElement
  readonly params?: StatementParameters
  readonly executionOptions?: ExecutionOptions
  readonly bindArguments?: BindArguments
}

/** Runs what comes after a listener: the other listeners, then the statement. */
export type Continuation = (call: InvokedCall) => Io<Result>

/** What a listener runs in place of the execution it was asked about. */
export interface InvokedCall {
  readonly statement: ClauseElement
  readonly parameters: StatementParameters | null
  readonly options: OrmExecuteOptions
}

/** A statement as a listener sees it; `where` is there for those that have conditions. */
export interface ExecutedStatement extends ClauseElement {
  options(...options: readonly ExecutableOption[]): ExecutedStatement
  executionOptions(options: ExecutionOptions): ExecutedStatement
  where(...conditions: readonly unknown[]): ExecutedStatement
}

/**
 * A statement on its way through `session.execute`; `sqlalchemy.orm.ORMExecuteState`.
 *
 * @example
 * event.listen(Session, 'doOrmExecute', (state) => {
 *   if (state.isSelect && !state.isColumnLoad) state.statement = state.statement.options(withLoaderCriteria(…))
 * })
 */
export class ORMExecuteState {
  #statement: ClauseElement
  /** May be replaced. */
  parameters: StatementParameters | null
  /** The options of the statement and of the call, as they were when the execution began. */
  readonly executionOptions: ExecutionOptions
  #local: ExecutionOptions
  readonly #continue: Continuation

  /** @internal */
  constructor(
    readonly session: SessionCore,
    given: { readonly statement: ClauseElement; readonly parameters: StatementParameters | null },
    readonly options: OrmExecuteOptions,
    continuation: Continuation,
  ) {
    this.#statement = given.statement
    this.parameters = given.parameters
    this.#local = options.executionOptions ?? {}
    this.executionOptions = { ...optionsOf(given.statement), ...this.#local }
    this.#continue = continuation
  }

  /** May be replaced. */
  get statement(): ExecutedStatement {
    return this.#statement as ExecutedStatement
  }

  set statement(statement: ClauseElement) {
    this.#statement = statement
  }

  get isSelect(): boolean {
    return ['select', 'compoundSelect', 'textualSelect'].includes(this.#executed.kind)
  }

  get isInsert(): boolean {
    return this.#executed.kind === 'insert'
  }

  get isUpdate(): boolean {
    return this.#executed.kind === 'update'
  }

  get isDelete(): boolean {
    return this.#executed.kind === 'delete'
  }

  /** `select(User).fromStatement(…)`: independent of what the statement inside does. */
  get isFromStatement(): boolean {
    return this.#statement instanceof FromStatement
  }

  get #executed(): ClauseElement {
    return this.#statement instanceof FromStatement ? this.#statement.source : this.#statement
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

  /** The mapper that decides over the engine: that of the first entity. */
  get bindMapper(): Mapper | null {
    const given = this.options.bindArguments?.mapper
    if (given) return given
    const subject = this.statement.propagateAttrs?.subject
    return subject ? mapperOf(subject as Entity) : null
  }

  /** The mappers of the entities in the rows; for UPDATE and DELETE that of the table. */
  get allMappers(): readonly Mapper[] {
    if (!this.isOrmStatement) return []
    const { statement } = this
    const entities = statement instanceof FromStatement ? statement.entities : statement
    if (!(entities instanceof Select)) return this.bindMapper ? [this.bindMapper] : []
    const found = entities.columnDescriptions.flatMap(({ entity }) =>
      entity ? [mapperOf(entityOf(entity))] : [],
    )
    return [...new Set(found)]
  }

  /** The options of the call alone, with those that listeners have added. */
  get localExecutionOptions(): ExecutionOptions {
    return this.#local
  }

  get bindArguments(): BindArguments {
    return this.options.bindArguments ?? {}
  }

  /** Options of the program's own making, in the order in which the statement got them. */
  get userDefinedOptions(): readonly UserDefinedOption[] {
    const { withOptions = [] } = this.statement as { withOptions?: readonly unknown[] }
    return withOptions.filter((option) => option instanceof UserDefinedOption)
  }

  /** Adds options for this execution. */
  updateExecutionOptions(options: ExecutionOptions): void {
    this.#local = { ...this.#local, ...options }
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
  invokeStatementIo(given: InvokeOptions = {}): Io<Result> {
    const { statement = this.statement, params, executionOptions, bindArguments } = given
    const parameters = params ? mergeParameters(this.parameters, params) : this.parameters
    const options = {
      ...this.options,
      executionOptions: { ...this.#local, ...executionOptions },
      bindArguments: { ...this.options.bindArguments, ...bindArguments },
    }
    return this.#continue({ statement, parameters, options })
  }
}

function optionsOf(statement: ClauseElement): ExecutionOptions {
  return (statement as { executionOptionValues?: ExecutionOptions }).executionOptionValues ?? {}
}

function mergeParameters(
  present: StatementParameters | null,
  added: StatementParameters,
): StatementParameters {
  const [sets, news] = [present, added].map((each) => (Array.isArray(each) ? each : null))
  if (!sets || !news) return { ...present, ...added } as StatementParameters
  if (sets.length === news.length) return sets.map((set, index) => ({ ...set, ...news[index] }))
  throw new InvalidRequestError(
    `Can't apply executemany parameters to statement; number of parameter sets passed to Session.execute() ` +
      `(${sets.length}) does not match number of parameter sets given to ORMExecuteState.invokeStatement() ` +
      `(${news.length})`,
  )
}
