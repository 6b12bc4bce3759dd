/** Statements, columns and types of users' own, and walking through expressions. */
import { afterEach, expect, test } from 'vitest'
import {
  BinaryExpression,
  cast,
  column,
  ColumnClause,
  compiles,
  CreateColumn,
  createEngine,
  createTable,
  deregister,
  Executable,
  integer,
  MetaData,
  operators,
  select,
  string,
  Table,
  UnaryExpression,
  varchar,
  visitors,
} from '../../src/index.js'

const metadata = new MetaData()
const items = new Table('items', metadata, {
  id: column(integer, { primaryKey: true }),
  name: column(varchar(20), { info: { secret: true } }),
})

afterEach(() => {
  deregister(varchar)
  deregister(CreateColumn)
})

test('a statement of one’s own is executed', () => {
  class Bump extends Executable {
    constructor(readonly by: number) {
      super()
    }
  }
  compiles(Bump)((element: Bump) => `PRAGMA user_version = ${element.by}`)
  const engine = createEngine('sqlite://')
  const version = engine.connect((connection) => {
    connection.execute(new Bump(7))
    return connection.execDriverSql('PRAGMA user_version').scalar()
  })
  expect(version).toBe(7)
  class Unwritten extends Executable {}
  expect(() => engine.connect((c) => c.execute(new Unwritten()))).toThrow(
    "can't render element of type Unwritten",
  )
})

test('a kind of type is written otherwise, its neighbours stay', () => {
  compiles(varchar, 'mysql')((type, compiler) => `${compiler.processDefault(type)} BINARY`)
  const text = String(createTable(items).compile({ dialect: 'mysql' }))
  expect(text).toContain('name VARCHAR(20) BINARY NOT NULL')
  expect(cast(items.c.name, string(9)).toString()).toContain('VARCHAR(9))')
  expect(String(createTable(items))).toContain('name VARCHAR(20) NOT NULL')
})

test('a column of CREATE TABLE is written otherwise, or left out', () => {
  compiles(CreateColumn)((create: CreateColumn, compiler) =>
    create.element.info['secret'] ? null : compiler.processDefault(create),
  )
  expect(String(createTable(items))).not.toContain('name')
  deregister(CreateColumn)
  expect(String(createTable(items))).toContain('name')
})

test('expressions are walked through, and know their classes and operators', () => {
  const found: unknown[] = []
  const statement = select(items).where(items.c.id.eq(5), items.c.name.like('q%'))
  visitors.traverse(statement, {}, { bindparam: (bind) => found.push(bind.value) })
  expect(found).toEqual([5, 'q%'])
  const comparison = items.c.id.eq(5)
  expect(comparison).toBeInstanceOf(BinaryExpression)
  expect((comparison as BinaryExpression).operator).toBe(operators.eq)
  const factorial = new UnaryExpression(items.c.id, { modifier: operators.customOp('!') })
  expect(factorial.toString()).toBe('items.id !')
  class Bracketed extends ColumnClause {}
  compiles(Bracketed)((element: Bracketed) => `[${String(element.name)}]`)
  expect(String(select(new Bracketed('x')))).toBe('SELECT [x]')
})
