/** The cache of compiled statements: what the log says of it, its size, what goes first. */
import { expect, test } from 'vitest'
import {
  bindparam,
  column,
  createEngine,
  type Engine,
  type EngineOptions,
  insert,
  integer,
  literalColumn,
  MetaData,
  select,
  string,
  Table,
  text,
  TypeDecorator,
} from 'orm-shell'

/** The remarks of the log, without times: `generated in`, `cached since`. */
function remarks(options: EngineOptions, work: (engine: Engine) => void): string[] {
  const found: string[] = []
  const engine = createEngine('sqlite://', {
    ...options,
    echo: ({ message }) => {
      const remark = /^\[([a-z ]+?)(?: [\d.e+-]+s)? ?(?: ago)?\]/.exec(message)?.[1]
      if (remark !== undefined) found.push(remark)
    },
  })
  work(engine)
  engine.dispose()
  return found
}

const statement = (name: string) => select(literalColumn('1').label(name))

test('a statement is generated once, and then comes from the cache', () => {
  const found = remarks({}, (engine) =>
    engine.connect((connection) => {
      for (const x of [1, 2]) connection.execute(select(bindparam('x', { value: x })))
      connection.execute(text('SELECT 1'))
      connection.execute(text('SELECT 1'))
      connection.execDriverSql('SELECT 1')
    }),
  )
  expect(found).toEqual(['generated in', 'cached since', 'generated in', 'cached since', 'raw sql'])
})

test('without a cache the log says so', () => {
  const disabled = remarks({ queryCacheSize: 0 }, (engine) =>
    engine.connect((connection) => {
      connection.execute(statement('a'))
      connection.execute(statement('a'))
    }),
  )
  expect(disabled).toEqual(['caching disabled', 'caching disabled'])
  const perExecution = remarks({}, (engine) =>
    engine.connect((connection) => {
      connection.execute(statement('a'))
      connection.execute(statement('a'), {}, { executionOptions: { compiledCache: null } })
    }),
  )
  expect(perExecution).toEqual(['generated in', 'caching disabled'])
})

test('what cannot be compared has no key', () => {
  class Opaque extends TypeDecorator<string> {
    override readonly impl = string()
    override readonly cacheOk = false
  }
  const found = remarks({}, (engine) => {
    const table = new Table('t', new MetaData(), {
      id: column(integer, { primaryKey: true }),
      value: column(new Opaque()),
    })
    table.metadata.createAll(engine)
    engine.connect((connection) => {
      connection.execute(insert(table), { value: 'a' })
      connection.execute(select(table.c.value))
      connection.execute(select(table.c.value))
    })
  })
  // The INSERT is known by its table, whose types are its own.
  expect(found.slice(-3)).toEqual(['generated in', 'no key', 'no key'])
})

test('the least recently used statements go when the cache has grown by half', () => {
  const found = remarks({ queryCacheSize: 4 }, (engine) =>
    engine.connect((connection) => {
      const run = (name: string) => connection.execute(statement(name))
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) run(name)
      run('a')
      expect(engine.statements.length).toBe(6)
      run('g')
      expect(engine.statements.length).toBe(4)
      for (const name of ['a', 'e', 'f', 'g', 'b']) run(name)
    }),
  )
  expect(found).toEqual([
    ...Array<string>(6).fill('generated in'),
    'cached since',
    'generated in',
    ...Array<string>(4).fill('cached since'),
    'generated in',
  ])
})

test('clearing the cache compiles anew', () => {
  const found = remarks({}, (engine) =>
    engine.connect((connection) => {
      connection.execute(statement('a'))
      engine.clearCompiledCache()
      connection.execute(statement('a'))
    }),
  )
  expect(found).toEqual(['generated in', 'generated in'])
})
