/** Statements of the SQL layer on a real PostgreSQL: types there and back, generated keys, ordered batches, DDL, reflection. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import '../../../src/sql/index.js'
import { createAsyncEngine, createEngine } from '../../../src/create-engine.js'
import type { Engine } from '../../../src/engine/engine.js'
import { column, MetaData, Table } from '../../../src/schema/index.js'
import { func, insert, literal, select, text, update } from '../../../src/sql/index.js'
import {
  array,
  bigInteger,
  boolean,
  date,
  dateTime,
  enumType,
  float,
  integer,
  jsonb,
  largeBinary,
  numeric,
  string,
  uuid,
} from '../../../src/sql/types/constructors.js'
import { freshDatabase } from '../../helpers/postgres.js'

const metadata = new MetaData()
const doc = new Table('doc', metadata, {
  id: column(integer, { primaryKey: true }),
  name: column(string(20), { nullable: true }),
  big: column(bigInteger, { nullable: true }),
  price: column(numeric(10, 2), { nullable: true }),
  score: column(float, { nullable: true }),
  ok: column(boolean, { nullable: true }),
  day: column(date, { nullable: true }),
  at: column(dateTime({ timezone: true }), { nullable: true }),
  local: column(dateTime, { nullable: true }),
  data: column(jsonb, { nullable: true }),
  tags: column(array(string), { nullable: true }),
  mood: column(enumType('happy', 'sad', { name: 'mood' }), { nullable: true }),
  uid: column(uuid, { nullable: true }),
  raw: column(largeBinary, { nullable: true }),
})
const kv = new Table('kv', metadata, {
  id: column(integer, { primaryKey: true }),
  k: column(string),
  v: column(integer, { nullable: true }),
})
const keyed = new Table('keyed', metadata, {
  code: column(string, { primaryKey: true }),
  made: column(dateTime, { serverDefault: func.now() }),
})

const at = new Date('2024-05-17T12:30:45.123Z')
const values = {
  name: 'ö"x',
  big: 9007199254740993n,
  price: '1.50',
  score: 1.5,
  ok: true,
  day: '2024-02-29',
  at,
  local: at,
  data: { a: [1, 'x', null] },
  tags: ['a', 'b,"c'],
  mood: 'sad' as const,
  uid: '12345678-1234-5678-1234-567812345678',
  raw: Buffer.from([1, 2, 255]),
}

let url: string
let engine: Engine

beforeAll(async () => {
  url = await freshDatabase()
  engine = createEngine(url)
  metadata.createAll(engine)
})

afterAll(() => engine.dispose())

describe('types', () => {
  test('travel there and back', () => {
    engine.connect((c) => {
      const result = c.execute(insert(doc).values(values))
      expect(result.insertedPrimaryKey).toEqual([1])
      const row = c.execute(select(doc)).one()
      expect(row.asObject()).toEqual({ id: 1, ...values })
      expect(c.scalar(select(doc.c.id).where(doc.c.at.eq(at), doc.c.price.gt('1')))).toBe(1)
      expect(c.scalar(select(func.count()).where(doc.c.id.in([1, 2, 3])))).toBe(1)
    })
  })

  test('are the same for both drivers', async () => {
    const asynchronous = createAsyncEngine(url)
    await asynchronous.connect(async (c) => {
      await c.execute(insert(doc).values(values))
      const row = (await c.execute(select(doc))).one()
      expect({ ...row.asObject(), id: 0 }).toEqual({ id: 0, ...values })
      const streamed = await c.stream(select(literal(5).label('n'), func['generate_series']!(1, 3)))
      expect(await streamed.all()).toEqual([
        [5, 1],
        [5, 2],
        [5, 3],
      ])
    })
    await asynchronous.dispose()
  })
})

describe('INSERT', () => {
  test('of many rows is one statement, in order where rows come back', () => {
    const log: string[] = []
    const stop = engine.observe({
      statementStart: ({ sql, remark }) => log.push(sql.replace(/\s+/g, ' '), remark),
    })
    engine.connect((c) => {
      const rows = [
        { k: 'a', v: 1 },
        { k: 'b', v: null },
        { k: 'c', v: 3 },
      ]
      const sorted = c.execute(insert(kv).returning(kv.c.id, kv.c.k).returningSorted(), rows).all()
      expect(sorted.map((row) => row['k'])).toEqual(['a', 'b', 'c'])
      expect(sorted[0]).toHaveLength(2)
      expect(c.execute(insert(kv), rows).rowcount).toBe(3)
      expect(c.execute(insert(kv).returning(kv.c.v), rows).scalars().all()).toEqual([1, null, 3])
      const codes = c.execute(insert(keyed).returning(keyed.c.made).returningSorted(), [
        { code: 'y' },
        { code: 'x' },
      ])
      expect(codes.all()).toHaveLength(2)
      expect(c.scalars(select(kv.c.k).orderBy(kv.c.id).limit(3)).all()).toEqual(['a', 'b', 'c'])
    })
    stop()
    expect(log.filter((line) => line.startsWith('INSERT'))).toEqual([
      'INSERT INTO kv (k, v) SELECT p0::VARCHAR, p1::INTEGER FROM (VALUES ($1, $2, 0), ($3, $4, 1), ($5, $6, 2)) AS imp_sen(p0, p1, sen_counter) ORDER BY sen_counter RETURNING kv.id, kv.k, kv.id AS id__1',
      'INSERT INTO kv (k, v) VALUES ($1, $2), ($3, $4), ($5, $6)',
      'INSERT INTO kv (k, v) VALUES ($1, $2), ($3, $4), ($5, $6) RETURNING kv.v',
      'INSERT INTO keyed (code) VALUES ($1), ($2) RETURNING keyed.made, keyed.code',
    ])
  })

  test('of more rows than fit into one statement goes in batches', () => {
    engine.connect((c) => {
      const rows = Array.from({ length: 2500 }, (_, index) => ({ k: `k${index}`, v: index }))
      const ids = c.execute(insert(kv).returning(kv.c.v).returningSorted(), rows).scalars().all()
      expect(ids).toEqual(rows.map(({ v }) => v))
    })
  })
})

test('UPDATE with parameters by name and text with parameters', () => {
  engine.connect((c) => {
    c.execute(insert(kv).values({ k: 'u', v: 1 }))
    expect(
      c.execute(
        update(kv)
          .where(kv.c.k.eq('u'))
          .values({ v: kv.c.v.add(1) }),
      ).rowcount,
    ).toBe(1)
    expect(c.execute(text('select v from kv where k = :k and :k = k'), { k: 'u' }).scalar()).toBe(2)
  })
})

test('the schema is looked at before it is created, and dropped with its types', () => {
  const log: string[] = []
  const stop = engine.observe({ statementStart: ({ sql }) => log.push(sql.replace(/\s+/g, ' ')) })
  metadata.createAll(engine)
  stop()
  expect(log[0]).toBe(
    'SELECT pg_catalog.pg_class.relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace WHERE pg_catalog.pg_class.relname = $1 AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2, $3, $4, $5, $6]) AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND pg_catalog.pg_namespace.nspname != $7',
  )
  expect(log.some((sql) => sql.startsWith('CREATE'))).toBe(false)
  const reflected = new MetaData()
  reflected.reflect(engine)
  expect([...reflected.tables.keys()].sort()).toEqual(['doc', 'keyed', 'kv'])
  expect(reflected.tables.get('doc')?.c['mood']?.type.typeArguments()).toContain('happy')
})

test('plans of statements', () => {
  const plan = engine.connect((c) =>
    c.explain(select(kv).where(kv.c.k.eq('a')), null, { analyze: true }),
  )
  expect(plan.roots[0]).toMatchObject({ table: 'kv' })
  expect(plan.analyzed).toBe(true)
})
