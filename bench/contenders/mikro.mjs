/** MikroORM 6: EntitySchema on classes, a forked EntityManager for each unit of work. */
import { BetterSqliteDriver } from '@mikro-orm/better-sqlite'
import { MikroORM, EntitySchema, Collection, Cascade } from '@mikro-orm/core'
import { newPostValues as newPost, newUserValues as newUser } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const { inserted: NEW, parents: PARENTS, children: CHILDREN } = count

class User {
  posts = new Collection(this)
}
class Post {
  tags = new Collection(this)
}
class Tag {
  posts = new Collection(this)
}
const id = { type: 'integer', primary: true, autoincrement: true },
  str = { type: 'string' },
  int = { type: 'integer' }
const entities = [
  new EntitySchema({
    class: User,
    tableName: 'users',
    properties: {
      id,
      name: str,
      email: str,
      age: int,
      created_at: { ...int, fieldName: 'created_at' },
      posts: {
        kind: '1:m',
        entity: () => Post,
        mappedBy: 'user',
        cascade: [Cascade.PERSIST, Cascade.REMOVE],
      },
    },
  }),
  new EntitySchema({
    class: Post,
    tableName: 'posts',
    properties: {
      id,
      title: str,
      body: { type: 'text' },
      user: { kind: 'm:1', entity: () => User, joinColumn: 'user_id', inversedBy: 'posts' },
      tags: {
        kind: 'm:n',
        entity: () => Tag,
        pivotTable: 'post_tags',
        joinColumn: 'post_id',
        inverseJoinColumn: 'tag_id',
        inversedBy: 'posts',
      },
    },
  }),
  new EntitySchema({
    class: Tag,
    tableName: 'tags',
    properties: { id, name: str, posts: { kind: 'm:n', entity: () => Post, mappedBy: 'tags' } },
  }),
]

export async function open(url) {
  const orm = await MikroORM.init({
    driver: BetterSqliteDriver,
    dbName: url,
    entities,
    debug: false,
    discovery: { warnWhenNoEntities: false },
  })
  const fork = () => orm.em.fork()
  return {
    userId: (p) => p.user.id,
    posts: (u) => u.posts.getItems(),
    tags: (p) => p.tags.getItems(),
    W1: () => fork().find(Post, {}),
    W2: () => fork().find(User, {}, { populate: ['posts'], strategy: 'select-in' }),
    W3: () => fork().find(User, {}, { populate: ['posts'], strategy: 'joined' }),
    W4: () => fork().find(Post, {}, { populate: ['tags'], strategy: 'select-in' }),
    async W5() {
      const em = fork(),
        us = []
      for (let i = 0; i < NEW; i++) us.push(em.create(User, newUser(i)))
      await em.flush()
      return us
    },
    async W6() {
      const em = fork(),
        ps = await em.find(Post, {})
      for (const p of ps) p.title = 'changed ' + p.id
      await em.flush()
      return ps
    },
    async W7() {
      const em = fork(),
        out = []
      for (let i = 1; i <= NEW; i++) out.push(await em.findOne(Post, i))
      return out
    },
    prepare: {
      W7b: async () => {
        const em = fork()
        await em.find(Post, {})
        return em
      },
    },
    async W7b(em) {
      const out = []
      for (let i = 1; i <= NEW; i++) out.push(await em.findOne(Post, i))
      return out
    },
    W8() {
      const em = fork()
      let q
      for (let i = 0; i < count.built; i++) {
        const qb = em
          .createQueryBuilder(Post, 'p')
          .select(['p.id', 'p.title', 'u.name', 't.name'])
          .innerJoin('p.user', 'u')
          .innerJoin('p.tags', 't')
          .where({
            'u.age': { $gt: 20 },
            'p.title': { $like: 'Post%' },
            't.name': { $in: ['tag-1', 'tag-2'] },
            'u.email': 'user5@example.com',
          })
          .orderBy({ 'p.title': 'asc' })
          .limit(10)
        q = qb.getKnexQuery().toSQL().sql
      }
      return q
    },
    async W9() {
      const em = fork(),
        out = []
      for (const u of await em.find(User, {})) out.push([u, (await u.posts.init()).getItems()])
      return out
    },
    async W10() {
      const em = fork(),
        us = []
      for (let i = 0; i < PARENTS; i++) {
        const u = em.create(User, newUser(i))
        for (let j = 0; j < CHILDREN; j++)
          u.posts.add(em.create(Post, { ...newPost(u, j), user: u }))
        us.push(u)
      }
      await em.flush()
      return us
    },
    async W11() {
      const em = fork()
      for (const u of await em.find(User, { id: { $gt: 1000 } }, { populate: ['posts'] }))
        em.remove(u)
      await em.flush()
    },
    W12: () => fork().findOne(User, 1),
  }
}
