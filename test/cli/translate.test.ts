/** `orm-shell translate` and `.py`: what goes to which stream, exit codes, input that is no Python. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../helpers/run-cli.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-translate-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const MODEL = `class Tag(Base):
    __tablename__ = "tag"
    id = Column(Integer, primary_key=True)
`

describe('orm-shell translate', () => {
  test('TypeScript goes to standard output, the summary to standard error', async () => {
    const path = file('query.py', 'names = session.scalars(select(User.name)).all()\n')
    const { code, stdout, stderr } = await runCli(['translate', path])
    expect(stdout).toBe(
      "import { select } from 'orm-shell'\n\nconst names = session.scalars(select(User.name)).all()\n",
    )
    expect(stderr).toContain('all of it translated')
    expect(code).toBe(0)
  })

  test('what other files use is exported', async () => {
    const path = file(
      'model.py',
      `from sqlalchemy.orm import DeclarativeBase\n\nclass Base(DeclarativeBase):\n    pass\n\n${MODEL}`,
    )
    const { stdout } = await runCli(['translate', path])
    expect(stdout).toContain('export const Base = declarativeBase()')
    expect(stdout).toContain('export class Tag extends')
  })

  test('a document is known by its fences where its name says nothing', async () => {
    const stdin = '# Querying\n\n```python\nnames = [1, 2]\n```\n\nThat is all.\n'
    expect((await runCli(['translate', '-'], { stdin })).stdout).toContain('const names = [1, 2]')
    const path = file('guide.txt', stdin)
    expect((await runCli(['translate', path])).stderr).toContain('all of it translated')
  })

  test('what is left is told with its line, and exits with 4', async () => {
    const stdin = 'x = 1\nsubprocess.run(["ls"], **{**options, **more}, *args)\nimport pandas\n'
    const { code, stdout, stderr } = await runCli(['translate', '-'], { stdin })
    expect(code).toBe(4)
    expect(stdout).toContain('// Not translated, line 3: import pandas')
    expect(stderr).toMatch(/standard input:3: import pandas: /)
  })

  test('--out writes a file', async () => {
    const [path, out] = [file('a.py', 'x = 1\n'), join(folder, 'a.ts')]
    const { stdout, stderr } = await runCli(['translate', path, '--out', out])
    expect({ stdout, written: readFileSync(out, 'utf8') }).toEqual({
      stdout: '',
      written: 'const x = 1\n',
    })
    expect(stderr).toContain(out)
  })

  test('in Markdown the prose stays and blocks share their names', async () => {
    const path = file(
      'guide.md',
      '# Guide\n\n```python\n>>> session = Session(engine)\n>>> session.new\nIdentitySet([])\n```\n\nThen:\n\n```py\nsession.close()\n```\n\n```sql\nSELECT 1\n```\n',
    )
    const { stdout, code } = await runCli(['translate', path])
    expect(stdout).toBe(
      "# Guide\n\n```ts\nimport { Session } from 'orm-shell'\n\nconst session = new Session(engine)\nsession.new\n// IdentitySet([])\n```\n\nThen:\n\n```ts\nsession.close()\n```\n\n```sql\nSELECT 1\n```\n",
    )
    expect(code).toBe(0)
  })

  test('lines at a prompt in the running text become blocks', async () => {
    const path = file(
      'tutorial.md',
      'First:\n\n>>> from sqlalchemy.orm import Session\n\n>>> session = Session(engine)\n>>> for tag in session.query(Tag):\n...     print(tag.name)\nsql\n\nThen the end.\n',
    )
    const { stdout, code } = await runCli(['translate', path])
    expect(stdout).toBe(
      "First:\n\n\n```ts\nimport { Session } from 'orm-shell'\n\nconst session = new Session(engine)\nfor (const tag of session.query(Tag)) {\n  console.log(tag.name)\n}\n```\nsql\n\nThen the end.\n",
    )
    expect(code).toBe(0)
  })

  test.each([
    ['a missing file', ['translate', 'missing.py'], '', /cannot read missing\.py/],
    ['an empty input', ['translate', '-'], ' \n', /standard input is empty/],
    ['no Python', ['translate', '-'], 'ok = 1\nx = = 1\n', /standard input:2:5 is not Python/],
    ['an open bracket', ['translate', '-'], 'x = (1,\n', /standard input:1:8 is not Python/],
    ['no argument', ['translate'], '', /missing required argument/],
  ])('%s is a mistake of the caller', async (_name, args, stdin, message) => {
    const { code, stdout, stderr } = await runCli(args, { stdin })
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('.py', () => {
  test('Python is shown as TypeScript and runs', async () => {
    const { stdout, stderr, code } = await runCli([
      '-e',
      '.py session.query(Tag).filter(Tag.id < 3).count()',
    ])
    expect({ stdout, code }).toEqual({ stdout: '2\n', code: 0 })
    expect(stderr).toContain('session.query(Tag).filter(Tag.id.lt(3)).count()')
  })

  test('in a pipe, lines below the command go on until an empty line', async () => {
    const stdin = '.py\ndef double(n):\n\n    return n * 2\nx = double(4)\n\nx + 1\n.py [x, x]\n'
    expect(await runCli([], { stdin })).toMatchObject({ stdout: '9\n[ 8, 8 ]\n', code: 0 })
  })

  test('what is no Python says where, and what is left is told', async () => {
    const broken = await runCli(['-e', '.py x = = 1'])
    expect(broken).toMatchObject({ code: 1, stdout: '' })
    expect(broken.stderr).toContain('This is not Python, line 1')
    const left = await runCli(['-e', '.py import pandas'])
    expect(left.stdout).toMatch(/line 1: import pandas/)
  })
})
