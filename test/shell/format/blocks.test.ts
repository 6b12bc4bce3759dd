/** Every kind of block: coloured and plain text are the same words, and lines fit the width where they can. */
import { describe, expect, test } from 'vitest'
import type { Output } from '../../../src/shell/format/output.js'
import { loadSqlHighlighter } from '../../../src/shell/format/paint/sql-highlighter.js'
import { formatPlain } from '../../../src/shell/format/plain.js'
import { displayWidth } from '../../../src/shell/format/width.js'

const long = 'some words that are longer than the screen is wide, so that they have to go on below'

const cell = (text: string) => ({ text })
const BLOCKS: Readonly<Record<string, Output>> = {
  text: { kind: 'text', text: long, tone: 'muted' },
  value: { kind: 'value', text: '{ \x1b[33ma\x1b[39m: 1 }' },
  table: {
    kind: 'table',
    title: 'users',
    columns: [
      { title: 'id', align: 'right' },
      { title: '名前', align: 'left' },
      { title: 'about', align: 'left', wrap: true },
    ],
    rows: [
      [{ text: '1', type: 'number' }, cell('日本'), cell(long)],
      [{ text: '2', type: 'number' }, { text: 'NULL', type: 'null' }, cell('short')],
    ],
    total: 40,
    source: '_',
  },
  tree: {
    kind: 'tree',
    title: 'plan',
    root: {
      label: 'root',
      detail: long,
      children: [
        { label: 'scan', detail: long, tone: 'warning', children: [] },
        { label: long, children: [{ label: 'leaf', children: [] }] },
      ],
    },
  },
  sql: {
    kind: 'sql',
    sql: `SELECT users.id, users.name, users.email\nFROM users\nWHERE users.name = 'two  words' AND users.id > 1`,
    parameters: "('x')",
  },
  entity: {
    kind: 'entity',
    title: 'User#1',
    state: 'persistent',
    fields: [
      { name: 'id', value: { text: '1', type: 'number' } },
      { name: 'name', value: cell('b'), change: { from: cell('a'), to: cell('b') } },
      { name: 'tags', value: cell(''), members: { added: [cell('x')], removed: [cell('y')] } },
    ],
  },
  error: {
    kind: 'error',
    origin: 'unhandled rejection',
    name: 'TypeError',
    message: long,
    hint: 'try again',
    stack: ['In[1]:1:1'],
    excerpt: 'a +* b\n   ^',
  },
  receipt: {
    kind: 'receipt',
    statements: 3,
    distinct: 2,
    rows: 12,
    databaseMs: 1.25,
    compiled: { cached: 0, of: 0 },
    identityHits: 0,
    totalMs: 2,
    transaction: 'rolled back',
    lines: [
      {
        cause: 'lazy load Post.author',
        sql: 'SELECT users.id FROM users WHERE users.id = ?',
        parameters: '(1)',
        count: 2,
        durationMs: 1,
        rows: 2,
        site: 'In[1]:1:1',
        failed: false,
      },
    ],
  },
}
const all: Output = { kind: 'group', title: 'all of them', blocks: Object.values(BLOCKS) }

const withoutColours = (text: string): string => text.replace(/\x1b\[[\d;]*m/g, '')

describe('colours', () => {
  test.each([...Object.entries(BLOCKS), ['group', all] as const])(
    '%s: the same text with and without',
    async (_kind, block) => {
      await loadSqlHighlighter()
      for (const columns of [30, 48, 100, Infinity]) {
        const plain = formatPlain(block, { columns })
        const coloured = formatPlain(block, { columns, colors: true })
        expect(plain).not.toContain('\x1b')
        expect(withoutColours(coloured)).toBe(plain)
      }
    },
  )

  test('are there when asked for', () => {
    for (const [kind, block] of Object.entries(BLOCKS))
      expect(formatPlain(block, { colors: true }), kind).toContain('\x1b[')
  })
})

describe('width', () => {
  test.each(['text', 'table', 'tree', 'sql', 'entity', 'error'])('%s fits', (kind) => {
    for (const columns of [48, 60, 80]) {
      const lines = formatPlain(BLOCKS[kind] as Output, { columns }).split('\n')
      expect(Math.max(...lines.map(displayWidth)), `${columns}`).toBeLessThan(columns)
    }
  })

  test('SQL never ends a line inside quotes', () => {
    const block: Output = { kind: 'sql', sql: `SELECT 1 FROM t WHERE name = '${long}'` }
    expect(formatPlain(block, { columns: 40 })).toContain(`'${long}'`)
  })

  test('a detail goes on beside its branch', () => {
    const lines = formatPlain(BLOCKS['tree'] as Output, { columns: 60 }).split('\n')
    expect(lines.slice(1)).toEqual([
      'root  some words that are longer than the screen is',
      '│     wide, so that they have to go on below',
      '├─ scan  some words that are longer than the screen is',
      '│        wide, so that they have to go on below',
      '└─ some words that are longer than the screen is wide,',
      '   │  so that they have to go on below',
      '   └─ leaf',
    ])
  })

  test('cells of a wrapping column go on in their column', () => {
    const block = BLOCKS['table'] as Output
    const lines = formatPlain(block, { columns: 50 }).split('\n')
    expect(lines[3]).toMatch(/^ 1 {2}日本 {2}some words/)
    expect(lines[4]).toMatch(/^ {10}\S/)
  })
})
