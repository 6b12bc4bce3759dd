/** `session.get`: by primary key, from the identity map where that is possible. */
import type { Io } from '../../../engine/io.js'
import { isModelClass } from '../../attributes/entity.js'
import { NoInspectionAvailable } from '../../errors.js'
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import { entitySelect } from '../../loading/entity-select.js'
import { entityOf, entityOrNull } from '../../loading/entities/entity-of.js'
import {
  getFromIdentityIo,
  getPresent,
  loadOnPkIdentityIo,
  loadOnPkIdentityNow,
  type PkLoad,
} from '../../loading/access/load-on-ident.js'
import { Mapper } from '../../mapping/mapper.js'
import { PASSIVE_OFF } from '../../state/passive.js'
import type { SessionCore } from '../session-core.js'

/** A key: one value, a list, or an object by attribute name. */
export type PrimaryKey = unknown

export interface GetOptions {
  /** Loader options. */
  readonly options?: readonly unknown[]
  /** Overwrites what an object in the session has loaded. */
  readonly populateExisting?: boolean
  /** Locks the row. */
  readonly withForUpdate?: boolean | object
  readonly identityToken?: unknown
  readonly executionOptions?: Readonly<Record<string, unknown>>
  readonly bindArguments?: Readonly<Record<string, unknown>>
}

/** @throws ArgumentError without a key; InvalidRequestError when it has a wrong number of values or wrong names */
export function* getIo(
  session: SessionCore,
  entity: unknown,
  primaryKey: PrimaryKey,
  options: GetOptions,
): Io<object | null> {
  const mapper = inspectedMapper(entity)
  if (primaryKey === undefined) throw missingKey(mapper)
  const identity = identityValues(mapper, primaryKey)
  const present = isReadAgain(options) ? undefined : getPresent(session, mapper, identity)
  if (present instanceof mapper.class_) return present
  return yield* present === null
    ? loadOnPkIdentityIo(session, pkLoadOf(mapper, identity, options))
    : getByIdentityIo(session, mapper, identity, options)
}

/** `getIo` in one step; undefined where that is not possible. */
export function getNow(
  session: SessionCore,
  entity: unknown,
  primaryKey: PrimaryKey,
  options: GetOptions,
): object | null | undefined {
  const mapper = inspectedMapper(entity)
  if (primaryKey === undefined) throw missingKey(mapper)
  const identity = identityValues(mapper, primaryKey)
  const present = isReadAgain(options) ? null : getPresent(session, mapper, identity)
  if (present instanceof mapper.class_) return present
  if (present !== null) return undefined
  return loadOnPkIdentityNow(session, pkLoadOf(mapper, identity, options))
}

/** What is in memory does not count. */
function isReadAgain({ populateExisting, withForUpdate }: GetOptions): boolean {
  return Boolean(populateExisting) || Boolean(withForUpdate)
}

export function* getByIdentityIo(
  session: SessionCore,
  mapper: Mapper,
  identity: readonly unknown[],
  options: GetOptions,
): Io<object | null> {
  if (!isReadAgain(options)) {
    let present = getPresent(session, mapper, identity)
    if (present === undefined)
      present = yield* getFromIdentityIo(session, mapper, identity, PASSIVE_OFF)
    if (present instanceof Object) return present instanceof mapper.class_ ? present : null
    if (typeof present === 'symbol') return null
  }
  return yield* loadOnPkIdentityIo(session, pkLoadOf(mapper, identity, options))
}

function pkLoadOf(mapper: Mapper, identity: readonly unknown[], given: GetOptions): PkLoad {
  const { options, populateExisting = false, withForUpdate = false } = given
  return {
    mapper,
    identity,
    statement: options ? entitySelect(mapper, { options: options as never }) : entitySelect(mapper),
    withForUpdate: withForUpdate === true ? {} : withForUpdate || null,
    identityToken: given.identityToken ?? null,
    loadOptions: populateExisting ? { populateExisting } : undefined,
    origin: { cause: 'get', path: mapper.className },
    executionOptions: given.executionOptions,
    bindArguments: given.bindArguments,
  }
}

/** The mapper of a class, alias or mapper. @throws ArgumentError */
export function mapperOf(entity: unknown): Mapper {
  const found = entity instanceof Mapper ? entity : (entityOf(entity) as { mapper?: unknown })
  const mapper = found instanceof Mapper ? found : found.mapper
  if (mapper instanceof Mapper) return mapper
  throw new ArgumentError(`Expected mapped class or mapper, got: ${String(entity)}`)
}

/** @throws NoInspectionAvailable for what is no entity at all */
function inspectedMapper(entity: unknown): Mapper {
  if (entityOrNull(entity) === null && !isModelClass(entity))
    throw new NoInspectionAvailable(entity)
  return mapperOf(entity)
}

/** A key that was forgotten is not NULL, which has no row. */
function missingKey(mapper: Mapper): ArgumentError {
  const names = mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key)
  const wanted = names.length === 1 ? 'a value' : 'a list of values or an object'
  return new ArgumentError(
    `session.get() needs the primary key of ${mapper.className} (${names.join(', ')}) after the class: ${wanted}`,
  )
}

function identityValues(mapper: Mapper, primaryKey: PrimaryKey): readonly unknown[] {
  const isByName = isPlainObject(primaryKey)
  const values = isByName ? Object.values(primaryKey) : toList(primaryKey)
  if (values.length !== mapper.primaryKey.length) {
    const columns = mapper.primaryKey.map((column) => `'${column.describe()}'`).join(',')
    throw new InvalidRequestError(
      'Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns are ' +
        columns,
    )
  }
  return isByName ? valuesByName(mapper, primaryKey) : values
}

function valuesByName(mapper: Mapper, given: Readonly<Record<string, unknown>>): unknown[] {
  const keys = mapper.primaryKey.map((column) => mapper.getPropertyByColumn(column).key)
  if (keys.every((key) => key in given)) return keys.map((key) => given[key])
  throw new InvalidRequestError(
    'Incorrect names of values in identifier to formulate primary key for session.get(); primary key attribute ' +
      `names are ${keys.map((key) => `'${key}'`).join(',')} (synonym names are also accepted)`,
  )
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value ?? null]
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
