/** Commands that act: SQL, plans, N+1, transactions, reload, exit; each also with a wrong argument. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runShell } from '../../helpers/run-shell.js'

async function lastOf(...inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

describe('.sql', () => {
  test('runs a query and shows its rows', async () => {
    expect(await lastOf('.sql select id, name from tags order by id limit 1')).toMatch(
      /^id +name\n─+ +─+\n +1 +\S+\n\(1 row\)$/,
    )
    expect(await lastOf('.sql select id from tags where id < 0;')).toBe('no rows')
  })

  test('counts what a statement changed, in the session’s transaction', async () => {
    const inputs = [
      'const tag = session.get(Tag, 1)',
      ".sql update tags set name = name || 'x' where id < 3",
    ]
    expect(await lastOf(...inputs)).toBe('2 rows affected')
    expect(await lastOf(...inputs, 'session.refresh(tag); tag.name')).toMatch(/x'$/)
    expect(await lastOf(...inputs, '.rollback', "tag.name.endsWith('x')")).toBe('false')
  })

  test('alone, prints the statements of the last input in full', async () => {
    const printed = await lastOf(
      'for (const p of session.query(Post).limit(3)) p.author.name',
      '.sql',
    )
    expect(printed).toMatch(/^SELECT posts\.id/m)
    expect(printed).toMatch(/WHERE users\.id = \?\n\(\d+\) and 2 more$/)
    expect(await lastOf('.sql')).toBe('no statement has run yet')
    expect(await lastOf('session.query(Tag).count()', '.sql')).not.toContain('()')
  })

  test('runs several statements, and those of a file', async () => {
    const script =
      "create table notes (id integer, t text); insert into notes values (1, 'a;b'), (2, 'c')"
    expect(await lastOf(`.sql ${script}`)).toBe('2 statements · 2 rows affected')
    const file = join(mkdtempSync(join(tmpdir(), 'script-')), 'notes.sql')
    writeFileSync(file, `-- notes\n${script};\nselect t from notes;\n`)
    const answer = /^t\n─+\na;b\nc\n\(2 rows\)\n2 statements · 2 rows affected$/m
    expect(await lastOf(`.sql < ${file}`)).toMatch(answer)
    expect(await lastOf('.sql < /no/such.sql')).toContain('there is no such file')
    expect(await lastOf('.sql -- nothing')).toContain('there is no statement to run')
  })

  test('a mistake in it is an error of the database', async () => {
    expect(await lastOf('.sql selec 1')).toContain('near "selec": syntax error')
  })
})

describe('.explain', () => {
  test('explains the last statement, an expression, and SQL', async () => {
    expect(await lastOf('session.get(Post, 1).title', '.explain')).toContain('SEARCH posts USING')
    expect(await lastOf('.explain select(Post)')).toContain('SCAN posts')
    expect(await lastOf('.explain session.query(Post)')).toContain('SCAN posts')
    expect(await lastOf('.explain select * from tags')).toContain('SCAN tags')
    expect(await lastOf('.explain .sql select * from tags')).toContain('SCAN tags')
  })

  test('runs nothing of what it explains', async () => {
    const counts = await lastOf('.explain delete from tags', 'session.query(Tag).count() > 0')
    expect(counts).toBe('true')
  })

  test('says where measuring is not possible', async () => {
    expect(await lastOf('.explain analyze select(Post)')).toContain('sqlite does not measure')
  })

  test('without a statement, with something else, with a mistake', async () => {
    expect(await lastOf('.explain')).toContain(
      'no statement has run yet\nhint: .explain select(User)',
    )
    expect(await lastOf('.explain 42')).toContain('42 is not a statement')
    expect(await lastOf('.explain select(Nobody)')).toContain(
      'ReferenceError: Nobody is not defined',
    )
    expect(await lastOf('.explain select * from nowhere')).toContain('no such table: nowhere')
  })
})

describe('.n1', () => {
  test('repeats the findings of the last input that had some', async () => {
    const loop = 'for (const p of session.query(Post).limit(9)) p.author.name'
    expect(await lastOf(loop, '1', '.n1')).toMatch(/^N\+1 {2}Post\.author {2}\d loads for \d/)
    expect(await lastOf('1', '.n1')).toBe('no N+1 loads so far')
  })

  test('takes nothing or fix', async () => {
    expect(await lastOf('.n1 fx')).toContain('.n1 takes nothing or fix')
  })
})

describe('.begin, .commit and .rollback', () => {
  test('a transaction by hand', async () => {
    const add = 'session.add(new Tag({ name: "new" }))'
    expect(await lastOf('.begin', add, '.commit')).toBe('committed (1 new)')
    expect(await lastOf('.begin', add, '.rollback')).toBe('rolled back (1 new)')
    expect(await lastOf('.begin', add, '.rollback', 'session.new.size')).toBe('0')
  })

  test('a savepoint inside it', async () => {
    expect(await lastOf('.begin', '.begin')).toContain('savepoint begun')
    expect(await lastOf('.begin', '.begin nested', '.commit')).toBe('savepoint released')
    expect(await lastOf('.begin', '.begin', '.rollback')).toBe('rolled back to the savepoint')
    expect(await lastOf('.begin', '.begin', '.rollback', 'session.inTransaction()')).toBe('true')
  })

  test('nothing open is said, a wrong argument refused', async () => {
    expect(await lastOf('.commit')).toBe('nothing to commit: no transaction is open')
    expect(await lastOf('.rollback')).toBe('nothing to roll back: no transaction is open')
    expect(await lastOf('.begin now')).toContain('.begin takes nothing or nested')
  })

  test('a flush that failed is ended by .rollback, as the hint says', async () => {
    const broken = 'session.add(new Tag({ name: null })); session.flush()'
    expect(await lastOf(broken)).toContain('IntegrityError')
    expect(await lastOf(broken, '.rollback', 'session.query(Tag).count() > 0')).toBe('true')
  })
})

describe('.reload and .exit', () => {
  test('the sample was not loaded from files', async () => {
    expect(await lastOf('.reload')).toContain('nothing to reload')
  })

  test('leaving asks where work would be lost', async () => {
    const add = 'session.add(new Tag({ name: "new" }))'
    expect(await lastOf(add, '.exit')).toBe('leave anyway? 1 new object is not committed.')
    expect(await lastOf('.exit')).toBe('')
    expect(await lastOf(add, '\\q')).toContain('leave anyway?')
  })
})
