/** What one execution of an entity statement is made of, and the two steps all kinds share: send it, make objects. */
import type { Io } from '../../engine/io.js'
import type { StatementOrigin } from '../../engine/observer.js'
import type { Result } from '../../engine/result.js'
import type { CursorResult } from '../../engine/result/cursor-result.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type {
  LoadingSession,
  OrmExecuteOptions,
  StatementParameters,
} from '../loading/loading-session.js'
import { mapperOf, type Entity } from '../loading/paths/entity.js'
import { instancesIo, type RawRows } from '../loading/rows/instances.js'
import { batchOf } from '../loading/rows/load-batch.js'
import {
  DEFAULT_LOAD_OPTIONS,
  QueryContext,
  type LoadOptions,
} from '../loading/rows/query-context.js'
import type { RowLayout } from '../loading/rows/row.js'
import type { OrmSelectCompileState } from './compile/select-compile-state.js'

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
  const own = (statement as { readonly executionOptionValues?: object }).executionOptionValues
  const executionOptions: Record<string, unknown> = { ...own, ...options.executionOptions }
  const loadOptions = {
    ...DEFAULT_LOAD_OPTIONS,
    ...userLoadOptions(executionOptions),
    ...options.loadOptions,
  }
  const subject = statement.propagateAttrs?.subject as Entity | undefined
  const path = subject ? { path: mapperOf(subject).className } : {}
  const origin = options.origin ?? { cause: 'query', ...path }
  return { session, statement, parameters, executionOptions, loadOptions, origin, given: options }
}

/** Execution options that concern loading. */
function userLoadOptions(options: Readonly<Record<string, unknown>>): Partial<LoadOptions> {
  const { populateExisting, autoflush, yieldPer, identityToken } = options
  return {
    ...(populateExisting === undefined ? {} : { populateExisting: populateExisting === true }),
    ...(autoflush === undefined ? {} : { autoflush: autoflush !== false }),
    ...(typeof yieldPer === 'number' ? { yieldPer } : {}),
    ...(identityToken === undefined ? {} : { identityToken }),
  }
}

/** Sends a statement on the connection of the session's transaction. */
export function* sendIo(
  { session, parameters, executionOptions, origin, given }: OrmExecution,
  statement: ClauseElement,
): Io<CursorResult> {
  const { bindArguments } = given
  const connection = yield* session.connectionForIo(
    bindArguments ? { clause: statement, ...bindArguments } : { clause: statement },
  )
  return yield* connection.executeIo(statement, parameters, { ...executionOptions, origin })
}

export interface LoadPlan {
  readonly state: OrmSelectCompileState
  readonly layout: RowLayout
  /** Rows that are not the cursor's own. */
  readonly rows?: RawRows
}

/** Rows become what the statement asked for. */
export function* objectsIo(
  execution: OrmExecution,
  cursor: CursorResult,
  { state, layout, rows = cursor }: LoadPlan,
): Io<Result> {
  const { session, statement, parameters, executionOptions, loadOptions, origin } = execution
  const context = new QueryContext(state, session, loadOptions, {
    statement,
    parameters: singleSet(parameters),
    executionOptions,
    origin,
    batch: batches(origin, cursor.statementId),
  })
  const entities = state.items.map((item, index) =>
    item.resultEntity(context, layout, state.names[index] ?? ''),
  )
  return yield* instancesIo(rows, context, entities, {
    prebuffer: executionOptions['prebufferRows'] === true,
  })
}

function singleSet(parameters: StatementParameters | null): Readonly<Record<string, unknown>> {
  return parameters === null || Array.isArray(parameters)
    ? {}
    : (parameters as Record<string, unknown>)
}

/** The batch of the objects one statement brings in; it grows with each of them. */
function batches(origin: StatementOrigin, statementId: number) {
  let batch: ReturnType<typeof batchOf> | null = null
  return () => {
    batch ??= batchOf(origin, statementId, origin.path ?? 'entity')
    batch.size += 1
    return batch
  }
}
