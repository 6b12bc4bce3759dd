/** Tests that say what they need and leave nothing behind. */
import { describe, expect } from 'vitest'
import { func, IntegrityError, select, selectinload, type Session } from 'orm-shell'
import { Post, User } from 'orm-shell/sample-models'
import { expectQueryCount } from 'orm-shell/testing'
import { testOnEmptyDatabase, testOnSampleData } from './fixtures.js'

const count = (db: Session): number | null => db.scalar(select(func.count(User.id)))

describe('on an empty database', () => {
  const test = testOnEmptyDatabase

  test('a user is created', ({ db }) => {
    const user = new User({ name: 'New', email: 'new@example.com' })
    db.add(user)
    db.commit()
    expect(user.id).toBe(1)
  })

  test('a user is found', ({ db, ada }) => {
    const found = db.execute(select(User).where(User.email.eq('ada@example.com'))).scalarOne()
    expect(found).toBe(ada)
    expect(count(db)).toBe(1)
  })

  test('an address is taken once', ({ db, ada }) => {
    db.add(new User({ name: 'Other', email: ada.email }))
    expect(() => db.commit()).toThrow(IntegrityError)
    db.rollback()
    expect(count(db)).toBe(1)
  })
})

describe('on the sample data', () => {
  const test = testOnSampleData

  test('everybody is deleted, and committed', ({ db }) => {
    expect(count(db)).toBeGreaterThan(0)
    for (const user of db.query(User).all()) db.delete(user)
    db.commit()
    expect(count(db)).toBe(0)
  })

  test('and everybody is back', ({ db }) => {
    expect(count(db)).toBeGreaterThan(0)
  })

  test('posts and their authors take two statements', ({ db }) => {
    expectQueryCount(db, 2, () => {
      const posts = db.scalars(select(Post).options(selectinload(Post.author)).limit(5)).all()
      expect(posts.map(({ author }) => author.name)).toHaveLength(5)
    })
  })
})
