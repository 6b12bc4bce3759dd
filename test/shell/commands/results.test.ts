/** Results in other forms and places: export, files, records, settings; and the inputs of the sitting. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { literalSql } from '../../../src/shell/format/literal-sql.js'
import { formatOfFile, formatRecords } from '../../../src/shell/results/formats.js'
import { Settings } from '../../../src/shell/settings.js'
import { runShell } from '../../helpers/run-shell.js'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'orm-shell-results-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function lastOf(...inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

const tags = 'session.query(Tag).limit(2).all()'

describe('.export', () => {
  test('writes the last value, an expression, or what a statement yields', async () => {
    expect(await lastOf(tags, '.export csv')).toBe('id,name\n1,async\n2,caching')
    expect(await lastOf('.export jsonl session.query(Tag).limit(1)')).toBe(
      '{"id":1,"name":"async"}',
    )
    expect(await lastOf('.export sql-insert select(Tag).limit(1)')).toBe(
      "INSERT INTO tags (id, name) VALUES (1, 'async');",
    )
    expect(await lastOf('.sql select id from tags limit 1', '.export md')).toBe(
      '| id |\n| --- |\n| 1 |',
    )
  })

  test('of the first rows of a query writes all rows there are', async () => {
    const many =
      '.sql with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n'
    const path = join(folder, 'all.csv')
    const transcript = await runShell(
      ['.set rows 2', many, `.export > ${path}`, `.once ${path}.csv`, many],
      { echo: 'full', receipts: true },
    )
    expect(transcript).toContain('\n2\n(first 2 rows; .set rows N or .export for more)')
    // The rows that were fetched: those shown, and one to know that there are more.
    expect(transcript).toContain('1 statement · 3 rows')
    expect(transcript).toContain(`100001 lines → ${path}\n`)
    expect(transcript).toContain(`100001 lines → ${path}.csv`)
  })

  test('of objects leaves the session as it is, and takes what loads collections with them', async () => {
    const all = await lastOf(
      '.export jsonl session.query(Post).options(joinedload(Post.tags)).limit(2)',
    )
    expect(all.split('\n')).toHaveLength(2)
    const inputs = ['.export csv Tag', 'session.identityMap.size']
    expect(await lastOf(...inputs)).toBe('0')
  })

  test('has the pending rows of the session in it', async () => {
    const pending = "session.add(new Tag({ name: 'zz' }));"
    expect(await lastOf(pending, ".export csv select(Tag.name).where(Tag.name.eq('zz'))")).toBe(
      'name\nzz',
    )
  })

  test('into a file in the format of its name', async () => {
    const path = join(folder, 'tags.json')
    expect(await lastOf(`.export select(Tag).limit(1) > ${path}`)).toContain(`→ ${path}`)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([{ id: 1, name: 'async' }])
  })

  test('what has no rows says so', async () => {
    expect(await lastOf('.export csv 42')).toContain('42 has no rows')
    expect(await lastOf('.copy json 42')).toContain('42 has no rows')
    expect(await lastOf(`.copy ${tags}`)).toBe('29 characters for the clipboard')
  })

  test('quotes what the format needs quoted; dates have their zone', () => {
    const records = {
      columns: ['a', 'b'],
      rows: [
        ['x,"y"\n', new Date(0)],
        [null, new Uint8Array([1, 255])],
      ],
      table: null,
    }
    expect(formatRecords('csv', records, { dialect: 'sqlite' })).toBe(
      'a,b\r\n"x,""y""\n",1970-01-01T00:00:00.000Z\r\n,Af8=\r\n',
    )
    expect(formatRecords('sql-insert', records, { dialect: 'postgresql', table: 't' })).toContain(
      "(NULL, '\\x01ff');",
    )
    expect(formatOfFile('a.sql')).toBe('sql-insert')
    expect(formatOfFile('a.txt')).toBe(null)
  })
})

test('.export of a long result is shown as it comes, and nobody keeps it', async () => {
  const numbers =
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 150000) select i, 'xxxxxxxx' as x from n"
  const transcript = await runShell(['"before"', `.export csv .sql ${numbers}`, '_'])
  const lines = transcript.split('\n')
  expect(lines.slice(3, 5)).toEqual(['i,x', '1,xxxxxxxx'])
  expect(lines.slice(-3)).toEqual(['150000,xxxxxxxx', '>>> _', "'before'"])
  expect(lines).toHaveLength(150_006)
})

describe('.once and .output', () => {
  test('put the next result, or all of them, into a file', async () => {
    const path = join(folder, 'once.csv')
    expect(await lastOf(`.once ${path}`, tags)).toBe(`3 lines → ${path}`)
    expect(readFileSync(path, 'utf8')).toBe('id,name\r\n1,async\r\n2,caching\r\n')
    expect(await lastOf(`.once ${path}`, tags, '1 + 1')).toBe('2')
    const all = join(folder, 'all.txt')
    await runShell([`.output ${all}`, '1 + 1', '.models', '.output', '3'])
    expect(readFileSync(all, 'utf8')).toMatch(/^2\nmodel +table[^]*\(12 rows\)\n$/)
    expect(await lastOf(`.once ${join(folder, 'no', 'where')}`)).toContain('cannot write')
  })
})

describe('.x, .set, .timing', () => {
  test('rows as records, limits, and the time of inputs', async () => {
    expect(await lastOf('.x on', tags)).toMatch(/^── 1 ──\nid +1\nname +async\n── 2 ──/)
    expect(await lastOf('.set rows 1', tags)).toContain('(first 1 of 2 rows; _.slice(1) goes on)')
    expect(await lastOf('\\timing', '1;')).toBe('Time: 0.0 ms (database 0.0 ms)')
    expect(await lastOf('.set')).toMatch(/^budget +0 +statements an input may run/m)
    expect(await lastOf('.set rwos 3')).toContain('did you mean rows?')
    expect(await lastOf('.set timing maybe')).toContain('timing takes on, off')
  })

  test('settings are remembered; a broken file is no obstacle', () => {
    const path = join(folder, 'state', 'settings.json')
    const settings = new Settings(path)
    settings.set('rows', '7')
    expect(settings.save()).toBe(true)
    expect(new Settings(path).values.rows).toBe(7)
    writeFileSync(path, '{"rows": "many", "timing": "on", "gone": 1}')
    expect(new Settings(path).values).toMatchObject({ rows: 50, timing: true })
    writeFileSync(path, 'not json')
    expect(new Settings(path).values.rows).toBe(50)
  })
})

describe('statements', () => {
  test('.sql last --literal writes the parameters into the text', async () => {
    expect(
      await lastOf(
        'session.query(Tag).filterBy({ name: "it\'s" }).count();',
        '.sql last --literal',
      ),
    ).toContain("= 'it''s'")
    expect(literalSql("a = ? AND b = '?' AND c = $1 -- ?", [1, 2], 'sqlite')).toBe(
      "a = 1 AND b = '?' AND c = 1 -- ?",
    )
  })

  test('.log finds statements by their words', async () => {
    const loop = 'for (const p of session.query(Post).limit(3)) p.author.name'
    expect(await lastOf(loop, '.log lazy author')).toMatch(
      /^ +1 +lazy load Post\.author +SELECT[^]*\(3 statements\)$/m,
    )
    expect(await lastOf(loop, '.log In[1] posts limit')).toContain('(1 statements)')
    expect(await lastOf('.log')).toBe('no statement has run yet')
    expect(await lastOf(loop, '.log nothing')).toBe('no such statement')
  })

  test('.budget stops an input at the statement that is one too many', async () => {
    const loop = 'for (const p of session.query(Post).limit(9)) p.author.name'
    const stopped = await lastOf('.budget 3', loop)
    expect(stopped).toContain('BudgetExceeded: 3 statements were the budget: SELECT … FROM users')
    expect(stopped).toContain('hint: Post.author is loaded object by object')
    expect(await lastOf('.budget 3', loop, '.budget off', 'session.query(Tag).count() > 0')).toBe(
      'true',
    )
    expect(await lastOf('.budget few')).toContain('takes a number or off')
  })

  test('.echo compact and full say why', async () => {
    const input = 'session.get(Tag, 1).name'
    expect(await runShell(['.echo compact', input])).toMatch(
      /^\[get Tag\] SELECT .* · \(1\) · \d\.\d ms · 1 row · In\[2\]:1:9$/m,
    )
    expect(await runShell(['.echo full', input])).toMatch(
      /^\(1\)\n-- get Tag · \d\.\d ms · 1 row · In\[2\]:1:9$/m,
    )
  })
})

describe('the inputs', () => {
  test('are listed, saved, loaded and run again', async () => {
    const path = join(folder, 'inputs.ts')
    expect(await lastOf('1 + 1', '.models', '.history')).toMatch(/^ 1 +1 \+ 1$/m)
    expect(await lastOf('const a = 40', '.models', 'a + 2', `.save ${path}`)).toBe(
      `2 inputs → ${path}`,
    )
    expect(readFileSync(path, 'utf8')).toBe('const a = 40\na + 2\n')
    expect(await lastOf('.load nowhere.ts')).toContain('cannot read nowhere.ts')
    expect(await lastOf('.replay 9')).toContain('there is no In[9]')
  })
})

describe('looking', () => {
  test('.type, .conn, .erd and .source', async () => {
    expect(await lastOf('.type select(Post.id, Post.title)')).toMatch(/^title +VARCHAR\(200\)$/m)
    expect(await lastOf(`.type ${tags}`)).toBe('Tag[]: 2')
    expect(await lastOf('.conn')).toMatch(/^server +sqlite 3\./m)
    expect(await lastOf('.erd Post')).toContain(
      '>─< Tag       tags through post_tags (back: posts)',
    )
    expect(await lastOf('.erd --mermaid Tag')).toContain('  Tag }o--o{ Post : posts')
    expect(await lastOf('function f() { return 1 }', '.source f')).toContain('return 1')
    expect(await lastOf('.source 42')).toContain('42 is not a function')
    expect(await lastOf('.tips all')).toContain('.flush? shows the SQL')
  })
})
