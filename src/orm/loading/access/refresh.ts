/** Fills expired or deferred column attributes of one object with one SELECT. The session's hooks call it. */
import type { Io } from '../../../engine/io.js'
import { InvalidRequestError } from '../../../errors.js'
import { warn } from '../../../util/warnings.js'
import { notBoundToLoad } from '../../errors.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { NO_AUTOFLUSH, type Passive } from '../../state/passive.js'
import { entitySelect } from '../entity-select.js'
import { ObjectDeletedError } from '../errors.js'
import type { LoadingSession } from '../loading-session.js'
import { originOf } from '../rows/load-batch.js'
import { loadOnPkIdentityIo } from './load-on-ident.js'
import { optimizedSelect } from './optimized-select.js'

/**
 * `loading.load_scalar_attributes`.
 *
 * @throws ObjectDeletedError when the row is gone, DetachedInstanceError without a session
 */
export function* loadScalarAttributesIo(
  session: LoadingSession | null,
  state: InstanceState,
  keys: readonly string[],
  passive: Passive,
): Io<void> {
  if (session === null) throw notBoundToLoad(state)
  const { mapper } = state
  const identity = identityOf(state)
  if (identity === null) return
  const cause = keys.some((key) => isDeferred(mapper, key)) ? 'deferred load' : 'refresh'
  const optimized = optimizedSelect(mapper, state, keys)
  const loaded = yield* loadOnPkIdentityIo(session, {
    mapper,
    identity,
    statement: entitySelect(mapper),
    source: optimized?.statement ?? null,
    parameters: optimized?.parameters ?? null,
    refreshState: state,
    onlyLoadProps: keys,
    loadOptions: { autoflush: !(passive & NO_AUTOFLUSH) },
    origin: originOf(cause, describe(mapper, keys), state),
  })
  if (loaded === null && state.hasIdentity) throw new ObjectDeletedError(state)
}

/** The key of the row: a persistent object has it, one that is being flushed has its columns. */
function identityOf(state: InstanceState): readonly unknown[] | null {
  if (state.key) return state.key.identity
  const { mapper } = state
  const keys = mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key)
  if (keys.some((key) => state.expiredAttributes.has(key))) {
    throw new InvalidRequestError(
      `Instance ${state.toString()} cannot be refreshed - it's not  persistent and does not contain a full primary key.`,
    )
  }
  const identity = keys.map((key) => state.value(key))
  if (identity.every((value) => value !== undefined && value !== null)) return identity
  warn(
    `Instance ${state.toString()} to be refreshed doesn't contain a full primary key - can't be refreshed (and shouldn't be expired, either).`,
  )
  return null
}

function isDeferred(mapper: Mapper, key: string): boolean {
  const property = mapper.props.get(key)
  return property instanceof ColumnProperty && property.deferred
}

/** `User.bio`, or the class when a whole row is read again. */
function describe(mapper: Mapper, keys: readonly string[]): string {
  const [only] = keys
  return keys.length === 1 && only ? `${mapper.className}.${only}` : mapper.className
}
