/** `orm-shell migrate`: a project from its first migration to its last, in a folder of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../helpers/run-cli.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-migrate-'))
  models('name: column(string(50))')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function models(columns: string): void {
  writeFileSync(
    join(folder, 'models.ts'),
    `import { column, declarativeBase, integer, mapped, string } from 'orm-shell'
export const Base = declarativeBase()
export class User extends Base.model('users', { id: column(integer, { primaryKey: true }), ${columns} }) {
  static { mapped(this) }
}
`,
  )
}

function migrate(...args: readonly string[]) {
  const url = ['--url', `sqlite:///${join(folder, 'app.db')}`]
  return runCli(['migrate', ...args, ...url, '--models', 'models.ts'], { cwd: folder })
}

test('a project from init to check', { timeout: 180_000 }, async () => {
  const made = await migrate('init')
  expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' })
  expect(made.stdout).toContain('env.ts')
  expect(readdirSync(join(folder, 'migrations')).sort()).toEqual([
    'README',
    'env.ts',
    'script.ts.mako',
    'versions',
  ])

  const first = await migrate('revision', '-m', 'add users', '--autogenerate', '--rev-id', 'a1')
  expect(first.stderr).toBe('')
  const script = readFileSync(join(folder, 'migrations/versions/a1_add_users.ts'), 'utf8')
  expect(script).toContain("op.createTable(\n    'users',")

  const sql = await migrate('upgrade', '--sql')
  expect(sql.stdout).toContain('CREATE TABLE users (')

  const up = await migrate('upgrade')
  expect({ code: up.code, stderr: up.stderr }).toEqual({
    code: 0,
    stderr: 'Running upgrade  -> a1, add users\n',
  })
  expect((await migrate('current')).stdout).toBe('a1 (head)\n')
  expect((await migrate('check')).stdout).toBe('No new upgrade operations detected.\n')

  models('name: column(string(50)), age: column(integer, { nullable: true })')
  const differs = await migrate('check')
  expect(differs.code).toBe(4)
  expect(differs.stderr).toContain('New upgrade operations detected: add_column')

  await migrate('revision', '-m', 'add age', '--autogenerate', '--rev-id', 'b2')
  await migrate('upgrade', 'head')
  const history = await migrate('history', '-i')
  expect(history.stdout).toBe('a1 -> b2 (head) (current), add age\n<base> -> a1, add users\n')
  const down = await migrate('downgrade', '-1')
  expect(down.stderr).toBe('Running downgrade b2 -> a1, add age\n')
})

test('mistakes are said in a sentence', { timeout: 120_000 }, async () => {
  const unknown = await migrate('upgrade', 'nope')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toBe("orm-shell: Can't locate revision identified by 'nope'\n")
  const nowhere = await runCli(
    ['migrate', 'upgrade', '--dir', 'nowhere', '--url', 'sqlite:///x.db'],
    { cwd: folder },
  )
  expect(nowhere.stderr).toContain("Path doesn't exist: nowhere")
  const without = await runCli(['migrate', 'upgrade'], { cwd: folder })
  expect(without).toMatchObject({ code: 2 })
  expect(without.stderr).toContain('migrate upgrade needs a database')
  const odd = await runCli(['migrate', 'upgrad'], { cwd: folder })
  expect(odd).toMatchObject({ code: 2 })
  expect(odd.stderr).toContain("unknown command 'upgrad'")
})

test('help lists the commands', { timeout: 60_000 }, async () => {
  const { code, stdout } = await runCli(['migrate', '--help'])
  expect(code).toBe(0)
  for (const name of ['init', 'revision', 'upgrade', 'downgrade', 'stamp', 'check'])
    expect(stdout).toContain(`  ${name}`)
  expect((await runCli(['--help'])).stdout).toContain('migrate')
})
