/** The first start in a project: its configuration asks for trust, once. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShell, temporaryFolder } from './open-shell.js'

test('the question of trust is asked once, and the keyboard is the shell’s afterwards', async () => {
  const [cwd, home] = [temporaryFolder(), temporaryFolder()]
  const connections = { here: 'sqlite:///here.db' }
  writeFileSync(join(cwd, 'orm-shell.config.json'), JSON.stringify({ connections }))
  const start = { cwd, home, args: ['--connection', 'here'] }
  const first = await openShell({ ...start, answer: ['Run it? [y/N]', 'y\r'] })
  expect(await first.run('6 * 7')).toBe('42')
  const second = await openShell(start)
  expect(second.text).not.toContain('has not run before')
  expect(await second.run('engine.url.database')).toMatch(/here\.db/)
}, 180_000)
