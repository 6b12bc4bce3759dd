/** Tool sheet: connect and query; the tables of the models. */
import { expect, test } from 'vitest'
import { createEngine, inspect, text } from 'orm-shell'
import { openBlog } from './blog.js'

test('connect and query', () => {
  const engine = createEngine('sqlite://')
  const rows = engine.connect((connection) =>
    connection.execute(text("SELECT 'Hello, SQLAlchemy!'")).all(),
  )
  expect(rows.map((row) => [...row])).toEqual([['Hello, SQLAlchemy!']])
  engine.dispose()
})

test('model definition (ORM): tables are created with their keys', () => {
  const inspector = inspect(openBlog())
  expect(inspector.getTableNames()).toEqual(['posts', 'users'])
  expect(inspector.getForeignKeys('posts')).toMatchObject([
    { constrainedColumns: ['author_id'], referredTable: 'users', referredColumns: ['id'] },
  ])
  expect(inspector.getUniqueConstraints('users')).toMatchObject([{ columnNames: ['email'] }])
})
