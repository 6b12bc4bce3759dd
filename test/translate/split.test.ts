/** Texts split a limited number of times keep their rest, as in Python. */
import { expect, test } from 'vitest'
import { translate } from '../../src/translate/translate.js'

test.each([
  ['split', 'splitText'],
  ['rsplit', 'rsplitText'],
])('%s with a limit goes through a helper', (method, helper) => {
  const { code } = translate(`text = "a b c"\nparts = text.${method}(" ", 1)\n`)
  expect(code).toContain(`${helper}(text, ' ', 1)`)
})
