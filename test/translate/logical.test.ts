/** `and`, `or` and `not` keep Python's precedence. */
import { expect, test } from 'vitest'
import { translate } from '../../src/translate/translate.js'

const cases: readonly (readonly [string, string])[] = [
  ['not a and b', '!a && b'],
  ['not a and not b', '!a && !b'],
  ['x and not a or b', 'x && !a || b'],
  ['x or not a and b', 'x || !a && b'],
  ['not (a and b)', '!(a && b)'],
  ['not a == b and c', '!(a === b) && c'],
]

test.each(cases)('%s binds as in Python', (python, expected) => {
  const program = `a: bool = True\nb: bool = True\nc: bool = True\nx: bool = False\nr = ${python}\n`
  expect(translate(program).code.replaceAll('\n', ' ')).toContain(`r = ${expected}`)
})
