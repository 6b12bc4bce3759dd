/** Drizzle: a query builder without identity map and unit of work; W2, W5, W6, W10 and W11 by hand, as its users do. */
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sqliteTable, integer, text, primaryKey } from 'drizzle-orm/sqlite-core'
import { relations, eq, gt, and, like, inArray, asc } from 'drizzle-orm'
import { newPostValues as newPost, newUserValues as newUser } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const { inserted: NEW, parents: PARENTS, children: CHILDREN } = count

const id = () => integer('id').primaryKey({ autoIncrement: true })
const users = sqliteTable('users', {
  id: id(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  age: integer('age').notNull(),
  created_at: integer('created_at').notNull(),
})
const posts = sqliteTable('posts', {
  id: id(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  user_id: integer('user_id')
    .notNull()
    .references(() => users.id),
})
const tags = sqliteTable('tags', { id: id(), name: text('name').notNull() })
const postTags = sqliteTable(
  'post_tags',
  {
    post_id: integer('post_id')
      .notNull()
      .references(() => posts.id),
    tag_id: integer('tag_id')
      .notNull()
      .references(() => tags.id),
  },
  (t) => [primaryKey({ columns: [t.post_id, t.tag_id] })],
)
const schema = {
  users,
  posts,
  tags,
  postTags,
  usersRel: relations(users, ({ many }) => ({ posts: many(posts) })),
  postsRel: relations(posts, ({ one, many }) => ({
    user: one(users, { fields: [posts.user_id], references: [users.id] }),
    postTags: many(postTags),
  })),
  tagsRel: relations(tags, ({ many }) => ({ postTags: many(postTags) })),
  postTagsRel: relations(postTags, ({ one }) => ({
    post: one(posts, { fields: [postTags.post_id], references: [posts.id] }),
    tag: one(tags, { fields: [postTags.tag_id], references: [tags.id] }),
  })),
}

export async function open(url) {
  const db = drizzle(new Database(url), { schema })
  const inserted = (t, table, rows, size = 1000) => {
    for (let i = 0; i < rows.length; i += size) {
      const part = rows.slice(i, i + size)
      t.insert(table)
        .values(part)
        .returning({ id: table.id })
        .all()
        .forEach((r, k) => {
          part[k].id = r.id
        })
    }
    return rows
  }
  const chunks = (xs, f, size = 1000) => {
    for (let i = 0; i < xs.length; i += size) f(xs.slice(i, i + size))
  }
  return {
    tags: (p) => p.postTags.map((x) => x.tag),
    W1: () => db.select().from(posts).all(),
    W2() {
      const us = db.select().from(users).all(),
        by = new Map(us.map((u) => [u.id, (u.posts = [])]))
      for (const p of db
        .select()
        .from(posts)
        .where(
          inArray(
            posts.user_id,
            us.map((u) => u.id),
          ),
        )
        .all())
        by.get(p.user_id).push(p)
      return us
    },
    W3: () => db.query.users.findMany({ with: { posts: true } }).sync(),
    W4: () => db.query.posts.findMany({ with: { postTags: { with: { tag: true } } } }).sync(),
    W5: () =>
      db.transaction((t) =>
        inserted(
          t,
          users,
          Array.from({ length: NEW }, (_, i) => newUser(i)),
        ),
      ),
    W6: () =>
      db.transaction((t) => {
        const ps = t.select().from(posts).all()
        for (const p of ps) {
          p.title = 'changed ' + p.id
          t.update(posts).set({ title: p.title }).where(eq(posts.id, p.id)).run()
        }
        return ps
      }),
    W7() {
      const out = []
      for (let i = 1; i <= NEW; i++) out.push(db.select().from(posts).where(eq(posts.id, i)).get())
      return out
    },
    W8() {
      let q
      for (let i = 0; i < count.built; i++)
        q = db
          .select({ id: posts.id, title: posts.title, user: users.name, tag: tags.name })
          .from(posts)
          .innerJoin(users, eq(users.id, posts.user_id))
          .innerJoin(postTags, eq(postTags.post_id, posts.id))
          .innerJoin(tags, eq(tags.id, postTags.tag_id))
          .where(
            and(
              gt(users.age, 20),
              like(posts.title, 'Post%'),
              inArray(tags.name, ['tag-1', 'tag-2']),
              eq(users.email, 'user5@example.com'),
            ),
          )
          .orderBy(asc(posts.title))
          .limit(10)
          .toSQL().sql
      return q
    },
    W9: () =>
      db
        .select()
        .from(users)
        .all()
        .map((u) => [u, db.select().from(posts).where(eq(posts.user_id, u.id)).all()]),
    W10: () =>
      db.transaction((t) => {
        const us = inserted(
          t,
          users,
          Array.from({ length: PARENTS }, (_, i) => newUser(i)),
        )
        inserted(
          t,
          posts,
          us.flatMap(
            (u) =>
              (u.posts = Array.from({ length: CHILDREN }, (_, j) => ({
                ...newPost(u, j),
                user_id: u.id,
              }))),
          ),
        )
        return us
      }),
    W11: () =>
      db.transaction((t) => {
        const ids = t
          .select({ id: users.id })
          .from(users)
          .where(gt(users.id, 1000))
          .all()
          .map((r) => r.id)
        chunks(ids, (c) => {
          t.delete(posts).where(inArray(posts.user_id, c)).run()
          t.delete(users).where(inArray(users.id, c)).run()
        })
      }),
    W12: () => db.select().from(users).where(eq(users.id, 1)).get(),
  }
}
