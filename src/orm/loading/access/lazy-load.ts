/**
 * Runs a lazy load: the identity map first where it can answer, then one SELECT. Called by attributes on a miss,
 * through the loader callables, and by `immediateload`.
 */
import { isDrivenAtOnce, type Io } from '../../../engine/io.js'
import { DetachedInstanceError } from '../../errors.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  ATTR_EMPTY,
  ATTR_WAS_SET,
  DEFERRED_HISTORY_LOAD,
  NO_AUTOFLUSH,
  NO_RAISE,
  NO_VALUE,
  NON_PERSISTENT_OK,
  PASSIVE_CLASS_MISMATCH,
  PASSIVE_NO_RESULT,
  RELATED_OBJECT_OK,
  SQL_OK,
} from '../../state/passive.js'
import type { Passive } from '../../state/passive.js'
import { columnValueIo, columnValueNow } from './column-values.js'
import {
  getFromIdentityIo,
  getPresent,
  loadOnPkIdentityIo,
  loadOnPkIdentityNow,
  type PkLoad,
} from './load-on-ident.js'
import type { LoaderOptionBase } from '../options/load-chain.js'
import type { LoadElement } from '../options/load-element.js'
import { originOf } from '../rows/load-batch.js'
import { prebuffered, type QueryContext } from '../rows/query-context.js'
import type { LoadingSession, OrmExecuteOptions } from '../loading-session.js'
import type { EntityPath } from '../paths/path-registry.js'
import type { LazyLoader } from '../strategies/lazy.js'
import { lazyStatement } from './lazy-statement.js'

/** What a query's option, or an immediate load, changes about the load. */
export interface LazyOverrides {
  /** An option with criteria of its own, `lazyload(User.posts.and(…))`. */
  readonly option?: LoadElement | null
  readonly extraOptions?: readonly LoaderOptionBase[]
  /** Where the object stands, when not at its own load path. */
  readonly path?: EntityPath
  readonly executionOptions?: Readonly<Record<string, unknown>>
  /** The query an immediate load belongs to: what the loaded objects need in turn joins its follow-up loads. */
  readonly topLevelContext?: QueryContext
}

const NO_OVERRIDES: LazyOverrides = Object.freeze({})

/** The value of a relationship, or a sentinel that says why there is none. */
export function* loadLazilyIo(
  loader: LazyLoader,
  state: InstanceState,
  passive: Passive,
  overrides: LazyOverrides = NO_OVERRIDES,
): Io<unknown> {
  const refusal = refuse(loader, state, passive, overrides)
  if (refusal !== undefined) return refusal
  const session = sessionOf(loader, state, passive)
  if (session === null) return PASSIVE_NO_RESULT
  const load: LazyLoad = { loader, session, state, passive, overrides }
  return usesGet(load) ? yield* getIo(load) : yield* selectIo(load)
}

/** `loadLazilyIo` in one step, where requests are answered on the spot; undefined where it does not go so. */
export function loadLazilyNow(loader: LazyLoader, state: InstanceState, passive: Passive): unknown {
  const refusal = refuse(loader, state, passive, NO_OVERRIDES)
  if (refusal !== undefined) return refusal
  const session = sessionOf(loader, state, passive)
  if (session === null) return PASSIVE_NO_RESULT
  const load: LazyLoad = { loader, session, state, passive, overrides: NO_OVERRIDES }
  return usesGet(load) ? getNow(load) : selectNow(load)
}

/** One lazy load under way. */
interface LazyLoad {
  readonly loader: LazyLoader
  readonly session: LoadingSession
  readonly state: InstanceState
  readonly passive: Passive
  readonly overrides: LazyOverrides
}

function refuse(
  loader: LazyLoader,
  state: InstanceState,
  passive: Passive,
  overrides: LazyOverrides,
): unknown {
  const isPending = !state.hasIdentity
  const loadsPending = loader.property.options.loadOnPending === true || state.loadPending
  if (isPending && (!loadsPending || state.session === null)) return ATTR_EMPTY
  if (!(passive & SQL_OK) && !(loader.usesGet && !overrides.option)) return PASSIVE_NO_RESULT
  if (!(passive & NON_PERSISTENT_OK) && isPending) return PASSIVE_NO_RESULT
  loader.checkRaise('always', passive)
  return undefined
}

function sessionOf(
  loader: LazyLoader,
  state: InstanceState,
  passive: Passive,
): LoadingSession | null {
  if (state.session !== null) return state.session as LoadingSession
  if (passive & NO_RAISE) return null
  throw new DetachedInstanceError(
    `Parent instance ${state.toString()} is not bound to a Session; ` +
      `lazy load operation of attribute '${loader.property.key}' cannot proceed`,
  )
}

function usesGet({ loader, overrides }: LazyLoad): boolean {
  return loader.usesGet && !overrides.option
}

function* getIo(load: LazyLoad): Io<unknown> {
  const { loader, session, passive } = load
  const { mapper } = loader.property
  const identity = yield* identityIo(load)
  const unfit = answerWithoutKey(load, identity)
  if (unfit !== undefined) return unfit
  const present = yield* getFromIdentityIo(session, mapper, identity, passive)
  if (present === PASSIVE_CLASS_MISMATCH) return null
  if (present !== null) return present
  if (!(passive & SQL_OK) || !(passive & RELATED_OBJECT_OK)) return PASSIVE_NO_RESULT
  loader.checkRaise('onSql', passive)
  return yield* loadOnPkIdentityIo(session, pkLoadOf(load, identity))
}

function getNow(load: LazyLoad): unknown {
  const { loader, session, state, passive } = load
  const identity = loader.property.mapper.primaryKey.map((column) => {
    const source = loader.equatedColumns.get(column)
    return source ? columnValueNow(state, source, passive) : null
  })
  const unfit = answerWithoutKey(load, identity)
  if (unfit !== undefined) return unfit
  const present = getPresent(session, loader.property.mapper, identity)
  if (present === undefined) return undefined
  if (present === PASSIVE_CLASS_MISMATCH) return null
  if (present !== null) return present
  if (!(passive & SQL_OK) || !(passive & RELATED_OBJECT_OK)) return PASSIVE_NO_RESULT
  loader.checkRaise('onSql', passive)
  return loadOnPkIdentityNow(session, pkLoadOf(load, identity))
}

/** What is read where the parent's columns are no key to look for; undefined where they are. */
function answerWithoutKey(load: LazyLoad, identity: readonly unknown[]): unknown {
  if (identity.includes(PASSIVE_NO_RESULT)) return PASSIVE_NO_RESULT
  if (identity.includes(NO_VALUE)) return NO_VALUE
  const isMissing = (value: unknown): boolean => value === null || value === undefined
  const { allowPartialPks } = load.loader.property.mapper
  if (allowPartialPks ? identity.every(isMissing) : identity.some(isMissing)) return null
  return isSetMeanwhile(load) ? ATTR_WAS_SET : undefined
}

function pkLoadOf(load: LazyLoad, identity: readonly unknown[]): PkLoad {
  const { loader, state, overrides } = load
  return {
    mapper: loader.property.mapper,
    identity,
    statement: lazyStatement(loader, state, overrides),
    ...executeOptions(load),
  }
}

function* identityIo({ loader, state, passive }: LazyLoad): Io<unknown[]> {
  const identity: unknown[] = []
  for (const column of loader.property.mapper.primaryKey) {
    const source = loader.equatedColumns.get(column)
    identity.push(source ? yield* columnValueIo(state, source, passive) : null)
  }
  return identity
}

function* selectIo(load: LazyLoad): Io<unknown> {
  const now = isDrivenAtOnce() ? selectNow(load) : undefined
  if (now !== undefined) return now
  const { loader, session, state, passive, overrides } = load
  const parameters = yield* loader.clause.parametersIo(state, passive)
  const unfit = answerWithoutValues(load, parameters)
  if (unfit !== undefined) return unfit
  const statement = lazyStatement(loader, state, overrides)
  const result = yield* session.executeIo(statement, parameters, executeOptions(load))
  return valueOf(load, result.uniqueObjects())
}

function selectNow(load: LazyLoad): unknown {
  const { loader, session, state, passive, overrides } = load
  const parameters = loader.clause.parametersNow(state, passive)
  const unfit = answerWithoutValues(load, parameters)
  if (unfit !== undefined) return unfit
  const statement = lazyStatement(loader, state, overrides)
  const objects = session.objectsNow(statement, parameters, executeOptions(load))
  return objects === null ? undefined : valueOf(load, objects)
}

/** What is read where the parent's columns have no values to select by; undefined where they have. */
function answerWithoutValues(
  load: LazyLoad,
  parameters: Readonly<Record<string, unknown>>,
): unknown {
  const { loader, state, passive } = load
  if (isSetMeanwhile(load)) return ATTR_WAS_SET
  const values = Object.values(parameters)
  if (values.includes(NO_VALUE)) return null
  if (values.includes(PASSIVE_NO_RESULT)) return PASSIVE_NO_RESULT
  if (!state.hasIdentity && values.includes(null)) return null
  loader.checkRaise('onSql', passive)
  return undefined
}

function valueOf(load: LazyLoad, objects: readonly unknown[]): unknown {
  return load.loader.property.uselist ? objects : scalarOf(load, objects)
}

/** A scalar relationship with several rows is a mistake of the mapping: worth a warning, not an error. */
function scalarOf({ loader, session }: LazyLoad, objects: readonly unknown[]): unknown {
  if (objects.length > 1) {
    session.warn(
      `Multiple rows returned with uselist=False for lazily-loaded attribute '${String(loader.property)}' `,
    )
  }
  return objects[0] ?? null
}

/** Something the load itself caused (an autoflush, an event) may have set the attribute. */
function isSetMeanwhile({ loader, state, passive }: LazyLoad): boolean {
  return state.has(loader.property.key) && !(passive & DEFERRED_HISTORY_LOAD)
}

function executeOptions({ loader, state, passive, overrides }: LazyLoad): OrmExecuteOptions {
  const autoflush = state.hasIdentity && !(passive & NO_AUTOFLUSH)
  const { topLevelContext = null, executionOptions } = overrides
  return {
    executionOptions: prebuffered(executionOptions),
    loadOptions: { invokeAllEagers: false, lazyLoadedFrom: state, autoflush, topLevelContext },
    origin: originOf('lazy load', String(loader.property), state),
  }
}
