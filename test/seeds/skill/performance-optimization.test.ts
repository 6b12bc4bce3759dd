/** Skill: indexes, queries that say where they start, pools that are watched, batches. */
import { describe, expect, test } from 'vitest'
import {
  containsEager,
  createEngine,
  event,
  func,
  insert,
  inspect,
  QueuePool,
  select,
  Session,
  text,
  update,
} from 'orm-shell'
import { expectQueryCount, expectStatements } from 'orm-shell/testing'
import { fixtureEngine } from '../../helpers/fixture-session.js'
import { Base, openBlog, Post, User } from './blog.js'

describe('query optimization', () => {
  test('indexes of columns and over several', () => {
    const indexes = inspect(fixtureEngine(Base.metadata)).getIndexes('users')
    const summary = indexes.map(({ name, columnNames, unique }) => ({ name, columnNames, unique }))
    expect(summary).toContainEqual({
      name: 'ix_users_email',
      columnNames: ['email'],
      unique: true,
    })
    expect(summary).toContainEqual({
      name: 'ix_user_email_active',
      columnNames: ['email', 'is_active'],
      unique: false,
    })
  })

  test('selectFrom says where a join starts', () => {
    using session = new Session(openBlog())
    const stmt = select(func.count(Post.id))
      .selectFrom(User)
      .join(Post)
      .where(User.isActive.eq(true))
    expectStatements(session, () => expect(session.scalar(stmt)).toBe(2), [
      `SELECT count(posts.id) AS count_1 FROM users JOIN posts ON users.id = posts.user_id
       WHERE users.is_active = 1`,
    ])
  })

  test('containsEager fills the relationship from the join that is there', () => {
    using session = new Session(openBlog())
    const stmt = select(Post)
      .join(Post.author)
      .options(containsEager(Post.author))
      .where(User.isActive.eq(true))
      .orderBy(Post.id)
    expectQueryCount(session, 1, () => {
      const authors = session
        .scalars(stmt)
        .all()
        .map(({ author }) => author.username)
      expect(authors).toEqual(['ada', 'ada'])
    })
  })
})

describe('connection pooling', () => {
  test('a pool is configured and watched', () => {
    const engine = createEngine('sqlite://', {
      poolClass: QueuePool,
      poolSize: 20,
      maxOverflow: 10,
      poolTimeout: 30,
      poolRecycle: 3600,
      poolPrePing: true,
    })
    const seen: string[] = []
    event.listen(engine, 'connect', () => seen.push('New connection established'))
    event.listen(engine, 'checkout', () => seen.push('Connection checked out from pool'))
    for (let round = 0; round < 2; round += 1) {
      engine.connect((connection) => connection.execute(text('select 1')).all())
    }
    expect(seen).toEqual([
      'New connection established',
      'Connection checked out from pool',
      'Connection checked out from pool',
    ])
    engine.dispose()
  })
})

describe('batch operations', () => {
  const records = Array.from({ length: 1000 }, (_, i) => ({
    email: `user${i}@example.com`,
    username: `user${i}`,
  }))

  test('a thousand rows with one statement', () => {
    using db = new Session(fixtureEngine(Base.metadata))
    expectQueryCount(db, 1, () => db.execute(insert(User), records))
    db.commit()
    expect(db.query(User).count()).toBe(1000)
  })

  test('an update by the database’s clock', () => {
    using db = new Session(openBlog())
    expectStatements(
      db,
      () =>
        db.execute(
          update(User).where(User.isActive.eq(false)).values({ deletedAt: func.now() }),
          null,
          { executionOptions: { synchronizeSession: false } },
        ),
      [
        `UPDATE users SET updated_at=CURRENT_TIMESTAMP, deleted_at=CURRENT_TIMESTAMP
         WHERE users.is_active = 0`,
      ],
    )
    expect(db.query(User).filter(User.deletedAt.isNot(null)).count()).toBe(1)
  })
})
