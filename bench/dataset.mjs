/** The data every measurement starts from: 1,000 users and 10,000 posts in a SQLite file. */
import Database from 'better-sqlite3'

export const size = { users: 1000, posts: 10_000 }

export function createDataset(path) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, email VARCHAR(120) NOT NULL);
    CREATE TABLE posts (
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES users (id),
      title VARCHAR(200) NOT NULL,
      body TEXT NOT NULL,
      views INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    );
  `)
  const user = db.prepare('INSERT INTO users VALUES (?, ?, ?)')
  const post = db.prepare('INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?)')
  db.transaction(() => {
    for (let id = 1; id <= size.users; id += 1) user.run(id, `user ${id}`, `user${id}@example.org`)
    for (let id = 1; id <= size.posts; id += 1) post.run(id, ...Object.values(postValues(id)))
  })()
  db.close()
}

/** The columns of post `id`, in table order and without the key. */
export function postValues(id) {
  return {
    userId: 1 + (id % size.users),
    title: `Post number ${id}`,
    body: `The text of post ${id}, which is neither long nor short. `.repeat(3),
    views: id % 977,
    createdAt: 1_700_000_000 + id,
  }
}
