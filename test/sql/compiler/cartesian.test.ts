import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEngine, exists, func, select, text, update, type Engine } from 'orm-shell'
import { collectWarnings } from '../../../src/util/warnings.js'
import { column, integer, MetaData, Table } from 'orm-shell'

const metadata = new MetaData()
const a = new Table('a', metadata, { id: column(integer, { primaryKey: true }) })
const b = new Table('b', metadata, {
  id: column(integer, { primaryKey: true }),
  aId: column('a_id', integer),
})
const c = new Table('c', metadata, { id: column(integer, { primaryKey: true }) })

let engine: Engine

beforeEach(() => {
  engine = createEngine('sqlite://')
  metadata.createAll(engine)
})
afterEach(() => engine.dispose())

function warningsOf(statement: unknown, on = engine): string[] {
  const { warnings } = collectWarnings(() =>
    on.connect((connection) => connection.execute(statement as never)),
  )
  return warnings.map(({ message }) => message)
}

describe('cartesian products', () => {
  test('elements nothing connects are named', () => {
    expect(warningsOf(select(a.c.id, b.c.id, c.c.id).where(a.c.id.eq(b.c.aId)))).toEqual([
      'SELECT statement has a cartesian product between FROM element(s) "c" and FROM element "a".  ' +
        'Apply join condition(s) between each element to resolve.',
    ])
  })

  test('comparisons and joins connect', () => {
    expect(warningsOf(select(a.c.id, b.c.id).where(a.c.id.lt(b.c.aId)))).toEqual([])
    expect(warningsOf(select(a.c.id, b.c.id).selectFrom(a.join(b, text('1 = 1'))))).toEqual([])
  })

  test('subqueries are looked at by themselves, and correlated ones need nothing', () => {
    const inner = select(b.c.id, c.c.id).subquery('q')
    expect(warningsOf(select(func.count()).selectFrom(inner))).toHaveLength(1)
    const correlated = exists(select(b.c.id).where(b.c.aId.eq(a.c.id)))
    expect(warningsOf(select(a.c.id).where(correlated))).toEqual([])
  })

  test('UPDATE … FROM is watched, a single table is not', () => {
    const statement = update(a).values({ id: b.c.id }).where(b.c.id.eq(1))
    expect(warningsOf(statement)[0]).toMatch(/^UPDATE statement has a cartesian product/)
    expect(warningsOf(update(a).values({ id: 1 }))).toEqual([])
  })

  test('an engine may be told not to look', () => {
    const quiet = createEngine('sqlite://', { enableFromLinting: false })
    metadata.createAll(quiet)
    expect(warningsOf(select(a.c.id, b.c.id), quiet)).toEqual([])
    quiet.dispose()
  })
})
