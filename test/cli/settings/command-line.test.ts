/** What configures the command line itself, through the executable: `.env`, `--ping`, `init`, `completions`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseArguments } from '../../../src/cli/args.js'
import { runCli } from '../../helpers/run-cli.js'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'orm-shell-init-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test('--ping says whether the database answers', async () => {
  const { stdout, code } = await runCli(['--ping', '--url', 'sqlite://'])
  expect([stdout, code]).toEqual([
    expect.stringMatching(/^sqlite:.* · SQLite 3[\d.]+ · [\d.]+ ms\n$/),
    0,
  ])
  const url = 'postgresql://me:secret@127.0.0.1:1/nowhere'
  const refused = await runCli(['--ping', '--url', url])
  expect(refused.code).toBe(3)
  expect(refused.stderr).toContain('me:***@127.0.0.1')
})

test('.env says where the database is, unless the environment does', async () => {
  const cwd = folder()
  const lines = ['DATABASE_URL=sqlite:///of-env.db', 'NODE_OPTIONS=--require ./evil.cjs', 'OTHER=1']
  writeFileSync(join(cwd, '.env'), lines.join('\n'))
  const asked = ['--quiet', '-e', 'String(engine.url)']
  expect((await runCli(asked, { cwd })).stdout).toContain('of-env.db')
  const env = { DATABASE_URL: 'sqlite:///mine.db' }
  expect((await runCli(asked, { cwd, env })).stdout).toContain('mine.db')
  const others = '[process.env.OTHER, String(process.env.NODE_OPTIONS).includes("evil")]'
  expect((await runCli(['--quiet', '-e', others], { cwd })).stdout).toBe('[ undefined, false ]\n')
})

test('init writes a configuration that the shell reads, without the password', async () => {
  const cwd = folder()
  const { stdout } = await runCli(['init', '--url', 'sqlite:///a.db', '--models', 'src/models'], {
    cwd,
  })
  expect(stdout).toContain('orm-shell.config.ts is written')
  expect(readFileSync(join(cwd, 'orm-shell.config.ts'), 'utf8')).toMatch(
    /defineConfig\(\{\n {2}url: 'sqlite:\/\/\/a\.db',\n {2}models: \['src\/models'\],\n\}\)/,
  )
  expect((await runCli(['init', '--url', 'a.db'], { cwd })).stderr).toContain('is there already')
  const other = folder()
  await runCli(['init', '--url', 'postgresql://me:secret@host/db'], { cwd: other })
  expect(readFileSync(join(other, 'orm-shell.config.ts'), 'utf8')).not.toContain('secret')
})

test('a configuration of init is read where the package is not installed', async () => {
  const cwd = folder()
  await runCli(['init', '--url', 'sqlite:///a.db'], { cwd })
  const read = ['--quiet', '--config', 'orm-shell.config.ts', '-e', 'String(engine.url)']
  expect((await runCli(read, { cwd })).stdout).toContain('a.db')
})

test('scripts complete options and commands in three shells', () => {
  const script = (shell: string) => {
    const parsed = parseArguments(['completions', shell], {}, '1')
    return parsed.kind === 'print' ? parsed.text : ''
  }
  expect(script('fish')).toContain("complete -c orm-shell -l url -x -d 'database URL")
  expect(script('zsh')).toMatch(/--models\[[^\]]*\]:value:_files/)
  const bash = `${script('bash')}\nCOMP_WORDS=(orm-shell --rea); COMP_CWORD=1; _orm_shell; echo "\${COMPREPLY[@]}"`
  expect(execFileSync('bash', ['-c', bash], { encoding: 'utf8' }).trim()).toBe('--read-only')
  expect(() => script('tcsh')).toThrow("no completions for 'tcsh'")
})
