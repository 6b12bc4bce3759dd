/** TypeORM 1: EntitySchema on classes; lazy relations need classes of their own. Its cascades do not delete children. */
import { DataSource, EntitySchema, MoreThan, Like, In } from 'typeorm'
import { newPostValues as newPost, newUserValues as newUser } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const { inserted: NEW, parents: PARENTS, children: CHILDREN } = count

class User {}
class Post {}
class Tag {}
class LazyUser {}
class LazyPost {}
const id = { type: 'integer', primary: true, generated: 'increment' },
  str = { type: 'text' },
  int = { type: 'integer' }
const userCols = { id, name: str, email: str, age: int, created_at: int },
  postCols = { id, title: str, body: str, user_id: int }
const toUser = (target, extra) => ({
  type: 'many-to-one',
  target,
  inverseSide: 'posts',
  joinColumn: { name: 'user_id' },
  ...extra,
})
const toPosts = (target, extra) => ({ type: 'one-to-many', target, inverseSide: 'user', ...extra })
const entities = [
  new EntitySchema({
    name: 'User',
    target: User,
    tableName: 'users',
    columns: userCols,
    relations: { posts: toPosts('Post', { cascade: ['insert', 'update', 'remove'] }) },
  }),
  new EntitySchema({
    name: 'Post',
    target: Post,
    tableName: 'posts',
    columns: postCols,
    relations: {
      user: toUser('User'),
      tags: {
        type: 'many-to-many',
        target: 'Tag',
        inverseSide: 'posts',
        joinTable: {
          name: 'post_tags',
          joinColumn: { name: 'post_id' },
          inverseJoinColumn: { name: 'tag_id' },
        },
      },
    },
  }),
  new EntitySchema({
    name: 'Tag',
    target: Tag,
    tableName: 'tags',
    columns: { id, name: str },
    relations: { posts: { type: 'many-to-many', target: 'Post', inverseSide: 'tags' } },
  }),
  new EntitySchema({
    name: 'LazyUser',
    target: LazyUser,
    tableName: 'users',
    columns: userCols,
    relations: { posts: toPosts('LazyPost', { lazy: true }) },
  }),
  new EntitySchema({
    name: 'LazyPost',
    target: LazyPost,
    tableName: 'posts',
    columns: postCols,
    relations: { user: toUser('LazyUser', { lazy: true }) },
  }),
]

export async function open(url) {
  const ds = await new DataSource({
    type: 'better-sqlite3',
    database: url,
    entities,
    synchronize: false,
    logging: false,
  }).initialize()
  const m = ds.manager,
    mk = (i) => Object.assign(new User(), newUser(i))
  return {
    W1: () => m.find(Post),
    W2: () => m.find(User, { relations: { posts: true }, relationLoadStrategy: 'query' }),
    W3: () => m.find(User, { relations: { posts: true }, relationLoadStrategy: 'join' }),
    W4: () => m.find(Post, { relations: { tags: true } }),
    W5: () => m.save(Array.from({ length: NEW }, (_, i) => mk(i))),
    async W6() {
      const ps = await m.find(Post)
      for (const p of ps) p.title = 'changed ' + p.id
      return m.save(ps)
    },
    async W7() {
      const out = []
      for (let i = 1; i <= NEW; i++) out.push(await m.findOneBy(Post, { id: i }))
      return out
    },
    W8() {
      let q
      for (let i = 0; i < count.built; i++)
        [q] = m
          .createQueryBuilder(Post, 'p')
          .select(['p.id', 'p.title', 'u.name', 't.name'])
          .innerJoin('p.user', 'u')
          .innerJoin('p.tags', 't')
          .where('u.age > :age', { age: 20 })
          .andWhere('p.title like :title', { title: 'Post%' })
          .andWhere('t.name in (:...tags)', { tags: ['tag-1', 'tag-2'] })
          .andWhere('u.email = :email', { email: 'user5@example.com' })
          .orderBy('p.title')
          .limit(10)
          .getQueryAndParameters()
      return q
    },
    async W9() {
      const out = []
      for (const u of await m.find(LazyUser)) out.push([u, await u.posts])
      return out
    },
    W10: () =>
      m.save(
        Array.from({ length: PARENTS }, (_, i) => {
          const u = mk(i)
          u.posts = Array.from({ length: CHILDREN }, (_, j) =>
            Object.assign(new Post(), newPost(u, j)),
          )
          return u
        }),
      ),
    async W11() {
      await m.transaction(async (t) => {
        const us = await t.find(User, { where: { id: MoreThan(1000) }, relations: { posts: true } })
        await t.remove(
          us.flatMap((u) => u.posts),
          { chunk: 500 },
        )
        await t.remove(us, { chunk: 500 })
      })
    },
    W12: () => m.findOneBy(User, { id: 1 }),
  }
}
