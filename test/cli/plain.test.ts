/** The command line without a terminal: `-e`, `-f`, pipes, exit codes, what goes to which stream. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { executable, runCli } from '../helpers/run-cli.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-cli-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('results', () => {
  test('-e prints the value, and nothing else', async () => {
    expect(await runCli(['-e', '1 + 1'])).toEqual({ code: 0, stdout: '2\n', stderr: '' })
  })

  test('TypeScript, await and several inputs in one scope', async () => {
    const { stdout } = await runCli([
      '-e',
      'const n: number = await Promise.resolve(20)',
      '-e',
      'n * 2 + 2',
    ])
    expect(stdout).toBe('42\n')
  })

  test('lines of -e are one input, unless a command stands among them', async () => {
    expect((await runCli(['-e', '1\n2'])).stdout).toBe('2\n')
    const { stdout } = await runCli(['-e', 'const a = 1\n.type a\na + 1'])
    expect(stdout).toBe('number: 1\n2\n')
  })

  test('the sample is there when nothing is configured', async () => {
    const { stdout, code } = await runCli(['-e', 'session.query(Post).count()'])
    expect({ stdout, code }).toEqual({ stdout: '500\n', code: 0 })
  })

  test('entities are tables, and JSON with --json', async () => {
    const table = await runCli(['-e', 'session.query(Tag).orderBy(Tag.id).limit(2).all()'])
    expect(table.stdout).toMatch(/id\s.*name/)
    expect(table.stdout).toMatch(/async/)
    const json = await runCli(['--json', '-e', 'session.get(Tag, 1)', '-e', '[1, null]'])
    expect(
      json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ id: 1, name: 'async' }, [1, null]])
  })

  test('a pipe is read input by input', async () => {
    const stdin =
      'const tags = select(Tag)\n  .where(Tag.id.lt(3))\nsession.scalars(tags).all().length\n'
    expect(await runCli([], { stdin })).toMatchObject({ code: 0, stdout: '2\n' })
  })

  test('-f runs a file, dot-commands included', async () => {
    const path = join(folder, 'script.ts')
    writeFileSync(path, 'type Id = number\nconst id: Id = 7\n.models\nid\n')
    const { stdout, code } = await runCli(['-f', path])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Post/)
    expect(stdout).toMatch(/\n7\n$/)
  })
})

describe('narration', () => {
  test('--echo prints statements on standard error', async () => {
    const { stdout, stderr } = await runCli(['--echo', '-e', 'session.get(Tag, 1).name'])
    expect(stdout).toBe("'async'\n")
    expect(stderr).toMatch(/BEGIN \(implicit\)/)
    expect(stderr).toMatch(/SELECT tags\.id/)
    expect(stderr).not.toMatch(/CREATE TABLE|INSERT/)
  })

  test('work that was not committed is mentioned', async () => {
    const code = "session.add(new Tag({ name: 'new' }))"
    expect((await runCli(['-e', code])).stderr).toMatch(/not committed/)
    expect((await runCli(['--quiet', '-e', code])).stderr).toBe('')
    expect((await runCli(['-e', `${code}; session.commit()`])).stderr).toBe('')
  })
})

describe('exit codes', () => {
  test('1: the code threw; what follows does not run', async () => {
    const { code, stdout, stderr } = await runCli(['-e', "throw new TypeError('no')", '-e', '2'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/TypeError: no/)
  })

  test('1: so does code that cannot be parsed', async () => {
    expect(await runCli([], { stdin: 'const = 1\n' })).toMatchObject({ code: 1 })
  })

  test.each([
    [['--nope'], /unknown option/],
    [['-f', 'no/such/file.ts'], /no\/such\/file\.ts/],
    [['--models', 'no/such/models', '-e', '1'], /no\/such\/models/],
    [['--url', 'nonsense', '-e', '1'], /URL/],
    [['--url', 'oracle://host/db', '-e', '1'], /oracle/],
  ])('2: %j is a mistake of the caller', async (args, message) => {
    const { code, stderr } = await runCli(args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) })
  })

  test.each(['postgresql://me:secret@127.0.0.1:1/db', 'sqlite:////no/such/folder/app.db'])(
    '3: %s does not answer',
    async (url) => {
      const { code, stderr } = await runCli(['--url', url, '-e', '1'])
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/cannot connect/) })
      expect(stderr).not.toContain('secret')
    },
  )

  test('5: an N+1 was found and the caller minds', async () => {
    const loop = 'session.query(Post).limit(10).all().map((post) => post.author.name).length'
    expect((await runCli(['-e', loop])).code).toBe(0)
    const minded = await runCli(['--fail-on-n1', '-e', loop])
    expect(minded).toMatchObject({ code: 5, stdout: '10\n' })
    expect(minded.stderr).toMatch(/N\+1.*Post\.author/)
    expect(minded.stderr).toMatch(/selectinload|joinedload/)
    const eager = loop.replace('.limit', '.options(selectinload(Post.author)).limit')
    expect((await runCli(['--fail-on-n1', '-e', eager])).code).toBe(0)
  })

  test('process.exit keeps its code', async () => {
    expect((await runCli(['-e', 'process.exit(7)'])).code).toBe(7)
  })
})

test('nobody reading the output is not an error', async () => {
  const script = `"$0" "$1" -e '"x".repeat(1e6)' -e '"x".repeat(1e6)' | head -c 1; echo "\${PIPESTATUS[0]}"`
  const child = spawn('bash', ['-c', script, process.execPath, executable])
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (output += String(text)))
  await new Promise((resolve) => child.on('close', resolve))
  expect(output).toBe("'0\n")
})
