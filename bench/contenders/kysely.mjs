/** Kysely: a query builder; the workloads of a unit of work are written by hand. */
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, ParseJSONResultsPlugin } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/sqlite'
import { newPostValues as newPost, newUserValues as newUser } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const { inserted: NEW, parents: PARENTS, children: CHILDREN } = count

export async function open(url) {
  const db = new Kysely({ dialect: new SqliteDialect({ database: new Database(url) }) }),
    jdb = db.withPlugin(new ParseJSONResultsPlugin())
  const inserted = async (t, table, rows, size = 1000) => {
    for (let i = 0; i < rows.length; i += size) {
      const part = rows.slice(i, i + size)
      ;(await t.insertInto(table).values(part).returning('id').execute()).forEach((r, k) => {
        part[k].id = r.id
      })
    }
    return rows
  }
  return {
    W1: () => db.selectFrom('posts').selectAll().execute(),
    async W2() {
      const us = await db.selectFrom('users').selectAll().execute(),
        by = new Map(us.map((u) => [u.id, (u.posts = [])]))
      for (const p of await db
        .selectFrom('posts')
        .selectAll()
        .where(
          'user_id',
          'in',
          us.map((u) => u.id),
        )
        .execute())
        by.get(p.user_id).push(p)
      return us
    },
    W3: () =>
      jdb
        .selectFrom('users')
        .selectAll('users')
        .select((eb) =>
          jsonArrayFrom(
            eb
              .selectFrom('posts')
              .select(['posts.id', 'posts.title', 'posts.body', 'posts.user_id'])
              .whereRef('posts.user_id', '=', 'users.id'),
          ).as('posts'),
        )
        .execute(),
    W4: () =>
      jdb
        .selectFrom('posts')
        .selectAll('posts')
        .select((eb) =>
          jsonArrayFrom(
            eb
              .selectFrom('post_tags')
              .innerJoin('tags', 'tags.id', 'post_tags.tag_id')
              .select(['tags.id', 'tags.name'])
              .whereRef('post_tags.post_id', '=', 'posts.id'),
          ).as('tags'),
        )
        .execute(),
    W5: () =>
      db.transaction().execute((t) =>
        inserted(
          t,
          'users',
          Array.from({ length: NEW }, (_, i) => newUser(i)),
        ),
      ),
    W6: () =>
      db.transaction().execute(async (t) => {
        const ps = await t.selectFrom('posts').selectAll().execute()
        for (const p of ps) {
          p.title = 'changed ' + p.id
          await t.updateTable('posts').set({ title: p.title }).where('id', '=', p.id).execute()
        }
        return ps
      }),
    async W7() {
      const out = []
      for (let i = 1; i <= NEW; i++)
        out.push(await db.selectFrom('posts').selectAll().where('id', '=', i).executeTakeFirst())
      return out
    },
    W8() {
      let q
      for (let i = 0; i < count.built; i++)
        q = db
          .selectFrom('posts as p')
          .innerJoin('users as u', 'u.id', 'p.user_id')
          .innerJoin('post_tags as pt', 'pt.post_id', 'p.id')
          .innerJoin('tags as t', 't.id', 'pt.tag_id')
          .select(['p.id', 'p.title', 'u.name as user', 't.name as tag'])
          .where('u.age', '>', 20)
          .where('p.title', 'like', 'Post%')
          .where('t.name', 'in', ['tag-1', 'tag-2'])
          .where('u.email', '=', 'user5@example.com')
          .orderBy('p.title')
          .limit(10)
          .compile().sql
      return q
    },
    async W9() {
      const out = []
      for (const u of await db.selectFrom('users').selectAll().execute())
        out.push([
          u,
          await db.selectFrom('posts').selectAll().where('user_id', '=', u.id).execute(),
        ])
      return out
    },
    W10: () =>
      db.transaction().execute(async (t) => {
        const us = await inserted(
          t,
          'users',
          Array.from({ length: PARENTS }, (_, i) => newUser(i)),
        )
        await inserted(
          t,
          'posts',
          us.flatMap((u) =>
            Array.from({ length: CHILDREN }, (_, j) => ({ ...newPost(u, j), user_id: u.id })),
          ),
        )
        return us
      }),
    W11: () =>
      db.transaction().execute(async (t) => {
        const ids = (await t.selectFrom('users').select('id').where('id', '>', 1000).execute()).map(
          (r) => r.id,
        )
        await t.deleteFrom('posts').where('user_id', 'in', ids).execute()
        await t.deleteFrom('users').where('id', 'in', ids).execute()
      }),
    W12: () => db.selectFrom('users').selectAll().where('id', '=', 1).executeTakeFirst(),
  }
}
