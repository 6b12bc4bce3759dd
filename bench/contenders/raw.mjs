/** The limit: the work written by hand against the driver, in the fastest form known. */
import Database from 'better-sqlite3'

const columns = 'id, user_id, title, body, views, created_at'

export function open(path) {
  const db = new Database(path)
  const select = db.prepare(`SELECT ${columns} FROM posts`).raw()
  const insert = db.prepare(
    'INSERT INTO posts (user_id, title, body, views, created_at) VALUES (?, ?, ?, ?, ?)',
  )
  const update = db.prepare('UPDATE posts SET views = ? WHERE id = ?')

  const load = () =>
    select.all().map(([id, userId, title, body, views, createdAt]) => {
      return { id, userId, title, body, views, createdAt }
    })
  const insertAll = db.transaction((posts) => {
    for (const post of posts) {
      const { userId, title, body, views, createdAt } = post
      post.id = insert.run(userId, title, body, views, createdAt).lastInsertRowid
    }
    return posts
  })
  const updateAll = db.transaction((posts) => {
    for (const post of posts) update.run((post.views += 1), post.id)
    return posts
  })
  return {
    select: { run: load },
    insert: { prepare: (rows) => rows, run: insertAll },
    update: { prepare: load, run: updateAll },
  }
}
