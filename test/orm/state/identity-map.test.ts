import { expect, test } from 'vitest'
import { IdentityMap } from '../../../src/orm/state/identity-map.js'
import type { InstanceState } from '../../../src/orm/state/instance-state.js'

class Row {}

const stateOf = (plainKey: unknown) =>
  ({
    ...{ plainKey, position: -1, modified: false },
    mapper: { identityClass: Row },
  }) as unknown as InstanceState

function mapOf(keys: readonly unknown[]): { map: IdentityMap; states: InstanceState[] } {
  const map = new IdentityMap()
  const states = keys.map(stateOf)
  for (const state of states) map.addLoadedSingle(Row, state.plainKey, state)
  return { map, states }
}

test.each([
  ['from 1 on', [1, 2, 3]],
  ['far from 0', [10_001, 10_002, 10_003]],
  ['below the first one', [10_001, 5, 10_002, 4]],
  ['far apart', [7, 1_000_000, 8, -1]],
  ['of several kinds', [5000, 'a', 5001, 2.5]],
])('rows with keys %s are found, and leave alone', (_, keys) => {
  const { map, states } = mapOf(keys)
  expect(keys.map((key) => map.findSingle(Row, key))).toEqual(states)
  expect([map.findSingle(Row, 0), map.findSingle(Row, 10_000)]).toEqual([undefined, undefined])
  map.safeDiscard(states[1] as InstanceState)
  expect(keys.map((key) => map.findSingle(Row, key) !== undefined)).toEqual(
    keys.map((_key, index) => index !== 1),
  )
  expect(map.allStates()).toEqual(states.filter((_state, index) => index !== 1))
})

test('a state that lost its key to another leaves without taking the other along', () => {
  const { map, states } = mapOf([1])
  const other = stateOf(1)
  map.addLoadedSingle(Row, 1, other)
  map.safeDiscard(states[0] as InstanceState)
  expect(map.findSingle(Row, 1)).toBe(other)
})
