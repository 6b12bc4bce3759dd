/**
 * Loads one object by its primary key: `session.get`, refreshes, many-to-one lazy loads. The identity map first,
 * where that is asked for.
 */
import { isDrivenAtOnce, type Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { Select } from '../../../sql/selectable/select.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  PASSIVE_CLASS_MISMATCH,
  PASSIVE_NO_RESULT,
  RELATED_OBJECT_OK,
  SQL_OK,
  type Passive,
} from '../../state/passive.js'
import { MultipleResultsFound } from '../../../engine/errors.js'
import { secondRowMessages } from '../../../engine/result/filtered-result.js'
import { warn } from '../../../util/warnings.js'
import { ObjectDeletedError } from '../errors.js'
import type { LoadingSession, OrmExecuteOptions } from '../loading-session.js'
import { getClause } from '../entities/get-clause.js'
import { withCompileOptions } from '../entity-select.js'
import { FromStatement } from '../from-statement.js'
import type { LoaderOptionBase } from '../options/load-chain.js'
import { type PathRegistry, rootPath } from '../paths/path-registry.js'
import { prebuffered, type LoadOptions } from '../rows/query-context.js'
import type { ForUpdateOptions } from '../../../sql/selectable/generative-select.js'

/**
 * What the identity map alone can say of an identity: its object, null where it has none, a sentinel for another
 * class; undefined when the object is expired and the database must be asked.
 */
export function getPresent(
  { identityMap }: LoadingSession,
  mapper: Mapper,
  identity: readonly unknown[],
): unknown {
  const state = identityMap.find(mapper.identityClass, identity)
  if (state === undefined) return null
  if (mapper.inherits && !state.mapper.isa(mapper)) return PASSIVE_CLASS_MISMATCH
  if (state.expired) return undefined
  identityMap.answered++
  return state.obj
}

/**
 * The object of an identity if the session has it, checked against the database when it is expired; null if not, or
 * a sentinel when the identity belongs to another class or `passive` forbids the check.
 */
export function* getFromIdentityIo(
  session: LoadingSession,
  mapper: Mapper,
  identity: readonly unknown[],
  passive: Passive,
): Io<unknown> {
  const present = getPresent(session, mapper, identity)
  const state = present === undefined && session.identityMap.find(mapper.identityClass, identity)
  if (!state) return present
  if (!(passive & SQL_OK)) return PASSIVE_NO_RESULT
  if (!(passive & RELATED_OBJECT_OK)) return state.obj
  return yield* checkedIo(session, state, passive)
}

function* checkedIo(
  session: LoadingSession,
  state: InstanceState,
  passive: Passive,
): Io<object | null> {
  try {
    yield* state.loadExpiredIo(passive)
    return state.obj
  } catch (error) {
    if (!(error instanceof ObjectDeletedError)) throw error
    session.removeNewlyDeleted([state])
    return null
  }
}

type SetOfParameters = Readonly<Record<string, unknown>>

export interface PkLoad extends OrmExecuteOptions {
  readonly mapper: Mapper
  readonly identity: readonly unknown[]
  /** `SELECT entity`; the WHERE is added, unless `parameters` say that it is there already. */
  readonly statement: Select
  readonly parameters?: SetOfParameters | null
  /** Sent in place of `statement`, which says what the rows become. */
  readonly source?: ClauseElement | null
  readonly refreshState?: InstanceState | null
  readonly onlyLoadProps?: readonly string[] | null
  readonly withForUpdate?: ForUpdateOptions | null
  readonly identityToken?: unknown
}

/** One SELECT by primary key; null when there is no row. */
export function* loadOnPkIdentityIo(session: LoadingSession, load: PkLoad): Io<object | null> {
  const now = isDrivenAtOnce() ? loadOnPkIdentityNow(session, load) : undefined
  if (now !== undefined) return now
  warnAboutKey(load)
  const { statement, parameters } = sentStatement(load)
  const result = yield* session.executeIo(statement, parameters, executeOptionsOf(load))
  return result.onlyObject()
}

/** The same in one step; undefined where that is not possible. */
export function loadOnPkIdentityNow(
  session: LoadingSession,
  load: PkLoad,
): object | null | undefined {
  const { statement, parameters } = sentStatement(load)
  const objects = session.objectsNow(statement, parameters, executeOptionsOf(load))
  if (objects === null) return undefined
  warnAboutKey(load)
  return onlyObject(objects)
}

/** @throws MultipleResultsFound */
function onlyObject(objects: readonly unknown[]): object | null {
  if (objects.length > 1) throw new MultipleResultsFound(secondRowMessages['one or none'])
  return (objects[0] ?? null) as object | null
}

function sentStatement(load: PkLoad): { statement: ClauseElement; parameters: SetOfParameters } {
  const { statement, parameters } = keyedStatement(load)
  const prepared = forRefresh(statement, load)
  return {
    statement: load.source ? new FromStatement(prepared, load.source) : prepared,
    parameters,
  }
}

function executeOptionsOf(load: PkLoad): OrmExecuteOptions {
  return {
    executionOptions: prebuffered(load.executionOptions),
    loadOptions: loadOptionsOf(load),
    origin: load.origin,
    bindArguments: load.bindArguments,
  }
}

const FULLY_NULL =
  'fully NULL primary key identity cannot load any object.  This condition may raise an error in a future release.'

function warnAboutKey({ identity, parameters }: PkLoad): void {
  if (!parameters && identity.every((value) => value === null)) warn(FULLY_NULL)
}

function keyedStatement({ mapper, identity, statement, parameters }: PkLoad) {
  if (parameters) return { statement, parameters }
  const key = getClause(mapper).forIdentity(identity)
  return { statement: filtered(statement, key.criterion), parameters: key.parameters }
}

const byCriterion = new WeakMap<
  Select,
  { readonly criterion: ColumnElement; readonly statement: Select }
>()

/** Statements that are asked for again and again stay the same object. */
function filtered(statement: Select, criterion: ColumnElement<boolean>): Select {
  const known = byCriterion.get(statement)
  if (known?.criterion === criterion) return known.statement
  const made = statement.where(criterion)
  byCriterion.set(statement, { criterion, statement: made })
  return made
}

/** What the compiler must know of a refresh: which attributes, and which options loaded the object. */
function forRefresh(
  statement: Select,
  { refreshState = null, onlyLoadProps = null, withForUpdate }: PkLoad,
): Select {
  const locked = withForUpdate ? statement.withForUpdate(withForUpdate) : statement
  if (!refreshState && !onlyLoadProps) return locked
  const changes = { forRefreshState: refreshState !== null, onlyLoadProps }
  const loadOptions = (refreshState?.loadOptions ?? []) as readonly LoaderOptionBase[]
  if (loadOptions.length === 0) return withCompileOptions(locked, changes)
  const parent = (refreshState?.loadPath as PathRegistry | null)?.parent ?? rootPath
  return withCompileOptions(locked.options(...loadOptions), { ...changes, currentPath: parent })
}

function loadOptionsOf({
  loadOptions,
  refreshState,
  identityToken,
  withForUpdate,
}: PkLoad): Partial<LoadOptions> | undefined {
  if (!withForUpdate && !refreshState && identityToken == null) return loadOptions
  return {
    ...loadOptions,
    ...(withForUpdate ? { versionCheck: true } : {}),
    ...(refreshState ? { refreshState } : {}),
    ...(identityToken == null ? {} : { identityToken }),
  }
}
