/** What SQLite does not have, the Inspector says. */
import { expect, test } from 'vitest'
import { createEngine } from '../../../src/create-engine.js'
import { UnsupportedFeatureError } from '../../../src/engine/errors.js'
import { inspect } from '../../../src/index.js'

test('asking SQLite for sequences is an error', () => {
  const engine = createEngine('sqlite://')
  expect(() => inspect(engine).getSequenceNames()).toThrow(UnsupportedFeatureError)
  engine.dispose()
})
