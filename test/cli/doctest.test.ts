/** `orm-shell doctest`: transcripts replayed from real files by the real program. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, type CliResult } from '../helpers/run-cli.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-doctest-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, ['# A document', '', '```ts', ...lines, '```', ''].join('\n'))
  return path
}

async function doctest(...args: readonly string[]): Promise<CliResult> {
  return runCli(['doctest', ...args])
}

test('a transcript that still holds', async () => {
  const path = file(
    'good.md',
    '>>> const tag = session.get(Tag, 1)',
    '>>> tag.name',
    "'async'",
    '>>> 1 +',
    '... 1',
    '2',
  )
  const { code, stdout } = await doctest(path)
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/3 examples/) })
})

test('SQL is part of the transcript where it is printed', async () => {
  const path = file(
    'sql.md',
    '>>> .echo on',
    'echo is on',
    '>>> session.get(Tag, 2).name',
    'BEGIN (implicit)',
    'SELECT tags.id AS tags_id, tags.name AS tags_name',
    'FROM tags',
    'WHERE tags.id = ?',
    '[generated in 0.5s] (2,)',
    "'caching'",
  )
  expect(await doctest(path)).toMatchObject({ code: 0 })
})

test('what a program writes to the console is an answer', async () => {
  const path = file(
    'console.md',
    ">>> for (const n of [1, 2]) console.log('line', n)",
    'line 1',
    'line 2',
  )
  expect(await doctest(path)).toMatchObject({ code: 0 })
})

test('an error is an answer', async () => {
  const path = file('error.md', '>>> nowhere', 'ReferenceError: nowhere is not defined', '...')
  expect(await doctest(path)).toMatchObject({ code: 0 })
})

test('a difference is shown with its place, and the rest still runs', async () => {
  const path = file('bad.md', '>>> 1', '1', '>>> 2', '3', '>>> 4', '4')
  const { code, stdout } = await doctest(path)
  expect(code).toBe(4)
  expect(stdout).toMatch(/bad\.md:6/)
  expect(stdout).toMatch(/- 3\n\+ 2/)
  expect(stdout).toMatch(/3 examples, 1 differs/)
})

test('--update writes what happens now', async () => {
  const path = file('update.md', '>>> 2', '3', '', '>>> 4', '4')
  expect(await doctest('--update', path)).toMatchObject({ code: 0 })
  expect(readFileSync(path, 'utf8')).toContain('>>> 2\n2\n\n>>> 4\n4\n```')
  expect(await doctest(path)).toMatchObject({ code: 0 })
})

test('every file has a database and a scope of its own', async () => {
  const first = file(
    'first.md',
    ">>> session.add(new Tag({ name: 'mine' })); session.commit()",
    '>>> const leftover = 1',
  )
  const second = file(
    'second.md',
    '>>> session.query(Tag).filterBy({ name: "mine" }).count()',
    '0',
    '>>> typeof leftover',
    "'undefined'",
  )
  expect(await doctest(first, second)).toMatchObject({ code: 0 })
})

test('a file that is not there is a mistake of the caller', async () => {
  expect(await doctest(join(folder, 'missing.md'))).toMatchObject({ code: 2 })
})

test('a sitting that was saved as Markdown becomes a transcript that holds', async () => {
  const path = join(folder, 'saved.md')
  const inputs = ['const tag = session.get(Tag, 1)', '.models', 'tag.name', '.toUpperCase()']
  const loop = 'for (const n of [1, 2]) {\n  console.log(n)\n}'
  await runCli(['-e', inputs.join('\n'), '-e', loop, '-e', `.save ${path}`])
  await doctest('--update', path)
  expect(readFileSync(path, 'utf8')).toBe(
    [
      ...['```', '>>> const tag = session.get(Tag, 1)', '>>> tag.name'],
      ...['... .toUpperCase()', "'ASYNC'"],
      ...['>>> for (const n of [1, 2]) {', '...   console.log(n)', '... }', '1', '2', '```', ''],
    ].join('\n'),
  )
  expect((await doctest(path)).code).toBe(0)
})
