/** The question for a password at a real terminal, against a server that wants one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeUrl } from '../../../src/engine/url.js'
import { freshDatabase } from '../../helpers/postgres.js'
import { renderScreen, type Screen } from '../../helpers/render-screen.js'
import { executable, runCli } from '../../helpers/run-cli.js'

let url: string
let password: string
beforeAll(async () => {
  const whole = makeUrl(await freshDatabase())
  password = whole.password ?? ''
  url = withoutPassword(whole.render())
})

const withoutPassword = (text: string): string => text.replace(/:[^:@/]*@/, '@')

function shell(...args: readonly string[]): Screen {
  const state = mkdtempSync(join(tmpdir(), 'orm-shell-password-'))
  onTestFinished(() => rmSync(state, { recursive: true, force: true }))
  const env = { XDG_STATE_HOME: state, PGPASSWORD: '' }
  return renderScreen(executable, { args: ['--no-config', ...args], env, columns: 120 })
}

test('is asked where the server wants one, and is not shown', async () => {
  const screen = shell('--url', url, '-e', "session.execute(text('select 40 + 2')).scalar()")
  await screen.waitFor(/Password for \S+@127\.0\.0\.1\/\S+:/)
  screen.write(`wrong\x15${password}x\x7f\r`)
  expect(await screen.exit).toBe(0)
  expect(screen.all).toContain('42')
  expect(screen.raw.slice(screen.raw.indexOf(': '))).not.toContain(password)
})

test('a wrong one is refused, Ctrl-C leaves', async () => {
  const wrong = shell('--url', url, '--ping')
  await wrong.waitFor('Password for')
  wrong.write('wrong\r')
  expect(await wrong.exit).toBe(3)
  expect(wrong.all).toContain('password authentication failed')
  const left = shell('--url', url, '--ping')
  await left.waitFor('Password for')
  left.write('\x03')
  expect(await left.exit).toBe(130)
})

test('where nobody can be asked the way out is named', async () => {
  const refused = await runCli(['--url', url, '-e', '1'], { env: { PGPASSWORD: '' } })
  expect(refused).toMatchObject({ code: 3 })
  expect(refused.stderr).toContain('the server wants a password: PGPASSWORD, ~/.pgpass')
  expect((await runCli(['--password', '--url', url, '-e', '1'])).stderr).toContain(
    '--password needs a terminal to ask at',
  )
})
