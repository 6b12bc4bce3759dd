/** The objects of one save or delete in the order in which they are written, with what is the same for all of them. */
import type { Connection } from '../../../engine/connection.js'
import { InvalidRequestError } from '../../../errors.js'
import type { Io } from '../../../engine/io.js'
import { keepShape } from '../../../util/kept-shapes.js'
import type { Processor } from '../../../sql/types/type-engine.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { UOWTransaction } from '../unit-of-work/unit-of-work.js'

/** One object on its way to the database. */
export class StoredState {
  constructor(
    readonly state: InstanceState,
    readonly mapper: Mapper,
    readonly connection: Connection,
  ) {}
}

keepShape(new StoredState({} as InstanceState, {} as Mapper, {} as Connection))

/** New objects by order of `add()`, then persistent ones by primary key. */
export function* organizeIo(
  baseMapper: Mapper,
  states: Iterable<InstanceState>,
  uow: UOWTransaction,
): Io<StoredState[]> {
  const sorted = sortStates(states)
  if (sorted.length === 0) return []
  const connection = yield* uow.session.flushConnectionIo(baseMapper)
  return sorted.map((state) => new StoredState(state, state.mapper, connection))
}

export function sortStates(states: Iterable<InstanceState>): InstanceState[] {
  const pending: InstanceState[] = []
  const persistent: InstanceState[] = []
  for (const state of states) (state.hasIdentity ? persistent : pending).push(state)
  pending.sort((left, right) => (left.insertOrder ?? 0) - (right.insertOrder ?? 0))
  sortByIdentity(persistent)
  if (pending.length === 0) return persistent
  return persistent.length === 0 ? pending : [...pending, ...persistent]
}

function sortByIdentity(states: InstanceState[]): void {
  const [first] = states
  const functions = first?.mapper.primaryKey.map(({ type }) => type.sortKeyFunction) ?? NO_VALUES
  if (functions.every((each) => each === null)) {
    states.sort(byIdentity)
    return
  }
  const keys = new Map(
    states.map((state) => [
      state,
      keyOf(state).map((value, index) => (functions[index] as Processor | null)?.(value) ?? value),
    ]),
  )
  states.sort((left, right) => compareKeys(keys.get(left) ?? [], keys.get(right) ?? []))
}

function byIdentity(left: InstanceState, right: InstanceState): number {
  const [first, second] = [left.singleKey, right.singleKey]
  if (typeof first === 'number' && typeof second === 'number' && first !== second)
    return first - second
  return compareKeys(keyOf(left), keyOf(right))
}

function keyOf(state: InstanceState): readonly unknown[] {
  return state.identity ?? NO_VALUES
}

function compareKeys(values: readonly unknown[], others: readonly unknown[]): number {
  for (let index = 0; index < values.length; index += 1) {
    const order = compareValues(values[index], others[index])
    if (order !== 0) return order
  }
  return 0
}

const NO_VALUES: readonly unknown[] = []

function compareValues(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (left === null || left === undefined) return -1
  if (right === null || right === undefined) return 1
  const [first, second] = [sortable(left), sortable(right)]
  if (first < second) return -1
  return first > second ? 1 : 0
}

function sortable(value: unknown): string | number | bigint {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Date) return value.getTime()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value === 'object') return String(value)
  throw new InvalidRequestError(
    `Could not sort objects by primary key; primary key values must be sortable (was: ${typeof value})`,
  )
}
