/**
 * What every contender must do. `reset` prepares the database before each sample, `check` looks at what came of the
 * first and the last one; neither is timed. `db` is a connection of the worker's own.
 */
import assert from 'node:assert/strict'
import { postValues, size, userValues } from './dataset.mjs'

export const count = { inserted: 10_000, parents: 1000, children: 10, built: 1000 }

const sumOf = (items, value) => items.reduce((total, item) => total + value(item), 0)
const triangle = (n) => (n * (n + 1)) / 2
const perUser = size.posts / size.users

const loadsPosts = (posts) => (result, shape) => {
  assert.equal(result.length, posts)
  assert.equal(sumOf(result, shape.userId), (posts / size.users) * triangle(size.users))
  assert.equal(
    sumOf(result, (post) => post.id),
    triangle(posts),
  )
  const post = result.find(({ id }) => id === 77)
  assert.deepEqual({ title: post.title, body: post.body }, postValues(77))
}

function checkUsersWithPosts(result, shape) {
  assert.equal(result.length, size.users)
  for (const user of result) checkPostsOf(user, shape.posts(user))
  const [user] = result
  const [post] = shape.posts(user)
  assert.equal(user.name, userValues(user.id).name)
  assert.equal(post.title, postValues(post.id).title)
}

function checkPostsOf(user, posts) {
  assert.equal(posts.length, perUser, `posts of user ${user.id}`)
  for (const post of posts) assert.equal(post.id % size.users, user.id - 1)
}

function removeNewRows(db) {
  db.exec(`
    DELETE FROM posts WHERE id > ${size.posts};
    DELETE FROM users WHERE id > ${size.users};
    UPDATE sqlite_sequence SET seq = ${size.users} WHERE name = 'users';
    UPDATE sqlite_sequence SET seq = ${size.posts} WHERE name = 'posts';
  `)
}

function doubleUsersAndPosts(db) {
  removeNewRows(db)
  db.exec(`
    INSERT INTO users (id, name, email, age, created_at)
      SELECT id + ${size.users}, name, email, age, created_at FROM users;
    INSERT INTO posts (id, title, body, user_id)
      SELECT id + ${size.posts}, title, body, user_id + ${size.users} FROM posts;
  `)
}

const scalar = (db, sql, ...values) =>
  db
    .prepare(sql)
    .pluck()
    .get(...values)

function checkStatement(sql) {
  assert.equal(sql.match(/join/gi)?.length, 3)
  assert.match(sql, /order by/i)
  assert.match(sql, /limit/i)
  assert.ok((sql.match(/\?|\$\d|%\(/g)?.length ?? 0) >= 4, sql)
}

export const workloads = {
  W1: { title: 'select 10,000 posts as entities', check: loadsPosts(size.posts) },
  W2: { title: '1,000 users + posts eagerly, IN query', check: checkUsersWithPosts },
  W3: { title: '1,000 users + posts eagerly, JOIN', check: checkUsersWithPosts },
  W4: {
    title: '10,000 posts + tags eagerly (30k links)',
    check(result, shape) {
      assert.equal(result.length, size.posts)
      const links = size.posts * size.tagsPerPost
      assert.equal(
        sumOf(result, (post) => shape.tags(post).length),
        links,
      )
      const ids = sumOf(result, (post) => sumOf(shape.tags(post), (tag) => tag.id))
      assert.equal(ids, (links / size.tags) * triangle(size.tags))
      assert.match(shape.tags(result[0])[0].name, /^tag-/)
    },
  },
  W5: {
    title: 'insert 10,000 new users',
    reset: removeNewRows,
    check(result, shape, db) {
      assert.equal(result.length, count.inserted)
      assert.equal(scalar(db, 'SELECT count(*) FROM users'), size.users + count.inserted)
      for (const i of [0, 1, 4999, count.inserted - 1]) {
        const { id, email } = result[i]
        assert.equal(scalar(db, 'SELECT email FROM users WHERE id = ?', id), email)
      }
    },
  },
  W6: {
    title: 'load 10,000 posts, change one column, flush',
    reset: (db) => db.exec("UPDATE posts SET title = 'Post title ' || id"),
    check(result, shape, db) {
      const changed = scalar(db, "SELECT count(*) FROM posts WHERE title = 'changed ' || id")
      assert.equal(changed, size.posts)
    },
  },
  W7: { title: 'get by primary key x 10,000, miss', check: loadsPosts(size.posts) },
  W7b: { title: 'get by primary key x 10,000, identity-map hit', check: loadsPosts(size.posts) },
  W8: { title: 'build + compile a select x 1,000', check: checkStatement },
  W8c: { title: 'the same with the statement cache warm', check: checkStatement },
  W9: {
    title: 'lazy N+1: 1,000 users, posts of each',
    check(result) {
      assert.equal(result.length, size.users)
      for (const [user, posts] of result) checkPostsOf(user, posts)
    },
  },
  W10: {
    title: 'insert a graph: 1,000 users x 10 posts',
    reset: removeNewRows,
    check(result, shape, db) {
      assert.equal(result.length, count.parents)
      const ofTheirUsers = `
        SELECT count(*) FROM posts JOIN users ON users.id = posts.user_id
        WHERE posts.id > ${size.posts} AND posts.title LIKE users.name || ' %'`
      assert.equal(scalar(db, ofTheirUsers), count.parents * count.children)
      assert.equal(scalar(db, 'SELECT count(*) FROM posts'), 2 * size.posts)
    },
  },
  W11: {
    title: 'delete 1,000 users with 10 posts each',
    reset: doubleUsersAndPosts,
    check(result, shape, db) {
      assert.equal(scalar(db, 'SELECT count(*) FROM users'), size.users)
      assert.equal(scalar(db, 'SELECT count(*) FROM posts'), size.posts)
    },
  },
  W12: { title: 'cold start to the first row (whole process)', kind: 'cold' },
  MEM: {
    title: 'peak memory of W1 at 100,000 rows, MiB',
    kind: 'memory',
    posts: 100_000,
    check: loadsPosts(100_000),
  },
}
