/** The line difference used in messages. */
import { fc } from '../helpers/fast-check.js'
import { expect, test } from 'vitest'
import { diffLines } from '../../src/util/line-diff.js'

test('what is common stays, what is not is marked', () => {
  expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
    '  a',
    '- b',
    '+ x',
    '  c',
    '+ d',
  ])
})

test('both texts can be read back from the difference', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after)
      const side = (mark: string): string[] =>
        lines
          .filter((line) => line.startsWith(mark) || line.startsWith(' '))
          .map((line) => line.slice(2))
      expect(side('-')).toEqual(before)
      expect(side('+')).toEqual(after)
    }),
  )
})
