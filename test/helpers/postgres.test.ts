/** The database helper itself: that a real server answers, and that databases are apart. */
import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from './postgres.js'

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('a fresh database is empty and its own', async () => {
  const [first, second] = await Promise.all([freshDatabase(), freshDatabase()])
  await query(first, 'create table only_here (id int)')
  const count = "select count(*)::int from pg_tables where tablename = 'only_here'"
  expect(await query(first, count)).toEqual([[1]])
  expect(await query(second, count)).toEqual([[0]])
})
