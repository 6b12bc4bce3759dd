/** Objection 3 on knex: active models without identity map; graphs by insertGraph, W11 as two bulk deletes. */
import knexLib from 'knex'
import { Model } from 'objection'
import { newPostValues as newPost, newUserValues as newUser } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const { inserted: NEW, parents: PARENTS, children: CHILDREN } = count

class User extends Model {
  static tableName = 'users'
  static get relationMappings() {
    return {
      posts: {
        relation: Model.HasManyRelation,
        modelClass: Post,
        join: { from: 'users.id', to: 'posts.user_id' },
      },
    }
  }
}
class Post extends Model {
  static tableName = 'posts'
  static get relationMappings() {
    return {
      user: {
        relation: Model.BelongsToOneRelation,
        modelClass: User,
        join: { from: 'posts.user_id', to: 'users.id' },
      },
      tags: {
        relation: Model.ManyToManyRelation,
        modelClass: Tag,
        join: {
          from: 'posts.id',
          through: { from: 'post_tags.post_id', to: 'post_tags.tag_id' },
          to: 'tags.id',
        },
      },
    }
  }
}
class Tag extends Model {
  static tableName = 'tags'
}

export async function open(url) {
  const knex = knexLib({
    client: 'better-sqlite3',
    connection: { filename: url },
    useNullAsDefault: true,
  })
  for (const M of [User, Post, Tag]) M.knex(knex)
  return {
    W1: () => Post.query(),
    W2: () => User.query().withGraphFetched('posts'),
    W3: () => User.query().withGraphJoined('posts'),
    W4: () => Post.query().withGraphFetched('tags'),
    W5: () =>
      User.transaction(async (t) => {
        const out = []
        for (let i = 0; i < NEW; i++) out.push(await User.query(t).insert(newUser(i)))
        return out
      }),
    W6: () =>
      Post.transaction(async (t) => {
        const ps = await Post.query(t)
        for (const p of ps) await p.$query(t).patch({ title: 'changed ' + p.id })
        return ps
      }),
    async W7() {
      const out = []
      for (let i = 1; i <= NEW; i++) out.push(await Post.query().findById(i))
      return out
    },
    W8() {
      let q
      for (let i = 0; i < count.built; i++)
        q = Post.query()
          .alias('p')
          .joinRelated('[user as u, tags as t]')
          .select('p.id', 'p.title', 'u.name as user', 't.name as tag')
          .where('u.age', '>', 20)
          .where('p.title', 'like', 'Post%')
          .whereIn('t.name', ['tag-1', 'tag-2'])
          .where('u.email', 'user5@example.com')
          .orderBy('p.title')
          .limit(10)
          .toKnexQuery()
          .toSQL().sql
      return q
    },
    async W9() {
      const out = []
      for (const u of await User.query()) out.push([u, await u.$relatedQuery('posts')])
      return out
    },
    W10: () =>
      User.transaction((t) =>
        User.query(t).insertGraph(
          Array.from({ length: PARENTS }, (_, i) => {
            const u = newUser(i)
            u.posts = Array.from({ length: CHILDREN }, (_, j) => newPost(u, j))
            return u
          }),
        ),
      ),
    W11: () =>
      User.transaction(async (t) => {
        const ids = (await User.query(t).where('id', '>', 1000)).map((u) => u.id)
        await Post.query(t).delete().whereIn('user_id', ids)
        await User.query(t).delete().whereIn('id', ids)
      }),
    W12: () => User.query().findById(1),
  }
}
