/** Ordering by dependencies: levels, stability, cycles. */
import { describe, expect, it } from 'vitest'
import { CircularDependencyError } from '../../src/util/errors.js'
import { findCycles, sort, sortAsSubsets, type Edge } from '../../src/util/topological-sort.js'

describe('topological sort', () => {
  it('keeps the given order inside a level', () => {
    const edges: Edge<string>[] = [['user', 'post']]
    expect([...sortAsSubsets(edges, ['post', 'tag', 'user', 'city'])]).toEqual([
      ['tag', 'user', 'city'],
      ['post'],
    ])
  })

  it('puts every item after what it needs', () => {
    const edges: Edge<number>[] = [
      [3, 2],
      [2, 1],
      [3, 1],
    ]
    expect(sort(edges, [1, 2, 3, 4])).toEqual([3, 4, 2, 1])
  })

  it('ignores edges to items that are not there', () => {
    expect(sort([['absent', 'a']], ['a'])).toEqual(['a'])
  })

  it('raises with the members of the cycle', () => {
    const edges: Edge<string>[] = [
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'c'],
    ]
    expect(() => sort(edges, ['a', 'b', 'c'])).toThrow(CircularDependencyError)
    expect(() => sort(edges, ['a', 'b', 'c'])).toThrow(
      /^Circular dependency detected\. \((a, b|b, a)\)$/,
    )
  })

  it('finds items on cycles only, self-references included', () => {
    const edges: Edge<string>[] = [
      ['start', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'end'],
      ['self', 'self'],
    ]
    expect(findCycles(edges)).toEqual(new Set(['a', 'b', 'c', 'self']))
  })

  it('walks chains of any depth', () => {
    const edges = Array.from({ length: 50_000 }, (_, index): Edge<number> => [index, index + 1])
    expect(findCycles(edges).size).toBe(0)
    expect(findCycles([...edges, [50_000, 0]]).size).toBe(50_001)
  })
})
