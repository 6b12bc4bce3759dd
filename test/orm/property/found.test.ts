/** The shortest histories that random ones were reduced to, each of which once failed. */
import { test } from 'vitest'
import { runHistory, type Setting } from './run.js'

const plain: Setting = {
  items: 'save-update, merge',
  nodes: 'save-update, merge',
  autoflush: false,
  expireOnCommit: false,
}

test('a delete cascade may reach an object that a flush has deleted', () => {
  runHistory({ ...plain, items: 'all, delete-orphan' }, [
    ['create', 'owner'],
    ['create', 'item'],
    ['add', 0],
    ['pushBelow', 0, 0],
    ['delete', 1],
    ['delete', 0],
  ])
})

test('a cascade that reaches a deleted item with labels waits until that is forgotten', () => {
  runHistory({ ...plain, items: 'all' }, [
    ['create', 'label'],
    ['create', 'item'],
    ['create', 'owner'],
    ['add', 1],
    ['addLabel', 0, 0],
    ['setUp', 0, 0],
    ['delete', 1],
    ['delete', 1],
  ])
})
