/** A database that cannot be reached, and URLs that cannot be meant: one clear line, an exit code, never a password. */
import { beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../helpers/postgres.js'
import { runCli } from '../helpers/run-cli.js'

const SECRET = 'hush4711'

let server: URL

beforeAll(async () => {
  server = new URL(await freshDatabase())
})

/** The test server's URL with other parts. */
function serverUrl(changes: Partial<Record<'password' | 'pathname' | 'port', string>>): string {
  return Object.assign(new URL(server.href), changes).href
}

const refusals: readonly (readonly [string, () => string, RegExp])[] = [
  [
    'a wrong password',
    () => serverUrl({ password: SECRET }),
    /password authentication failed for user "orm"/,
  ],
  ['an unknown database', () => serverUrl({ pathname: '/nowhere' }), /"nowhere" does not exist/],
  [
    'a port where nobody listens',
    () => serverUrl({ port: '1', password: SECRET }),
    /port 1 failed: Connection refused/,
  ],
  [
    'an unknown host',
    () => `postgresql://orm:${SECRET}@nowhere.invalid/app`,
    /could not translate host name "nowhere\.invalid" to address: Name or service not known/,
  ],
  [
    'a folder that does not exist',
    () => 'sqlite:////nowhere/at/all.db',
    /directory does not exist/,
  ],
]

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['text that is no URL', `postgresql:orm:${SECRET}@h/app`, /Could not parse/],
  ['a password that is not encoded', `postgresql://orm:a@${SECRET}@h/app`, /%40/],
  ['an unknown database kind', `oracle://orm:${SECRET}@h/app`, /dialects:oracle/],
  ['an unknown driver', `postgresql+none://orm:${SECRET}@h/app`, /dialects:postgresql\.none/],
  ['a port that is none', `postgresql://orm:${SECRET}@h:http/app`, /port/],
  ['an unknown sslmode', `postgresql://orm:${SECRET}@h/app?sslmode=maybe`, /sslmode/],
]

describe('a shell that cannot start', () => {
  it.each(refusals)('exits with 3 for %s', async (_, url, message) => {
    const { code, stdout, stderr } = await runCli(['--url', url(), '-e', '1'])
    expect(stderr).toMatch(/^orm-shell: cannot connect to (?:postgresql|sqlite):\/\//)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).not.toContain(SECRET)
    expect(stderr).not.toContain(':shell@')
  })

  it.each(mistakes)('exits with 2 for %s', async (_, url, message) => {
    const { code, stdout, stderr } = await runCli(['-e', '1'], { env: { DATABASE_URL: url } })
    expect(stderr).toMatch(/^orm-shell: /)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toContain(SECRET)
  })
})

it('shows no password in errors and their stacks', async () => {
  const url = serverUrl({ password: SECRET })
  const code = `try { createEngine(process.env.TARGET).connect() } catch (error) {
    const everything = [error.message, error.stack, String(error.cause?.stack), JSON.stringify(error)]
    console.log(everything.join('\\n').includes('${SECRET}'), error.name)
  }`
  const shown = await runCli(['-e', code], { env: { TARGET: url } })
  expect(shown.stdout).toBe('false OperationalError\n')
  const inspected = await runCli(['-e', 'createEngine(process.env.TARGET).connect()'], {
    env: { TARGET: url },
  })
  expect(inspected.code).toBe(1)
  expect(inspected.stderr).toContain('password authentication failed')
  expect(inspected.stdout + inspected.stderr).not.toContain(SECRET)
})
