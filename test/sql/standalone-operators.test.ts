/** The operators that are functions too: `between`, `collate`, `label`. */
import { expect, test } from 'vitest'
import { between, collate, func, integer, label, literalColumn, select } from '../../src/index.js'
import { column, string, table } from '../../src/index.js'

const span = table('span', column('low', integer), column('high', integer), column('name', string))

test('a value stands between two columns', () => {
  const { sql, params } = select(span.c.name)
    .where(between(5, span.c.low, span.c.high))
    .compile()
  expect(sql).toContain('WHERE :param_1 BETWEEN span.low AND span.high')
  expect(params).toMatchObject({ param_1: 5 })
  expect(between(5, 1, 9, { symmetric: true }).toString()).toContain('BETWEEN SYMMETRIC')
})

test('a collation and a label are given to any expression', () => {
  expect(String(select(label('n', func.count())).selectFrom(span))).toContain('count(*) AS n')
  expect(String(select(span.c.name).orderBy(collate(span.c.name, 'NOCASE')))).toContain(
    'ORDER BY span.name COLLATE "NOCASE"',
  )
  expect(collate(literalColumn('a'), 'de_DE').toString()).toBe('a COLLATE "de_DE"')
})
