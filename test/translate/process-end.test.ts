/** Programs that end themselves, and parts of Python that nothing in JavaScript stands for. */
import { expect, test } from 'vitest'
import { translate } from '../../src/translate/translate.js'

test.each([
  ['import sys\nsys.exit(3)', 'process.exit(3)'],
  ['import os\nos._exit(1)', 'process.exit(1)'],
  ['from sys import exit\nexit()', 'process.exit()'],
  ['exit()', 'process.exit()'],
  ['quit(2)', 'process.exit(2)'],
  ['raise SystemExit(2)', 'process.exit(2)'],
  ['raise SystemExit', 'process.exit()'],
])('%j ends the process', (python, code) => {
  expect(translate(python)).toMatchObject({ code: `${code}\n`, left: [] })
})

test.each([
  ['import sys\nsys.exit("no database")', 'exit'],
  ['import sys\nargs = sys.argv', 'sys.argv'],
  ['import math\nx = math.gamma(3)', 'math.gamma'],
  ['name = input("name: ")', 'input'],
  ['data = memoryview(b"x")', 'memoryview'],
])('%j is left and reported', (python, construct) => {
  const { left } = translate(python)
  expect(left.map((each) => each.construct)).toEqual([construct])
})
