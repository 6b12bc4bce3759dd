/** Times in tables: with their zone, unless their column has none. */
import { expect, test } from 'vitest'
import { freshDatabase } from '../../helpers/postgres.js'
import { runShell } from '../../helpers/run-shell.js'

test('a column without a zone shows none, moments are in UTC and say so', async () => {
  const transcript = await runShell([
    'session.get(Post, 1)',
    'session.execute(select(Post.publishedAt).limit(1)).all()',
    'session.execute(select(Post.publishedAt.label("at")).limit(1)).all()',
    '[{ at: new Date(0) }]',
  ])
  expect(transcript).toContain('publishedAt  2024-01-01 20:00:00\n')
  expect(transcript.match(/^2024-01-01 20:00:00$/gm)).toHaveLength(2)
  expect(transcript).toContain('1970-01-01 00:00:00Z')
})

test('PostgreSQL has both kinds', async () => {
  const url = await freshDatabase()
  const transcript = await runShell(
    [
      `.sql create table t (id int primary key, a timestamp, b timestamptz)`,
      `.sql insert into t values (1, '2024-01-01 12:00', '2024-01-01 12:00+02')`,
      '.commit',
      '.reload',
      'session.get(T, 1)',
      'session.execute(select(T.a, T.b)).all()',
    ],
    { url },
  )
  expect(transcript).toMatch(/ a +2024-01-01 12:00:00\n/)
  expect(transcript).toMatch(/ b +2024-01-01 10:00:00Z\n/)
  expect(transcript).toMatch(/^2024-01-01 12:00:00 +2024-01-01 10:00:00Z$/m)
})
