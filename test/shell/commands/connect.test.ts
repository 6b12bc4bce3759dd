/** Several databases in one sitting, sessions that begin anew, and inputs before the first one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine, text } from '../../../src/index.js'
import { freshDatabase } from '../../helpers/postgres.js'
import { runShell, type RunShellOptions } from '../../helpers/run-shell.js'

let folder: string
let places: RunShellOptions

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-connect-'))
  const urls = { cats: sqlite('cats'), dogs: sqlite('dogs'), birds: await freshDatabase() }
  for (const [table, url] of Object.entries(urls)) {
    const engine = createEngine(url)
    engine.begin((connection) => {
      connection.execute(text(`create table ${table} (id integer primary key, name text)`))
      connection.execute(text(`insert into ${table} (id, name) values (1, 'one')`))
    })
    engine.dispose()
  }
  places = {
    url: urls.cats,
    connections: {
      dogs: { url: urls.dogs, environment: 'production' },
      birds: urls.birds,
      nowhere: 'postgresql://me:secret@127.0.0.1:1/x',
    },
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function sqlite(name: string): string {
  return `sqlite:///${join(folder, name)}.db`
}

async function lastOf(inputs: readonly string[], options: RunShellOptions = {}): Promise<string> {
  const transcript = await runShell(inputs, { ...places, ...options })
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

describe('.connect', () => {
  test('goes to another database with its own models and rules, and back', async () => {
    expect(await lastOf(['.connect birds', 'session.get(Bird, 1).name'])).toBe("'one'")
    expect(await lastOf(['.connect birds', '.conn'])).toMatch(/^server +postgresql \d+/m)
    expect(await lastOf(['\\c dogs', '.conn'])).toMatch(/^access +read-only$/m)
    expect(
      await lastOf(['\\c dogs', "session.get(Dog, 1).name = 'x'; session.commit()"]),
    ).toContain('this connection only')
    expect(
      await lastOf(['.connect birds', `.connect ${sqlite('cats')}`, 'session.get(Cat, 1).name']),
    ).toBe("'one'")
  })

  test('takes the old models and what was logged of them out of the way', async () => {
    expect(await lastOf(['.connect birds', 'Cat'])).toContain('Cat is not defined')
    expect(await lastOf(['.connect birds', 'session.get(Bird, 1);', '.sql'])).toContain(
      'FROM birds',
    )
    expect(await lastOf(['const n = 42', '.connect birds', 'n'])).toBe('42')
  })

  test('keeps everything as it is where the database does not answer', async () => {
    const refused = await lastOf(['.connect nowhere'])
    expect(refused).toContain('cannot connect to postgresql://me:***@127.0.0.1:1/x')
    expect(await lastOf(['.connect nowhere', 'session.get(Cat, 1).name'])).toBe("'one'")
  })

  test('says how to give a password, because nobody asks for one', async () => {
    const birds = places.connections?.['birds'] as string
    const refused = await lastOf([`.connect ${birds.replace(/:[^:@/]*@/, '@')}`])
    expect(refused).toContain('the server wants a password: .connect postgresql://user:password@')
  })

  test('does not lose work unless it is told to', async () => {
    const add = "session.add(new Cat({ name: 'two' }))"
    expect(await lastOf([add, '.connect birds'])).toBe(
      'UsageError: 1 new object is not committed.\nhint: .commit or .rollback first; .connect birds --discard leaves without',
    )
    expect(await lastOf([add, '.connect birds', 'session.new.size'])).toBe('1')
    const written = [`${add}; session.flush()`, '.connect birds']
    expect(await lastOf(written)).toContain('What the transaction has written is not committed.')
    expect(await lastOf([add, '.connect birds --discard', 'session.get(Bird, 1).name'])).toBe(
      "'one'",
    )
  })

  test('names what was probably meant', async () => {
    expect(await lastOf(['.connect brids'])).toContain("hint: did you mean 'birds'?")
    expect(await lastOf(['.connect'])).toContain('takes the name of a connection, a URL or a file')
  })
})

test('.reset begins a session anew and says what is lost', async () => {
  const inputs = ['const cat = session.get(Cat, 1); cat.name = "x"', '.reset']
  expect(await lastOf(inputs)).toBe('session is new; 1 change is lost')
  expect(await lastOf([...inputs, 'session.get(Cat, 1).name'])).toBe("'one'")
  expect(await lastOf([...inputs, 'session.get(Cat, 1) === cat'])).toBe('false')
})

describe('the start-up file', () => {
  function startup(source: string): RunShellOptions {
    const path = join(folder, 'startup.ts')
    writeFileSync(path, source)
    return { startup: path }
  }

  test('runs before the first input and shows nothing', async () => {
    const options = startup(
      'function cat(id: number) {\n  return session.get(Cat, id)\n}\n.set rows 7\n1 + 1\n',
    )
    expect(await runShell(['cat(1).name', '.set rows'], { ...places, ...options })).toBe(
      ">>> cat(1).name\n'one'\n>>> .set rows\nrows is 7",
    )
  })

  test('ends with its first error, which is told', async () => {
    const options = startup('const a = 1\nnowhere()\nconst b = 2\n')
    const transcript = await runShell(['a', 'typeof b'], { ...places, ...options })
    expect(transcript).toMatch(
      /ReferenceError: nowhere is not defined[^]*\n1\n>>> typeof b\n'undefined'/,
    )
  })

  test('has to be there', async () => {
    await expect(runShell(['1'], { startup: '/no/such/file.ts' })).rejects.toThrow(
      'the start-up file /no/such/file.ts cannot be read',
    )
  })
})

test('a name that nobody knows is complained of before unfinished work is', async () => {
  const inputs = [
    'session.execute(text("insert into cats (id, name) values (7, \'x\')"))',
    '.connect nix',
  ]
  expect(await lastOf(inputs)).toContain("there is no connection 'nix' in the configuration")
  expect(await lastOf([...inputs.slice(0, 1), '.connect dogs'])).toContain('is not committed')
})
