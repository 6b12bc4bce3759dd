/** Tables that load themselves from a database, and messages about parameter sets. */
import { expect, test } from 'vitest'
import {
  column,
  createEngine,
  insert,
  interval,
  MetaData,
  select,
  string,
  Table,
  text,
} from '../../src/index.js'

function database() {
  const engine = createEngine('sqlite://')
  engine.begin((connection) =>
    connection.execute(
      text('CREATE TABLE t (id INTEGER PRIMARY KEY, iv DATETIME, name VARCHAR(5))'),
    ),
  )
  return engine
}

test('columns declared beside autoloadWith replace those of the database in place', () => {
  const t = new Table(
    't',
    new MetaData(),
    { name: column(string(99)) },
    { autoloadWith: database() },
  )
  expect([...t.columns].map((each) => each.key)).toEqual(['id', 'iv', 'name'])
  expect(t.columnNamed('name')?.type.typeArguments()[0]).toBe(99)
})

test('a missing value is told with its parameter set', () => {
  const engine = database()
  const t = new Table('t', new MetaData(), [], { autoloadWith: engine })
  expect(() =>
    engine.begin((connection) => connection.execute(insert(t), [{ name: 'a' }, { id: 1 }])),
  ).toThrow(/A value is required for bind parameter 'name', in parameter group 1/)
})

test('milliseconds compared with an interval are bound as one', () => {
  const engine = database()
  const t = new Table('t', new MetaData(), { iv: column(interval) })
  const found = select(t.c.iv).where(t.c.iv.eq(86_402_000))
  const { parameters } = engine.connect((connection) =>
    found.compile({ dialect: connection.dialect }).bind(null),
  )
  expect(parameters).toEqual(['1970-01-02 00:00:02.000000'])
})
