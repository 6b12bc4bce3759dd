/** The operators only ranges, hstore, arrays and JSONB have, against the server's own answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  arrayLiteral,
  column,
  type ColumnElement,
  createEngine,
  integer,
  jsonb,
  literal,
  MetaData,
  postgresql,
  select,
  Table,
  text,
  type Engine,
} from '../../../src/index.js'
import { freshDatabase } from '../../helpers/postgres.js'

const { Range } = postgresql
const t = new Table('t', new MetaData(), {
  id: column(integer, { primaryKey: true }),
  r: column(postgresql.int4range),
  h: column(postgresql.hstore),
  a: column(postgresql.array(integer)),
  j: column(jsonb()),
})

let engine: Engine

beforeAll(async () => {
  engine = createEngine(await freshDatabase())
  engine.begin((connection) => {
    connection.execute(text('CREATE EXTENSION IF NOT EXISTS hstore'))
    t.metadata.createAll(connection)
    connection.execute(t.insert(), {
      id: 1,
      r: new Range(1, 5),
      h: { a: '1', b: null },
      a: [1, 2, 3],
      j: { k: { x: 1 } },
    })
  })
})

afterAll(() => engine.dispose())

const read = (...columns: readonly ColumnElement[]) =>
  engine.connect((connection) => [...(connection.execute(select(...columns)).one() as unknown[])])

test('ranges', () => {
  const other = new Range(3, 9)
  expect(
    read(
      t.c.r.contains(3),
      t.c.r.contains(new Range(2, 3)),
      t.c.r.containedBy(other),
      t.c.r.overlaps(other),
      t.c.r.strictlyLeftOf(new Range(5, 6)),
      t.c.r.adjacentTo(new Range(5, 6)),
      t.c.r.notExtendRightOf(other),
      t.c.r.notExtendLeftOf(other),
    ),
  ).toEqual([true, true, false, true, true, true, true, false])
  expect(
    read(t.c.r.union(other), t.c.r.intersection(other), t.c.r.difference(other)).map(String),
  ).toEqual(['[1,9)', '[3,5)', '[1,3)'])
})

test('hstore', () => {
  expect(
    read(
      t.c.h.get('a'),
      t.c.h.hasKey('b'),
      t.c.h.hasAny(arrayLiteral(['x', 'a'])),
      t.c.h.hasAll(arrayLiteral(['x', 'a'])),
      t.c.h.contains({ a: '1' }),
      t.c.h.defined('b'),
      t.c.h.delete('a'),
      t.c.h.keys(),
      t.c.h.vals(),
    ),
  ).toEqual(['1', true, true, false, true, false, { b: null }, ['a', 'b'], ['1', null]])
})

test('arrays', () => {
  expect(
    read(
      t.c.a.contains([1, 2]),
      t.c.a.containedBy([1]),
      t.c.a.overlap([9, 3]),
      t.c.a.any(2),
      t.c.a.all(2),
      t.c.a.get({ start: 2, stop: 3 }),
    ),
  ).toEqual([true, false, true, true, false, [2, 3]])
})

test('JSONB', () => {
  expect(
    read(
      t.c.j.hasKey('k'),
      t.c.j.contains({ k: {} }),
      t.c.j.containedBy({ k: { x: 1, y: 2 } }),
      t.c.j.deletePath(['k', 'x']),
      t.c.j.pathExists('$.k.x'),
      t.c.j.pathMatch('$.k.x > 5'),
      t.c.j.get('k').get('x').astext,
    ),
  ).toEqual([true, true, true, { k: {} }, true, false, '1'])
})

test('a type without the operator says so', () => {
  expect(() => t.c.id.hasKey('x')).toThrow(
    "Neither 'Column' object nor the comparator of type Integer has an operator 'hasKey'",
  )
})

describe('range values answer as the server does', () => {
  const values = [1, 2, 3, 4].flatMap((low) =>
    (['[)', '(]', '[]', '()'] as const).map((bounds) => new Range(low, low + 2, { bounds })),
  )
  const ranges = [
    ...values,
    new Range<number>(null, 3),
    new Range<number>(2, null),
    new Range<number>(null, null, { empty: true }),
  ]

  test.each([
    'overlaps',
    'adjacentTo',
    'containedBy',
    'strictlyLeftOf',
    'notExtendLeftOf',
    'notExtendRightOf',
  ] as const)('%s', (method) => {
    engine.connect((connection) => {
      for (const one of ranges) {
        for (const other of ranges) {
          const server = connection.scalar(select(typed(one)[method](typed(other))))
          expect([String(one), method, String(other), one[method](other)]).toEqual([
            String(one),
            method,
            String(other),
            server,
          ])
        }
      }
    })
  })
})

function typed(range: InstanceType<typeof Range>) {
  return literal(range, postgresql.int4range)
}
