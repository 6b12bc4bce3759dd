/**
 * SQLAlchemy's statements through the bare driver, rows into plain objects: the limit for whoever sends these
 * statements. What `orm-shell` takes beyond it is what sessions, identity map and unit of work cost.
 */
import Database from 'better-sqlite3'
import { newPostValues, newUserValues } from '../dataset.mjs'
import { count } from '../workloads.mjs'

const post = 'posts.id, posts.title, posts.body, posts.user_id'
const user = 'users.id, users.name, users.email, users.age, users.created_at'
const keysAtOnce = 500

const toPost = ([id, title, body, user_id]) => ({ id, title, body, user_id })
const toUser = ([id, name, email, age, created_at]) => ({ id, name, email, age, created_at })
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i))
const marks = (n) => `(${'?, '.repeat(n).slice(0, -2)})`

export function open(path) {
  const db = new Database(path)
  // Else some runs take three times as long: 64 KB that SQLite takes and gives back for each INSERT move the heap's end.
  db.pragma('temp_store = MEMORY')
  const prepared = new Map()
  const statement = (text) => {
    let known = prepared.get(text)
    if (!known) {
      known = db.prepare(text)
      if (known.reader) known.raw()
      prepared.set(text, known)
    }
    return known
  }
  const all = (text, ...values) => statement(text).all(...values)
  const inTransaction = (work) => db.transaction(work)()

  /** `selectinload`: 500 keys a statement. */
  function byKeys(objects, text, take) {
    for (let start = 0; start < objects.length; start += keysAtOnce) {
      const keys = objects.slice(start, start + keysAtOnce).map(({ id }) => id)
      for (const row of all(`${text} ${marks(keys.length)}`, ...keys)) take(row)
    }
  }

  function insertEach(text, rows, values) {
    const insert = statement(text)
    for (const row of rows) row.id = insert.all(...values(row))[0][0]
  }
  const insertUsers = (users) =>
    insertEach(
      'INSERT INTO users (name, email, age, created_at) VALUES (?, ?, ?, ?) RETURNING id',
      users,
      ({ name, email, age, created_at }) => [name, email, age, created_at],
    )
  const insertPosts = (posts) =>
    insertEach(
      'INSERT INTO posts (title, body, user_id) VALUES (?, ?, ?) RETURNING id',
      posts,
      ({ title, body, user_id }) => [title, body, user_id],
    )

  return {
    W4() {
      const posts = all(`SELECT ${post} FROM posts`).map(toPost)
      const tagsOf = new Map(posts.map((each) => [each.id, (each.tags = [])]))
      const tags = new Map()
      const text = `
        SELECT posts_1.id, tags.id, tags.name FROM posts AS posts_1
        JOIN post_tags AS post_tags_1 ON posts_1.id = post_tags_1.post_id
        JOIN tags ON tags.id = post_tags_1.tag_id WHERE posts_1.id IN`
      byKeys(posts, text, ([owner, id, name]) => {
        if (!tags.has(id)) tags.set(id, { id, name })
        tagsOf.get(owner).push(tags.get(id))
      })
      return posts
    },
    W5: () =>
      inTransaction(() => {
        const users = times(count.inserted, newUserValues)
        insertUsers(users)
        return users
      }),
    W6: () =>
      inTransaction(() => {
        const posts = all(`SELECT ${post} FROM posts`).map(toPost)
        const update = statement('UPDATE posts SET title=? WHERE posts.id = ?')
        for (const each of posts) update.run((each.title = `changed ${each.id}`), each.id)
        return posts
      }),
    W7: () =>
      inTransaction(() => {
        const byKey = statement(`SELECT ${post} FROM posts WHERE posts.id = ?`)
        return times(10_000, (i) => toPost(byKey.all(i + 1)[0]))
      }),
    W9: () =>
      inTransaction(() => {
        const ofUser = statement(`SELECT ${post} FROM posts WHERE ? = posts.user_id`)
        return all(`SELECT ${user} FROM users`)
          .map(toUser)
          .map((each) => [each, (each.posts = ofUser.all(each.id).map(toPost))])
      }),
    W10: () =>
      inTransaction(() => {
        const users = times(count.parents, newUserValues)
        for (const each of users) each.posts = times(count.children, (i) => newPostValues(each, i))
        insertUsers(users)
        for (const each of users) for (const its of each.posts) its.user_id = each.id
        insertPosts(users.flatMap(({ posts }) => posts))
        return users
      }),
    W11: () =>
      inTransaction(() => {
        const users = all(`SELECT ${user} FROM users WHERE users.id > ?`, 1000).map(toUser)
        const posts = []
        byKeys(users, `SELECT ${post} FROM posts WHERE posts.user_id IN`, (row) =>
          posts.push(toPost(row)),
        )
        const deletePost = statement('DELETE FROM posts WHERE posts.id = ?')
        for (const { id } of posts) deletePost.run(id)
        const deleteUser = statement('DELETE FROM users WHERE users.id = ?')
        for (const { id } of users) deleteUser.run(id)
      }),
  }
}
