import { expect, test } from 'vitest'
import type { InstanceState } from '../../../src/orm/state/instance-state.js'
import { StateList } from '../../../src/orm/state/state-list.js'

const states = (count: number): InstanceState[] =>
  Array.from({ length: count }, () => ({ position: -1 }) as InstanceState)

test('keeps the order in which states came, and each once', () => {
  const [a, b, c] = states(3) as [InstanceState, InstanceState, InstanceState]
  const list = new StateList()
  for (const state of [a, b, c, b]) list.add(state)
  list.delete(a)
  list.delete(a)
  list.add(a)
  expect(list.all()).toEqual([b, c, a])
  expect(list.size).toBe(3)
})

test('finds its states after gaps were closed', () => {
  const all = states(200)
  const list = new StateList()
  for (const state of all) list.add(state)
  for (const state of all.slice(0, 190)) list.delete(state)
  const rest = all.slice(190)
  expect(list.all()).toEqual(rest)
  expect(rest.every((state) => list.has(state))).toBe(true)
  expect(list.has(all[0] as InstanceState)).toBe(false)
})

test('does not take the position in another list for its own', () => {
  const [state] = states(1) as [InstanceState]
  const [old, current] = [new StateList(), new StateList()]
  old.add(state)
  expect(current.has(state)).toBe(false)
  current.add(state)
  expect(current.size).toBe(1)
})
