/** `require` at the prompt. */
import { expect, test } from 'vitest'
import { runShell } from '../helpers/run-shell.js'

test('requires what the project has, and the library that runs', async () => {
  const transcript = await runShell([
    "require('node:path').join('a', 'b')",
    "require('./package.json').name",
    "require('orm-shell').Session === Session",
    "typeof require.resolve('better-sqlite3')",
    "require('no-such-package')",
  ])
  expect(transcript).toMatch(/'a\/b'[^]*'orm-shell'[^]*true[^]*'string'/)
  expect(transcript).toContain("Cannot find module 'no-such-package'")
})
