/** Tutorial: a class, the table it describes, the schema it creates, an instance of it. */
import { expect, test } from 'vitest'
import {
  column,
  createEngine,
  createTable,
  declarativeBase,
  inspect,
  integer,
  mapped,
  Sequence,
  string,
} from 'orm-shell'
import { expectStatements } from 'orm-shell/testing'
import { expectSql } from '../../helpers/expect-sql.js'
import { Base, User } from './user.js'

test('declare a mapping: the class has a table, a mapper, and a place in the metadata', () => {
  const table = User.__table__
  expect(table.name).toBe('users')
  expect(table.columns.values().map((each) => `${each.name} ${each.type.toString()}`)).toEqual([
    'id INTEGER',
    'name VARCHAR',
    'fullname VARCHAR',
    'nickname VARCHAR',
  ])
  expect(table.columns.values().filter(({ primaryKey }) => primaryKey)).toEqual([table.c['id']])
  expect(inspect(User).localTable).toBe(table)
  expect([...Base.metadata.tables.keys()]).toEqual(['users'])
})

test('create a schema: createAll looks for the table, then creates it', () => {
  const engine = createEngine('sqlite:///:memory:')
  expectStatements(engine, () => Base.metadata.createAll(engine), [
    'PRAGMA main.table_info("users")',
    'PRAGMA temp.table_info("users")',
    `CREATE TABLE users ( id INTEGER NOT NULL, name VARCHAR, fullname VARCHAR, nickname VARCHAR, PRIMARY KEY (id) )`,
  ])
  expectStatements(engine, () => Base.metadata.createAll(engine), [
    'PRAGMA main.table_info("users")',
  ])
  engine.dispose()
})

test('minimal table descriptions vs. full descriptions: a full one has lengths and a sequence', () => {
  const FullBase = declarativeBase()
  class FullUser extends FullBase.model('users', {
    id: column(integer, new Sequence('user_id_seq'), { primaryKey: true }),
    name: column(string(50), { nullable: true }),
    fullname: column(string(50), { nullable: true }),
    nickname: column(string(50), { nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  expectSql(createTable(FullUser.__table__), {
    postgresql: `CREATE TABLE users ( id INTEGER NOT NULL, name VARCHAR(50), fullname VARCHAR(50),
      nickname VARCHAR(50), PRIMARY KEY (id) )`,
    mysql: `CREATE TABLE users ( id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(50), fullname VARCHAR(50),
      nickname VARCHAR(50), PRIMARY KEY (id) )`,
  })
})

test('create an instance of the mapped class', () => {
  const ed = new User({ name: 'ed', fullname: 'Ed Jones', nickname: 'edsnickname' })
  expect(ed.name).toBe('ed')
  expect(ed.nickname).toBe('edsnickname')
  expect(ed.id).toBeNull()
  expect(String(ed)).toBe("<User(name='ed', fullname='Ed Jones', nickname='edsnickname')>")
})
