/** The limit: the work written by hand against the driver, in the fastest form known. No identity map, no tracking. */
import Database from 'better-sqlite3'
import { newPostValues, newUserValues } from '../dataset.mjs'
import { count } from '../workloads.mjs'

class User {
  constructor(id, name, email, age, created_at) {
    this.id = id
    this.name = name
    this.email = email
    this.age = age
    this.created_at = created_at
    this.posts = undefined
  }
}

class Post {
  constructor(id, title, body, user_id) {
    this.id = id
    this.title = title
    this.body = body
    this.user_id = user_id
    this.tags = undefined
  }
}

class Tag {
  constructor(id, name) {
    this.id = id
    this.name = name
  }
}

const selectPosts = 'SELECT id, title, body, user_id FROM posts'
const selectUsers = 'SELECT id, name, email, age, created_at FROM users'
const batch = 100

const toUser = (row) => new User(row[0], row[1], row[2], row[3], row[4])
const toPost = (row) => new Post(row[0], row[1], row[2], row[3])
const marks = (width) => `(${'?,'.repeat(width).slice(0, -1)})`
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i))

function each(rows, make) {
  const made = new Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) made[i] = make(rows[i])
  return made
}

function newUser(i) {
  const { name, email, age, created_at } = newUserValues(i)
  return new User(undefined, name, email, age, created_at)
}

function newPost(user, i) {
  const { title, body } = newPostValues(user, i)
  return new Post(undefined, title, body, undefined)
}

export function open(path) {
  const db = new Database(path)
  const prepared = new Map()
  const sql = (text) => {
    let statement = prepared.get(text)
    if (!statement) {
      statement = db.prepare(text)
      if (statement.reader) statement.raw()
      prepared.set(text, statement)
    }
    return statement
  }
  const inTransaction = (work) => db.transaction(work)()

  /** Rows of one statement get consecutive keys, so that the last one tells them all. */
  function insert(head, rows, values) {
    for (let start = 0; start < rows.length; start += batch) {
      const part = rows.slice(start, start + batch)
      const parameters = []
      for (const row of part) parameters.push(...values(row))
      const row = marks(parameters.length / part.length)
      const text = `${head} VALUES ${`${row},`.repeat(part.length).slice(0, -1)}`
      const first = sql(text).run(parameters).lastInsertRowid - part.length + 1
      for (let i = 0; i < part.length; i += 1) part[i].id = first + i
    }
  }
  const insertUsers = (users) =>
    insert('INSERT INTO users (name, email, age, created_at)', users, (user) => [
      user.name,
      user.email,
      user.age,
      user.created_at,
    ])
  const insertPosts = (posts) =>
    insert('INSERT INTO posts (title, body, user_id)', posts, (post) => [
      post.title,
      post.body,
      post.user_id,
    ])

  return {
    W1: () => each(sql(selectPosts).all(), toPost),
    W2() {
      const users = each(sql(selectUsers).all(), toUser)
      const postsOf = []
      for (const user of users) postsOf[user.id] = user.posts = []
      const rows = sql(`${selectPosts} WHERE user_id IN ${marks(users.length)}`)
      for (const post of each(rows.all(users.map(({ id }) => id)), toPost)) {
        postsOf[post.user_id].push(post)
      }
      return users
    },
    W3() {
      const users = []
      let user
      const joined = `
        SELECT u.id, u.name, u.email, u.age, u.created_at, p.id, p.title, p.body, p.user_id
        FROM users u LEFT JOIN posts p ON p.user_id = u.id ORDER BY u.id`
      for (const row of sql(joined).all()) {
        if (user?.id !== row[0]) {
          user = toUser(row)
          user.posts = []
          users.push(user)
        }
        user.posts.push(new Post(row[5], row[6], row[7], row[8]))
      }
      return users
    },
    W4() {
      const posts = each(sql(selectPosts).all(), toPost)
      const tagsOf = []
      const tags = []
      for (const post of posts) tagsOf[post.id] = post.tags = []
      for (const [id, name] of sql('SELECT id, name FROM tags').all()) tags[id] = new Tag(id, name)
      const links = sql('SELECT post_id, tag_id FROM post_tags ORDER BY post_id').all()
      for (const link of links) tagsOf[link[0]].push(tags[link[1]])
      return posts
    },
    W5: () =>
      inTransaction(() => {
        const users = times(count.inserted, newUser)
        insertUsers(users)
        return users
      }),
    W6: () =>
      inTransaction(() => {
        const posts = each(sql(selectPosts).all(), toPost)
        for (const post of posts) post.title = `changed ${post.id}`
        const update = sql(`
          UPDATE posts SET title = v.column2
          FROM (VALUES ${'(?,?),'.repeat(batch).slice(0, -1)}) v WHERE posts.id = v.column1`)
        for (let start = 0; start < posts.length; start += batch) {
          update.run(posts.slice(start, start + batch).flatMap(({ id, title }) => [id, title]))
        }
        return posts
      }),
    // One transaction round many small reads saves SQLite's locking of the file for each of them.
    W7: () =>
      inTransaction(() => {
        const byId = sql(`${selectPosts} WHERE id = ?`)
        return times(10_000, (i) => toPost(byId.get(i + 1)))
      }),
    prepare: {
      W7b: () => new Map(each(sql(selectPosts).all(), toPost).map((post) => [post.id, post])),
    },
    W7b: (posts) => times(10_000, (i) => posts.get(i + 1)),
    W9: () =>
      inTransaction(() => {
        const ofUser = sql(`${selectPosts} WHERE user_id = ?`)
        return each(sql(selectUsers).all(), toUser).map((user) => {
          user.posts = each(ofUser.all(user.id), toPost)
          return [user, user.posts]
        })
      }),
    W10: () =>
      inTransaction(() => {
        const users = times(count.parents, newUser)
        for (const user of users) user.posts = times(count.children, (i) => newPost(user, i))
        insertUsers(users)
        const posts = []
        for (const user of users) {
          for (const post of user.posts) {
            post.user_id = user.id
            posts.push(post)
          }
        }
        insertPosts(posts)
        return users
      }),
    W11: () =>
      inTransaction(() => {
        const ids = sql('SELECT id FROM users WHERE id > 1000')
          .all()
          .map(([id]) => id)
        sql(`DELETE FROM posts WHERE user_id IN ${marks(ids.length)}`).run(ids)
        sql(`DELETE FROM users WHERE id IN ${marks(ids.length)}`).run(ids)
      }),
    W12: () => toUser(sql(`${selectUsers} WHERE id = ?`).get(1)),
  }
}
