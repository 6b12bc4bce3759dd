/** What is measured. `reset` runs before each sample, `check` looks at the result of the first and the last one. */
import assert from 'node:assert/strict'
import { postValues, size } from './dataset.mjs'

const sum = (items) => items.reduce((total, item) => total + item, 0)
const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1)

export const workloads = {
  select: {
    title: 'load 10,000 entities',
    check(posts) {
      assert.equal(posts.length, size.posts)
      assert.equal(sum(posts.map((post) => post.id)), (size.posts * (size.posts + 1)) / 2)
      assert.equal(posts[99].title, 'Post number 100')
    },
  },
  insert: {
    title: 'insert 10,000 entities, keys handed back',
    reset: (db) => db.exec(`DELETE FROM posts WHERE id > ${size.posts}`),
    input: () => numbers(size.posts).map(postValues),
    check(posts, db) {
      assert.equal(new Set(posts.map((post) => post.id)).size, size.posts)
      const [count, views] = db.prepare('SELECT count(*), sum(views) FROM posts').raw().get()
      assert.equal(count, 2 * size.posts)
      assert.equal(views, 2 * sum(numbers(size.posts).map((id) => postValues(id).views)))
    },
  },
  update: {
    title: 'change one attribute of 10,000 loaded entities',
    check(posts, db) {
      const expected = sum(posts.map((post) => post.views))
      assert.equal(db.prepare('SELECT sum(views) FROM posts').pluck().get(), expected)
    },
  },
}
