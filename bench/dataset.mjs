/**
 * One schema and one data set for every contender: 1,000 users, 10,000 posts, 50 tags, three tags a post.
 * `created_at` is a number of seconds, so that no contender converts a type.
 */
import Database from 'better-sqlite3'

export const size = { users: 1000, posts: 10_000, tags: 50, tagsPerPost: 3 }

const schema = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, email TEXT NOT NULL,
    age INTEGER NOT NULL, created_at INTEGER NOT NULL
  );
  CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, body TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id)
  );
  CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
  CREATE TABLE post_tags (
    post_id INTEGER NOT NULL REFERENCES posts (id),
    tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (post_id, tag_id)
  );
  CREATE INDEX posts_user_id ON posts (user_id);
  CREATE INDEX post_tags_tag_id ON post_tags (tag_id);
`

const text = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. '

export function userValues(i) {
  return {
    name: `User number ${i}`,
    email: `user${i}@example.com`,
    age: 18 + (i % 60),
    created_at: 1_700_000_000 + i,
  }
}

export function postValues(i) {
  return { title: `Post title ${i}`, body: `${i} ${text}` }
}

/** The objects that the inserting workloads make, the same for all. */
export const newUserValues = (i) => userValues(size.users + i)
export const newPostValues = (user, i) => ({
  title: `${user.name} post ${i}`,
  body: postValues(i).body,
})

export function createDataset(path, posts = size.posts) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(schema)
  db.transaction(() => fill(db, posts))()
  db.exec('ANALYZE')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Post k belongs to user 1 + k % users, so that the posts of a user are spread over the table. */
function fill(db, posts) {
  const user = db.prepare('INSERT INTO users VALUES (?, ?, ?, ?, ?)')
  const post = db.prepare('INSERT INTO posts VALUES (?, ?, ?, ?)')
  const tag = db.prepare('INSERT INTO tags VALUES (?, ?)')
  const link = db.prepare('INSERT INTO post_tags VALUES (?, ?)')
  for (let i = 1; i <= size.users; i += 1) user.run(i, ...Object.values(userValues(i)))
  for (let i = 1; i <= posts; i += 1) {
    post.run(i, ...Object.values(postValues(i)), 1 + (i % size.users))
  }
  for (let i = 1; i <= size.tags; i += 1) tag.run(i, `tag-${i}`)
  if (posts !== size.posts) return
  for (let i = 1; i <= posts; i += 1) {
    for (let k = 0; k < size.tagsPerPost; k += 1) link.run(i, 1 + ((i + k * 17) % size.tags))
  }
}
