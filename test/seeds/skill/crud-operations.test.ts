/** Skill: functions that create, read, update and delete; the same in bulk. */
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { delete_, func, select, Session, update } from 'orm-shell'
import { recordStatements } from 'orm-shell/testing'
import { openBlog, User } from './blog.js'

let db: Session
beforeEach(() => {
  db = new Session(openBlog())
})

const hashPassword = (password: string): string =>
  createHash('sha256').update(password).digest('hex')

function createUser(email: string, username: string, password: string): User {
  const user = new User({ email, username, hashedPassword: hashPassword(password) })
  db.add(user)
  db.commit()
  db.refresh(user)
  return user
}

function getUserByEmail(email: string): User | null {
  return db.execute(select(User).where(User.email.eq(email))).scalarOneOrNone()
}

function getUsers({ skip = 0, limit = 100 } = {}): User[] {
  const stmt = select(User)
    .where(User.isActive.eq(true))
    .orderBy(User.createdAt.desc(), User.id)
    .offset(skip)
    .limit(limit)
  return db.execute(stmt).scalars().all()
}

function updateUser(id: number, values: Partial<User>): User | null {
  const user = db.execute(select(User).where(User.id.eq(id))).scalarOneOrNone()
  if (!user) return null
  Object.assign(user, values)
  db.commit()
  db.refresh(user)
  return user
}

function deleteUser(id: number): boolean {
  const user = db.execute(select(User).where(User.id.eq(id))).scalarOneOrNone()
  if (!user) return false
  db.delete(user)
  db.commit()
  return true
}

describe('create', () => {
  test('one', () => {
    const user = createUser('dan@example.com', 'dan', 'secret')
    expect([user.id, user.isActive]).toEqual([4, true])
    expect(user.hashedPassword).toHaveLength(64)
    expect(user.createdAt).toBeInstanceOf(Date)
  })

  test('a hundred', () => {
    const users = Array.from(
      { length: 100 },
      (_, i) => new User({ email: `user${i}@example.com`, username: `user${i}` }),
    )
    db.addAll(users)
    db.commit()
    expect(db.scalar(select(func.count(User.id)))).toBe(103)
    expect(users.map(({ id }) => id)).toEqual(users.map((_, i) => i + 4))
  })
})

describe('read', () => {
  test('by email', () => {
    expect(getUserByEmail('ada@gmail.com')?.username).toBe('ada')
    expect(getUserByEmail('nobody@example.com')).toBeNull()
  })

  test('a page', () => {
    expect(getUsers().map(({ username }) => username)).toEqual(['ada', 'cleo'])
    expect(getUsers({ skip: 1, limit: 1 }).map(({ username }) => username)).toEqual(['cleo'])
  })
})

describe('update', () => {
  test('fields of one', () => {
    expect(updateUser(1, { fullName: 'Ada Lovelace', username: 'lovelace' })?.username).toBe(
      'lovelace',
    )
    expect(updateUser(99, { username: 'x' })).toBeNull()
  })

  test('many with one statement', () => {
    const deletedAt = new Date('2024-05-17T12:30:45Z')
    const stmt = update(User).where(User.isActive.eq(false)).values({ deletedAt })
    const statements = recordStatements(db, () => db.execute(stmt))
    db.commit()
    expect(statements).toHaveLength(1)
    expect(db.scalars(select(User.username).where(User.deletedAt.eq(deletedAt))).all()).toEqual([
      'bob',
    ])
  })
})

describe('delete', () => {
  test('one', () => {
    expect([deleteUser(3), deleteUser(3)]).toEqual([true, false])
  })

  test('many with one statement', () => {
    const cleo = db.query(User).filterBy({ username: 'cleo' }).one()
    cleo.isActive = false
    const result = db.execute(delete_(User).where(User.isActive.eq(false), User.id.gt(2)))
    expect(result.rowcount).toBe(1)
    db.commit()
    expect(db.scalars(select(User.username).orderBy(User.id)).all()).toEqual(['ada', 'bob'])
  })
})
