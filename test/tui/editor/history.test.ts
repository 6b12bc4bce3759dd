/** Walking and searching the history. */
import { describe, expect, test } from 'vitest'
import {
  type HistorySearch,
  searchFor,
  searchOn,
  startSearch,
} from '../../../src/tui/editor/history-search.js'
import { newer, older, startWalk } from '../../../src/tui/editor/history-walk.js'

const ENTRIES = ['select(1)', 'update(2)', 'select(3)', 'select(3)', 'insert(4)']

describe('walking', () => {
  test('visits entries with the typed prefix, each text once, and returns to the draft', () => {
    const draft = { text: 'sel', cursor: 3 }
    const first = older(ENTRIES, startWalk(ENTRIES, draft))
    expect(first?.document.text).toBe('select(3)')
    const second = first?.walk ? older(ENTRIES, first.walk) : null
    expect(second?.document).toEqual({ text: 'select(1)', cursor: 9 })
    expect(second?.walk && older(ENTRIES, second.walk)).toBeNull()
    const back = second?.walk ? newer(ENTRIES, second.walk) : null
    expect(back?.document.text).toBe('select(3)')
    const end = back?.walk ? newer(ENTRIES, { ...back.walk, index: 3 }) : null
    expect(end).toEqual({ walk: null, document: draft })
  })

  test('without a prefix visits everything', () => {
    const step = older(ENTRIES, startWalk(ENTRIES, { text: '', cursor: 0 }))
    expect(step?.document.text).toBe('insert(4)')
  })

  test('has nothing newer than the draft', () => {
    expect(newer(ENTRIES, startWalk(ENTRIES, { text: '', cursor: 0 }))).toBeNull()
  })
})

describe('searching', () => {
  const found = (search: HistorySearch): string | undefined => ENTRIES[search.index]

  test('narrows with the query and goes on to older and newer matches', () => {
    const typed = searchFor(ENTRIES, startSearch(ENTRIES), 'sel')
    expect(found(typed)).toBe('select(3)')
    const on = searchOn(ENTRIES, typed, -1)
    expect(found(on)).toBe('select(1)')
    expect(found(searchOn(ENTRIES, on, 1))).toBe('select(3)')
  })

  test('a failed search keeps the last match and says so', () => {
    const typed = searchFor(ENTRIES, startSearch(ENTRIES), 'sel')
    const failed = searchFor(ENTRIES, typed, 'selx')
    expect(failed.failed).toBe(true)
    expect(found(failed)).toBe('select(3)')
  })

  test('capitals in the query make case matter', () => {
    const entries = ['user', 'User']
    expect(entries[searchFor(entries, startSearch(entries), 'us').index]).toBe('User')
    expect(entries[searchFor(entries, startSearch(entries), 'Us').index]).toBe('User')
    expect(searchFor(['user'], startSearch(['user']), 'Us').failed).toBe(true)
  })

  test('an emptied query is back at the start', () => {
    const typed = searchFor(ENTRIES, startSearch(ENTRIES), 's')
    expect(searchFor(ENTRIES, typed, '')).toEqual(startSearch(ENTRIES))
  })
})
