/** Loads the present row of objects the session has: expired attributes, `refresh()`, values the database made. */
import type { Io } from '../../../engine/io.js'
import type { StatementOrigin } from '../../../engine/observer.js'
import { InvalidRequestError } from '../../../errors.js'
import { loadOnPkIdentityIo } from '../../loading/access/load-on-ident.js'
import { loadScalarAttributesIo } from '../../loading/access/refresh.js'
import { entitySelect } from '../../loading/entity-select.js'
import { ObjectDeletedError } from '../../loading/errors.js'
import { describeIdentity } from '../../loading/rows/load-batch.js'
import { RelationshipProperty } from '../../mapping/relationship.js'
import type { InstanceState } from '../../state/instance-state.js'
import { NO_RAISE, PASSIVE_OFF, type Passive } from '../../state/passive.js'
import type { SessionCore } from '../session-core.js'

export interface RefreshOptions {
  /** Attributes to load; all column attributes and eager relationships when absent. */
  readonly attributeNames?: readonly string[] | undefined
  readonly withForUpdate?: boolean | object | undefined
}

/** The second argument of `refresh()`: names, or the options at once. */
export type RefreshArgument = readonly string[] | RefreshOptions | null | undefined

/** What `refresh(object, ['name'], options)` and `refresh(object, options)` ask for. */
export function readRefreshOptions(
  argument: RefreshArgument,
  options: RefreshOptions | undefined,
): RefreshOptions {
  const first = isNames(argument) ? { attributeNames: argument } : argument
  return { ...first, ...options }
}

function isNames(argument: RefreshArgument): argument is readonly string[] {
  return Array.isArray(argument)
}

/** What reading an expired or deferred attribute comes down to. */
export function loadExpiredAttributesIo(
  session: SessionCore,
  state: InstanceState,
  { keys, passive }: { readonly keys: readonly string[]; readonly passive: Passive },
): Io<void> {
  return loadScalarAttributesIo(session, state, keys, passive)
}

/** `Session.refresh`, after the attributes have been expired. @throws InvalidRequestError when the row is gone */
export function* refreshIo(
  session: SessionCore,
  state: InstanceState,
  { attributeNames, withForUpdate }: RefreshOptions,
): Io<void> {
  const origin = refreshOrigin(state)
  yield* session.autoflushIo(origin)
  const { mapper } = state
  const loaded = yield* loadOnPkIdentityIo(session, {
    mapper,
    identity: state.identity ?? [],
    statement: entitySelect(mapper).setLabelStyle('disambiguateOnly'),
    refreshState: state,
    onlyLoadProps: attributeNames ? keysToLoad(state, attributeNames) : null,
    withForUpdate: withForUpdate === true ? {} : withForUpdate || null,
    loadOptions: { isUserRefresh: true },
    origin,
  })
  if (loaded === null) {
    throw new InvalidRequestError(`Could not refresh instance '${state.toString()}'`)
  }
}

/** Relationships need the key of the row, whether or not it was asked for. */
function keysToLoad({ mapper }: InstanceState, names: readonly string[]): readonly string[] {
  if (!names.some((name) => mapper.props.get(name) instanceof RelationshipProperty)) return names
  const keys = mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key)
  return [...new Set([...keys, ...names])]
}

/** Values the database made in an INSERT or UPDATE that could not return them. */
export function* loadEagerDefaultsIo(
  session: SessionCore,
  state: InstanceState,
  { keys, origin }: { readonly keys: readonly string[]; readonly origin: StatementOrigin },
): Io<void> {
  yield* loadOnPkIdentityIo(session, {
    mapper: state.mapper,
    identity: state.identity ?? [],
    statement: entitySelect(state.mapper, {}),
    refreshState: state,
    onlyLoadProps: keys,
    origin,
  })
}

/** True when an expired object turns out to have no row any more; it leaves the session then. */
export function* isGoneIo(session: SessionCore, state: InstanceState): Io<boolean> {
  try {
    yield* state.loadExpiredIo(PASSIVE_OFF | NO_RAISE)
    return false
  } catch (error) {
    if (!(error instanceof ObjectDeletedError)) throw error
    session.removeNewlyDeleted([state])
    return true
  }
}

function refreshOrigin(state: InstanceState): StatementOrigin {
  const { batch } = state
  return {
    cause: 'refresh',
    path: state.mapper.className,
    parent: describeIdentity(state),
    ...(batch ? { batch } : {}),
  }
}
