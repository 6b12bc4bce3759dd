/** Read-only shells, sandboxes, guarded environments, and transactions that survive a slip, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine, text } from '../../../src/index.js'
import { freshDatabase } from '../../helpers/postgres.js'
import { runShell, type RunShellOptions } from '../../helpers/run-shell.js'

let url: string
const setUp = ['drop table if exists item', 'create table item (id serial primary key, name text)']

beforeAll(async () => {
  url = await freshDatabase()
  run(...setUp, "insert into item (name) values ('a'), ('b')")
})
afterAll(() => run('drop table item'))

function run(...statements: readonly string[]): unknown {
  const engine = createEngine(url)
  try {
    return engine.begin((connection) =>
      statements.map((sql) => {
        const result = connection.execute(text(sql))
        return result.returnsRows ? result.scalar() : null
      }),
    )
  } finally {
    engine.dispose()
  }
}

async function lastOf(inputs: readonly string[], options: RunShellOptions = {}): Promise<string> {
  const transcript = await runShell(inputs, options)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

const insert = "session.add(new Tag({ name: 'x' })); session.commit()"

describe('--read-only', () => {
  test('SQLite refuses writes, and reading goes on', async () => {
    expect(await lastOf([insert], { readOnly: true })).toMatch(
      /readonly database[^]*this connection only reads/,
    )
    expect(await lastOf(['session.query(Tag).count() > 0'], { readOnly: true })).toBe('true')
  })

  test('PostgreSQL refuses writes, whoever sends them', async () => {
    const options = { url, readOnly: true }
    expect(await lastOf(['.sql delete from item'], options)).toContain('in a read-only transaction')
    expect(
      await lastOf(["engine.begin((c) => c.execDriverSql('delete from item'))"], options),
    ).toContain('this connection only reads')
    expect(await lastOf(['.sql show lock_timeout'], options)).toContain('5s')
  })
})

describe('--sandbox', () => {
  test('nothing stays, commits included', async () => {
    const inputs = [
      "session.add(new Item({ name: 'c' })); session.commit()",
      'session.query(Item).count()',
    ]
    expect(await lastOf(inputs, { url, sandbox: true })).toBe('3')
    expect(run('select count(*) from item')).toEqual([2])
  })

  test('is turned on and off at the prompt', async () => {
    const count = 'session.query(Tag).count()'
    const before = await lastOf([count])
    expect(await lastOf(['.sandbox on', insert, '.sandbox off', count])).toBe(before)
    expect(await lastOf(['.sandbox on', insert, count])).not.toBe(before)
    expect(await lastOf(["session.add(new Tag({ name: 'x' }))", '.sandbox on'])).toContain(
      '.commit or .rollback first',
    )
    expect(await lastOf(['.sandbox'])).toBe('sandbox is off')
  })
})

describe('--env production', () => {
  test('reads only unless --writable', async () => {
    expect(await lastOf([insert], { environment: 'production' })).toContain('readonly database')
    expect(await lastOf(['.sandbox'], { environment: 'production', sandbox: true })).toBe(
      'sandbox is on',
    )
  })

  test('wants the database named before a whole table is changed', async () => {
    const options = { url, environment: 'production', writable: true }
    const sweeping = "session.execute(update(Item).values({ name: 'z' })).rowcount"
    const refused = await lastOf([sweeping], options)
    expect(refused).toContain('ConfirmationRequired: this changes all of a table of')
    const [, name = ''] = /hint: \.confirm (\S+)/.exec(refused) ?? []
    expect(await lastOf([`.confirm ${name}`, sweeping], options)).toBe('2')
    expect(await lastOf([`.confirm ${name}`, '1', sweeping], options)).toContain(
      'ConfirmationRequired',
    )
    expect(await lastOf(['.confirm other'], options)).toContain('not to other')
    expect(await lastOf(['.sql delete from item where id < 0'], options)).toBe('0 rows affected')
  })
})

describe('a statement that fails in a transaction', () => {
  const slip = '.sql selec 1'

  test('leaves the transaction usable', async () => {
    expect(await lastOf([slip, 'session.query(Item).count()'], { url })).toBe('2')
    const inputs = [
      "session.add(new Item({ name: 'c' })); session.flush()",
      slip,
      'session.query(Item).count()',
    ]
    expect(await lastOf(inputs, { url })).toBe('3')
    expect(await runShell([slip], { url })).toContain(
      'the transaction is where it was before this input',
    )
    expect(run('select count(*) from item')).toEqual([2])
  })

  test('is not taken back when the input had written before', async () => {
    const mixed =
      "session.add(new Item({ name: 'c' })); session.flush(); session.execute(text('selec 1'))"
    expect(await lastOf([mixed, 'session.query(Item).count()'], { url })).toContain(
      '.rollback ends the transaction',
    )
  })
})

test('a lost connection says what it took along', async () => {
  const inputs = [
    "session.add(new Item({ name: 'c' })); session.flush()",
    '.sql select pg_terminate_backend(pg_backend_pid())',
    '.rollback',
    'session.query(Item).count()',
  ]
  const transcript = await runShell(inputs, { url })
  expect(transcript).toContain('with it 1 statement of the transaction that wrote: INSERT item')
  expect(transcript.split('\n').at(-1)).toBe('2')
})

test('the values of redacted columns are shown nowhere', async () => {
  const inputs = [
    'session.get(User, 1)',
    'session.query(User).limit(2).all()',
    '.state session.get(User, 1)',
    "session.get(User, 1).email = 'secret@example.org';",
    '.dirty',
    '.flush?',
    'session.flush()',
    '.sql',
    '.export select(User.email).limit(2)',
  ]
  const options = { redact: 'e_mail,*token*', echo: 'compact', receipts: true } as const
  const transcript = await runShell(inputs, options)
  expect(transcript.replaceAll(inputs[3] ?? '', '')).not.toContain('@example.org')
  expect(transcript).toMatch(/^ {2}email +‹redacted› → ‹redacted›$/m)
  expect(transcript).toMatch(/^ {2}name +ada\.allen$/m)
})
