import { expect, test } from 'vitest'
import { FlushedStates } from '../../../src/orm/persistence/unit-of-work/flushed-states.js'
import type { InstanceState } from '../../../src/orm/state/instance-state.js'

const saved = { isDelete: false, listOnly: false }
const deleted = { isDelete: true, listOnly: false }

const newState = () => ({ flushPosition: -1 }) as InstanceState

test('objects of a flush are known to it alone, whatever place they had in another', () => {
  const [first, second] = [newState(), newState()]
  const before = new FlushedStates()
  before.set(first, saved)
  before.set(second, saved)
  const now = new FlushedStates()
  now.set(second, saved)
  expect([now.has(first), now.has(second), now.size]).toEqual([false, true, 1])
  expect(now.get(first)).toBeUndefined()
})

test('what is done to an object may change; it keeps its place', () => {
  const [first, second] = [newState(), newState()]
  const states = new FlushedStates()
  states.set(first, saved)
  states.set(second, deleted)
  states.set(first, deleted)
  expect(states.thatAre({ deleted: true })).toEqual([first, second])
  expect(states.thatAre({ deleted: false })).toEqual([])
})
