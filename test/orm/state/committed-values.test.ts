import { describe, expect, test } from 'vitest'
import { CommittedValues } from '../../../src/orm/state/committed-values.js'

describe('committed values', () => {
  test('are found by key, the last one set for it', () => {
    const values = new CommittedValues()
    values.set('name', 'ed')
    values.set('age', undefined)
    values.set('name', 'wendy')
    expect(values.get('name')).toBe('wendy')
    expect(values.has('age')).toBe(true)
    expect(values.has('email')).toBe(false)
    expect(values.get('email')).toBeUndefined()
  })

  test.each([['first'], ['middle'], ['last']])('lose the %s one and keep the others', (key) => {
    const keys = ['first', 'middle', 'last']
    const values = new CommittedValues()
    for (const each of keys) values.set(each, each.length)
    values.delete(key)
    expect(keys.filter((each) => values.has(each))).toEqual(keys.filter((each) => each !== key))
  })

  test('are copied: the copy does not change with them', () => {
    const values = new CommittedValues()
    values.set('name', 'ed')
    const copy = values.copy()
    values.set('name', 'wendy')
    values.set('age', 7)
    expect([copy.get('name'), copy.has('age')]).toEqual(['ed', false])
  })
})
