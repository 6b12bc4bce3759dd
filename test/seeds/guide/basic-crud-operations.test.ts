/** Guide, chapter 4: create, read, update, delete; by object and in bulk. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boolean,
  column,
  declarativeBase,
  integer,
  mapped,
  NoResultFound,
  numeric,
  string,
  type Session,
} from 'orm-shell'
import { expectStatements } from 'orm-shell/testing'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()
class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  username: column(string(50), { unique: true }),
  email: column(string(100), { unique: true }),
  age: column(integer, { nullable: true }),
  salary: column(numeric(10, 2, { asdecimal: false }), { nullable: true }),
  isActive: column('is_active', boolean, { default: true }),
}) {
  static {
    mapped(this)
  }
}

let db: Session
beforeEach(() => {
  db = fixtureSession(Base.metadata)
})

const names = (): string[] =>
  db
    .query(User.username)
    .orderBy(User.id)
    .all()
    .map(([name]) => name)

function addThree(): void {
  db.addAll([
    new User({ username: 'john_doe', email: 'john@example.com', age: 30, salary: 50000 }),
    new User({ username: 'alice', email: 'alice@example.com', age: 20, salary: 1000 }),
    new User({ username: 'bob', email: 'bob@example.com', age: 24, isActive: false }),
  ])
  db.commit()
}

describe('create', () => {
  test('a single object gets its key from the database', () => {
    const user = new User({
      username: 'john_doe',
      email: 'john@example.com',
      age: 30,
      salary: 50000,
    })
    db.add(user)
    db.commit()
    db.refresh(user)
    expect([user.id, user.salary, user.isActive]).toEqual([1, 50000, true])
  })

  test('several objects are added at once', () => {
    const users = ['alice', 'bob', 'charlie'].map(
      (name) => new User({ username: name, email: `${name}@example.com` }),
    )
    db.addAll(users)
    db.commit()
    expect(users.map(({ id }) => id)).toEqual([1, 2, 3])
  })

  test('plain records are inserted in bulk, with one statement', () => {
    const records = [
      { username: 'user1', email: 'user1@example.com' },
      { username: 'user2', email: 'user2@example.com' },
    ]
    expectStatements(db, () => db.bulkInsertMappings(User, records), [
      'INSERT INTO users (username, email, is_active) VALUES (?, ?, ?)',
    ])
    db.commit()
    expect(names()).toEqual(['user1', 'user2'])
  })
})

describe('read', () => {
  beforeEach(addThree)

  test('by primary key', () => {
    expect(db.get(User, 1)?.username).toBe('john_doe')
    expect(db.query(User).get(1)).toBe(db.get(User, 1))
    expect(db.get(User, 99)).toBeNull()
  })

  test('the first, all, exactly one', () => {
    expect(db.query(User).filter(User.username.eq('john_doe')).first()?.id).toBe(1)
    expect(db.query(User).all()).toHaveLength(3)
    expect(db.query(User).filter(User.username.eq('john_doe')).one().id).toBe(1)
    expect(() => db.query(User).filter(User.username.eq('nobody')).one()).toThrow(NoResultFound)
  })

  test('whether there is one', () => {
    const exists = (name: string): boolean =>
      db.query(User.id).filter(User.username.eq(name)).first() !== null
    expect([exists('john_doe'), exists('nobody')]).toEqual([true, false])
  })
})

describe('update', () => {
  beforeEach(addThree)

  test('a changed object is written when the transaction commits', () => {
    const user = db.query(User).filter(User.username.eq('john_doe')).one()
    user.age = 31
    user.salary = 55000
    expectStatements(db, () => db.commit(), [
      ['UPDATE users SET age=?, salary=? WHERE users.id = ?', 31, 55000, 1],
    ])
    expect([user.age, user.salary]).toEqual([31, 55000])
  })

  test('many rows with one statement', () => {
    const repair = (): unknown =>
      db
        .query(User)
        .filter(User.isActive.eq(false))
        .update({ isActive: true }, { synchronizeSession: false })
    expectStatements(db, repair, ['UPDATE users SET is_active=? WHERE users.is_active = 0'])
    db.commit()
    expect(db.query(User).filter(User.isActive.is(true)).count()).toBe(3)
  })

  test('with an expression; answers how many', () => {
    const updated = db
      .query(User)
      .filter(User.age.lt(25))
      .update({ salary: User.salary.mul(1.1) }, { synchronizeSession: false })
    db.commit()
    expect(updated).toBe(2)
    expect(db.query(User).filterBy({ username: 'alice' }).one().salary).toBeCloseTo(1100)
  })
})

describe('delete', () => {
  beforeEach(addThree)

  test('an object', () => {
    const user = db.query(User).filter(User.username.eq('john_doe')).first()
    if (user) {
      db.delete(user)
      db.commit()
    }
    expect(names()).toEqual(['alice', 'bob'])
  })

  test('many rows with one statement; answers how many', () => {
    const deleted = db
      .query(User)
      .filter(User.isActive.eq(false))
      .delete({ synchronizeSession: false })
    db.commit()
    expect(deleted).toBe(1)
    expect(names()).toEqual(['john_doe', 'alice'])
  })
})
