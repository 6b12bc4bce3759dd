/** The history file: one line an input, private, shared by shells, free of secrets, never in the way. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { historyPath, openHistory } from '../../../src/shell/kernel/history.js'
import { redactSecrets } from '../../../src/shell/kernel/redact.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-history-'))
  path = join(folder, 'state', 'orm-shell', 'history.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('openHistory', () => {
  it('keeps inputs of several lines, oldest first, for the next shell', () => {
    const history = openHistory({ path })
    history.append('const a = 1')
    history.append('select(User)\n  .where(x)\n')
    expect(history.entries()).toEqual(['const a = 1', 'select(User)\n  .where(x)'])
    expect(openHistory({ path }).entries()).toEqual(history.entries())
  })

  it('writes a file only the user can read', () => {
    openHistory({ path }).append('1')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  it('records neither repetitions nor what starts with a space', () => {
    const history = openHistory({ path })
    for (const input of ['a', 'a', ' secret', '', 'b', 'a']) history.append(input)
    expect(history.entries()).toEqual(['a', 'b', 'a'])
  })

  it('reads past broken lines, also one a crash left open', () => {
    openHistory({ path }).append('first')
    writeFileSync(path, `${readFileSync(path, 'utf8')}garbage\n{"input":7}\n{"input":"cut o`)
    openHistory({ path }).append('last')
    expect(openHistory({ path }).entries()).toEqual(['first', 'last'])
  })

  it('returns the newest, up to its limit', () => {
    const history = openHistory({ path, limit: 3 })
    for (let i = 0; i < 10; i++) history.append(`input ${i}`)
    expect(history.entries()).toEqual(['input 7', 'input 8', 'input 9'])
    expect(openHistory({ path, limit: 2 }).entries()).toEqual(['input 8', 'input 9'])
  })

  it('lives in memory where nothing can be written', () => {
    writeFileSync(join(folder, 'file'), '')
    const history = openHistory({ path: join(folder, 'file', 'history.jsonl') })
    history.append('kept')
    expect(history.entries()).toEqual(['kept'])
  })

  it('repairs a mode that lets others read', () => {
    openHistory({ path }).append('1')
    chmodSync(path, 0o644)
    openHistory({ path }).append('2')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('loses nothing when shells write at once', async () => {
    const writer = join(folder, 'writer.mjs')
    await build({
      stdin: {
        contents:
          "import { openHistory } from './history.ts'\nconst h = openHistory({ path: process.argv[2] })\nfor (let i = 0; i < 200; i++) h.append(process.argv[3] + i + '-'.repeat(2000))",
        resolveDir: join(import.meta.dirname, '../../../src/shell/kernel'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: writer,
    })
    const run = promisify(execFile)
    await Promise.all(['a', 'b', 'c'].map((name) => run(process.execPath, [writer, path, name])))
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    const inputs = lines.map((line) => (JSON.parse(line) as { input: string }).input)
    expect(inputs).toHaveLength(600)
    expect(
      inputs.filter((input) => input.startsWith('b')).map((input) => parseInt(input.slice(1))),
    ).toEqual([...Array(200).keys()])
  })

  it('belongs into the state folder', () => {
    expect(historyPath({ XDG_STATE_HOME: '/state' })).toBe('/state/orm-shell/history.jsonl')
    expect(historyPath({})).toMatch(/\/\.local\/state\/orm-shell\/history\.jsonl$/)
  })
})

describe('redactSecrets', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'createEngine("postgresql://app:hunter2@localhost/shop")',
      'createEngine("postgresql://app:***@localhost/shop")',
    ],
    ['url = "mysql://a:p@ss/w@h:1/d?x=1"', 'url = "mysql://a:***@h:1/d?x=1"'],
    ['new User({ password: "x\\"y", name: "ed" })', 'new User({ password: "***", name: "ed" })'],
    ["{ 'api_key': 'abc' }", "{ 'api_key': '***' }"],
    ['user.passwordHash = `abc`', 'user.passwordHash = `***`'],
    ['f("host=h password=hunter2 user=u")', 'f("host=h password=*** user=u")'],
    ['?sslpassword=abc&x=1', '?sslpassword=***&x=1'],
    ["alter role app password 'x'", "alter role app password '***'"],
    [
      'headers: { authorization: "Bearer abcdefgh.ijkl" }',
      'headers: { authorization: "Bearer ***" }',
    ],
    ['const a = 1\nconst token =\n  "abc"', 'const a = 1\nconst token =\n  "***"'],
  ]
  for (const [text, expected] of cases) {
    it(`hides the secret in ${text.slice(0, 40)}`, () => expect(redactSecrets(text)).toBe(expected))
  }

  it('leaves code without secrets alone', () => {
    const code = 'session.query(User).filter(User.name.eq("ed")).all() // https://example.com/a:b'
    expect(redactSecrets(code)).toBe(code)
    expect(redactSecrets('user.password = hash(input)')).toBe('user.password = hash(input)')
    expect(redactSecrets('if (password == null) ask()')).toBe('if (password == null) ask()')
  })

  it('is applied before anything is written', () => {
    openHistory({ path }).append('connect("postgresql://app:hunter2@localhost")')
    expect(readFileSync(path, 'utf8')).not.toContain('hunter2')
  })
})
