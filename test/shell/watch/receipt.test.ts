/** Receipts: what one input executed, collapsed to a line for each distinct statement, with cause and place. */
import { describe, expect, test } from 'vitest'
import type { StatementEvent } from '../../../src/engine/observer.js'
import { QueryLog } from '../../../src/shell/watch/query-log.js'
import { receipt } from '../../../src/shell/watch/receipt.js'
import { runShell } from '../../helpers/run-shell.js'

const withReceipts = (inputs: readonly string[]) => runShell(inputs, { receipts: true })

/** A log with one input that executes the given statements. */
function logged(statements: readonly Partial<StatementEvent>[], rowsFetched = 1) {
  const log = new QueryLog(() => null)
  log.begin({ number: 1, code: 'code', isCommand: false })
  for (const [id, values] of statements.entries()) {
    const event: StatementEvent = {
      id,
      sql: 'SELECT 1',
      parameters: [],
      many: false,
      origin: { cause: 'core' },
      site: null,
      ...values,
    } as StatementEvent
    log.statementStart(event)
    log.statementEnd(event, { durationMs: 2, rowsFetched, rowCount: -1 })
  }
  return { log, input: log.end() }
}

describe('lines', () => {
  test('an input without statements has no receipt', () => {
    const { input } = logged([])
    expect(input && receipt(input)).toBeNull()
  })

  test('equal statements of one place and cause are one line', () => {
    const { input } = logged([{}, { sql: 'SELECT 2' }, {}])
    const block = input && receipt(input)
    expect(block).toMatchObject({ statements: 3, distinct: 2, rows: 3, databaseMs: 6 })
    expect(block?.lines.map(({ sql, count, rows }) => [sql, count, rows])).toEqual([
      ['SELECT 1', 2, 2],
      ['SELECT 2', 1, 1],
    ])
  })

  test('the same statement from two places is two lines', () => {
    const { input } = logged([{ site: 'In[1]:1:1' }, { site: 'In[1]:2:1' }])
    expect(input && receipt(input)?.lines).toHaveLength(2)
  })

  test('a statement that is run for another one says for which', () => {
    const because = { cause: 'query', path: 'User' } as const
    const { input } = logged([{ origin: { cause: 'autoflush', because } }])
    expect(input && receipt(input)?.lines[0]?.cause).toBe('autoflush before query User')
  })

  test('white space is folded', () => {
    const { input } = logged([{ sql: ' SELECT 1\n  FROM t \n' }])
    expect(input && receipt(input)?.lines[0]?.sql).toBe('SELECT 1 FROM t')
  })

  test('what runs muted is not the user’s', async () => {
    const { log } = logged([])
    log.begin({ number: 2, code: 'code', isCommand: false })
    await log.mute(() => log.transaction({ kind: 'begin', text: 'BEGIN' } as never))
    const input = log.end()
    expect(input && receipt(input)).toBeNull()
  })
})

describe('at the prompt', () => {
  test('a lazy load names the relationship and the place that read it', async () => {
    const transcript = await withReceipts(['const p = session.get(Post, 1)', 'p.author.name'])
    expect(transcript).toMatch(/\[lazy load Post\.author\].*1 row +In\[2\]:1:3/)
  })

  test('so does every way to run a statement', async () => {
    const transcript = await withReceipts([
      'session.scalars(select(Tag).limit(1)).all()',
      'session.execute(text("select 1")).all()',
      'session.query(Tag).limit(1).all()',
      'session.scalar(select(Tag.id))',
    ])
    expect(transcript.match(/In\[\d\]:1:\d+/g)).toHaveLength(4)
  })

  test('a flush and its commit are told, and that it was committed', async () => {
    const transcript = await withReceipts([
      'session.add(new Tag({ name: "new" })); session.commit()',
    ])
    expect(transcript).toContain('· committed')
    expect(transcript).toMatch(/\[flush\].*INSERT INTO tags/)
    expect(transcript.trimEnd().split('\n').at(-1)).toContain('COMMIT')
  })

  test('a statement that failed says so', async () => {
    const transcript = await withReceipts(['.sql selec 1'])
    expect(transcript).toMatch(/\[core\] {2}selec 1 .*failed/)
  })

  test('what was compiled before, and what the session had already, is counted', async () => {
    const transcript = await withReceipts([
      'const [p, q] = session.scalars(select(Post).where(Post.authorId.eq(19)).limit(2)).all()',
      'p.author.name + q.author.name',
      'session.get(User, 19).name',
      'for (const id of [1, 2, 3]) session.get(Tag, id)',
    ])
    expect(transcript).toMatch(/1 statement · 2 rows · 0\.0 ms · cache 0\/1\n/)
    expect(transcript).toMatch(/1 statement · 1 row · 0\.0 ms · cache 0\/1 · identity map 1\n/)
    expect(transcript).toContain('\nno statement, identity map 1\n')
    expect(transcript).toMatch(/3 statements \(1 distinct\) · 3 rows · 0\.0 ms · cache [23]\/3\n/)
  })

  test('twenty distinct statements are printed, more are counted', async () => {
    const many = 'for (let i = 0; i < 25; i++) session.execute(text(`SELECT ${i}`)).all()'
    const transcript = await withReceipts([many])
    expect(transcript).toContain('25 statements')
    expect(transcript).toContain('more: .sql prints all')
  })
})

test('of old inputs the text is kept, the statements are not', () => {
  const { log } = logged([{}])
  for (let number = 2; number <= 60; number++)
    log.begin({ number, code: `input ${number}`, isCommand: false })
  expect(log.inputs).toHaveLength(60)
  expect(log.inputs[0]).toMatchObject({ number: 1, code: 'code', records: [] })
})
