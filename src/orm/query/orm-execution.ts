/** What one execution of an entity statement is made of, and the two steps all kinds share: send it, make objects. */
import type { ExecutionOptions } from '../../engine/execution-options.js'
import { runSync, type Io } from '../../engine/io.js'
import type { StatementOrigin } from '../../engine/observer.js'
import type { Result } from '../../engine/result.js'
import type { CursorResult } from '../../engine/result/cursor-result.js'
import type { FetchedRows } from '../../engine/result/fetched-rows.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { Select } from '../../sql/selectable/select.js'
import type {
  BindArguments,
  LoadingSession,
  OrmExecuteOptions,
  StatementParameters,
} from '../loading/loading-session.js'
import { mapperOf, type Entity } from '../loading/paths/entity.js'
import {
  distinctObjects,
  followUpIo,
  instancesIo,
  type RawRows,
} from '../loading/rows/instances.js'
import {
  DEFAULT_LOAD_OPTIONS,
  QueryContext,
  type LoadOptions,
} from '../loading/rows/query-context.js'
import type { RowLayout } from '../loading/rows/row.js'
import type { OrmSelectCompileState } from './compile/select-compile-state.js'
import type { SelectItem } from './compile/query-entity.js'

/** One execution, with everything that was said about it gathered. */
export interface OrmExecution {
  readonly session: LoadingSession
  readonly statement: ClauseElement
  readonly parameters: StatementParameters | null
  readonly executionOptions: Readonly<Record<string, unknown>>
  readonly loadOptions: LoadOptions
  readonly origin: StatementOrigin
  readonly given: OrmExecuteOptions
}

interface Call {
  readonly statement: ClauseElement
  readonly parameters: StatementParameters | null
  readonly options: OrmExecuteOptions
}

export function executionOf(
  session: LoadingSession,
  { statement, parameters, options }: Call,
): OrmExecution {
  const executionOptions = executionOptionsOf(statement, options)
  const loadOptions = loadOptionsOf(executionOptions, options.loadOptions)
  const origin = options.origin ?? queryOrigin(statement)
  return { session, statement, parameters, executionOptions, loadOptions, origin, given: options }
}

const NO_OPTIONS: Readonly<Record<string, unknown>> = Object.freeze({})

/** The statement's own under those of the call; no copy is made where there is nothing to put together. */
function executionOptionsOf(
  statement: ClauseElement,
  { executionOptions: given = NO_OPTIONS }: OrmExecuteOptions,
): Readonly<Record<string, unknown>> {
  const { executionOptionValues: own } = statement as {
    readonly executionOptionValues?: Readonly<Record<string, unknown>>
  }
  if (own === undefined || Object.keys(own).length === 0) return given
  return { ...own, ...given }
}

/** How rows become objects: what the ORM says over what the user's execution options say. */
function loadOptionsOf(
  { populateExisting, autoflush, yieldPer, identityToken }: Readonly<Record<string, unknown>>,
  given: Partial<LoadOptions> | undefined,
): LoadOptions {
  const isPlain =
    populateExisting === undefined &&
    autoflush === undefined &&
    yieldPer === undefined &&
    identityToken === undefined
  if (isPlain) return given === undefined ? DEFAULT_LOAD_OPTIONS : withDefaults(given)
  return {
    ...DEFAULT_LOAD_OPTIONS,
    ...(populateExisting === undefined ? {} : { populateExisting: populateExisting === true }),
    ...(autoflush === undefined ? {} : { autoflush: autoflush !== false }),
    ...(typeof yieldPer === 'number' ? { yieldPer } : {}),
    ...(identityToken === undefined ? {} : { identityToken }),
    ...given,
  }
}

/** Spelled out: every lazy load comes by here, and spreading costs several times as much. */
function withDefaults(given: Partial<LoadOptions>): LoadOptions {
  const defaults = DEFAULT_LOAD_OPTIONS
  return {
    populateExisting: given.populateExisting ?? defaults.populateExisting,
    versionCheck: given.versionCheck ?? defaults.versionCheck,
    invokeAllEagers: given.invokeAllEagers ?? defaults.invokeAllEagers,
    autoflush: given.autoflush ?? defaults.autoflush,
    yieldPer: given.yieldPer ?? defaults.yieldPer,
    onlyReturnTuples: given.onlyReturnTuples ?? defaults.onlyReturnTuples,
    refreshState: given.refreshState ?? defaults.refreshState,
    isUserRefresh: given.isUserRefresh ?? defaults.isUserRefresh,
    identityToken: given.identityToken ?? defaults.identityToken,
    lazyLoadedFrom: given.lazyLoadedFrom ?? defaults.lazyLoadedFrom,
    topLevelContext: given.topLevelContext ?? defaults.topLevelContext,
  }
}

function queryOrigin(statement: ClauseElement): StatementOrigin {
  const subject = statement.propagateAttrs?.subject as Entity | undefined
  return subject ? { cause: 'query', path: mapperOf(subject).className } : { cause: 'query' }
}

/** Sends a statement on the connection of the session's transaction. */
export function* sendIo(execution: OrmExecution, statement: ClauseElement): Io<CursorResult> {
  const { session, parameters } = execution
  const connection = yield* session.connectionForIo(bindOf(execution, statement))
  return yield* connection.executeIo(statement, parameters, optionsOf(execution))
}

/** The same in one step, where the connection is there and nothing else is to be done; null where it is not. */
export function sendNow(execution: OrmExecution, statement: Select): FetchedRows | null {
  const { session, parameters } = execution
  const connection = session.presentConnection(bindOf(execution, statement))
  return connection?.selectNow(statement, parameters, optionsOf(execution)) ?? null
}

function bindOf({ given: { bindArguments } }: OrmExecution, clause: ClauseElement): BindArguments {
  return bindArguments ? { clause, ...bindArguments } : { clause }
}

/** Most executions have no options; spreading none of them costs as much as looking the statement up. */
function optionsOf({ executionOptions, origin }: OrmExecution): ExecutionOptions {
  return isEmpty(executionOptions) ? { origin } : { ...executionOptions, origin }
}

function isEmpty(options: Readonly<Record<string, unknown>>): boolean {
  for (const _ in options) return false
  return true
}

export interface LoadPlan {
  readonly state: OrmSelectCompileState
  readonly layout: RowLayout
  /** Rows that are not the cursor's own. */
  readonly rows?: RawRows
}

/** The rows of a statement and its number. */
type Answer = RawRows & { readonly statementId: number }

/** Rows become what the statement asked for. */
export function objectsIo(
  execution: OrmExecution,
  cursor: Answer,
  { state, layout, rows = cursor }: LoadPlan,
): Io<Result> {
  const { executionOptions } = execution
  const context = new QueryContext(state, execution, cursor.statementId)
  const entities = state.items.map((item, index) =>
    item.resultEntity(context, layout, state.names[index] ?? ''),
  )
  return instancesIo(rows, context, entities, {
    prebuffer: executionOptions['prebufferRows'] === true,
    streamed: executionOptions['feedRows'] === true,
  })
}

/** The objects of a statement for one entity, each once, with what they need in turn. */
export function objectsNow(
  execution: OrmExecution,
  fetched: FetchedRows,
  { state, layout }: LoadPlan,
): readonly unknown[] {
  const context = new QueryContext(state, execution, fetched.statementId)
  const item = state.items[0] as SelectItem
  const { process } = item.resultEntity(context, layout, '')
  const objects = distinctObjects(fetched.rawRows(), process)
  if (context.hasFollowUps) runSync(followUpIo(context, false))
  return objects
}
