/** The painted receipt: headline, one line a statement, every fact in its column. */
import { expect, test } from 'vitest'
import { formatPlain } from '../../../src/shell/format/plain.js'
import type { ReceiptBlock, ReceiptLine } from '../../../src/shell/format/output.js'
import { displayWidth } from '../../../src/shell/format/width.js'

const line = (values: Partial<ReceiptLine>): ReceiptLine => ({
  cause: 'query',
  sql: 'SELECT users.id, users.name FROM users',
  parameters: '()',
  count: 1,
  durationMs: 0.4,
  rows: 4,
  site: null,
  failed: false,
  ...values,
})

const receipt: ReceiptBlock = {
  kind: 'receipt',
  statements: 38,
  distinct: 2,
  rows: 41,
  databaseMs: 4.13,
  totalMs: 9,
  compiled: { cached: 37, of: 38 },
  identityHits: 4,
  transaction: 'committed',
  lines: [
    line({ site: 'In[3]:1:9' }),
    line({
      cause: 'lazy load User.posts',
      sql: 'SELECT posts.id FROM posts WHERE posts.author_id = ?',
      count: 37,
      durationMs: 3.7,
      rows: 37,
    }),
    line({ cause: 'flush', sql: 'INSERT INTO users (name)\nVALUES (?)', failed: true }),
    line({ cause: '', sql: 'COMMIT', durationMs: 0, rows: null }),
  ],
}

test('a wide receipt shows everything', () => {
  expect(formatPlain(receipt)).toBe(
    [
      '38 statements (2 distinct) · 41 rows · 4.1 ms · cache 37/38 · identity map 4 · committed',
      '  [query]                 SELECT users.id, users.name FROM users                     0.4 ms   4 rows  In[3]:1:9',
      '  [lazy load User.posts]  SELECT posts.id FROM posts WHERE posts.author_id = ?  ×37  3.7 ms  37 rows',
      '  [flush]                 INSERT INTO users (name) VALUES (?)                        0.4 ms   failed',
      '                          COMMIT',
    ].join('\n'),
  )
})

test('a narrow one leaves out columns and cuts the SQL, nothing else', () => {
  const lines = formatPlain(receipt, { columns: 90 }).split('\n')
  expect(Math.max(...lines.map(displayWidth))).toBeLessThan(90)
  expect(lines[2]).toMatch(/SELECT … FROM posts WHERE pos… {2}×37 {2}3\.7 ms {2}37 rows$/)
})

test('one statement is one statement', () => {
  const single = {
    ...receipt,
    identityHits: 0,
    statements: 1,
    distinct: 1,
    rows: 1,
    transaction: '',
    lines: [],
  }
  expect(formatPlain(single)).toBe('1 statement · 1 row · 4.1 ms · cache 37/38')
})
