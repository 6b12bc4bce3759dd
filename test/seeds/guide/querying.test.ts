/** Guide, chapter 6: filters, order and limits, aggregates. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  and,
  boolean,
  column,
  declarativeBase,
  func,
  integer,
  mapped,
  not,
  or,
  string,
  textType,
  type Query,
  type Session,
} from 'orm-shell'
import { expectStatements } from 'orm-shell/testing'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()
class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  username: column(string(50)),
  age: column(integer),
  salary: column(integer),
  bio: column(textType, { nullable: true }),
  isActive: column('is_active', boolean, { default: true }),
}) {
  static {
    mapped(this)
  }
}

let db: Session
beforeEach(() => {
  db = fixtureSession(Base.metadata)
  db.addAll([
    new User({ username: 'alice', age: 20, salary: 100, bio: 'Writes' }),
    new User({ username: 'bob', age: 30, salary: 200 }),
    new User({ username: 'john', age: 70, salary: 300, isActive: false }),
    new User({ username: 'JANE', age: 30, salary: 400 }),
  ])
  db.commit()
})

const namesOf = (query: Query<User>): string[] => query.all().map(({ username }) => username)

describe('basic query methods', () => {
  test('filters', () => {
    expect(namesOf(db.query(User).filter(User.age.gt(25)))).toEqual(['bob', 'john', 'JANE'])
    expect(namesOf(db.query(User).filter(User.username.in(['alice', 'bob'])))).toEqual([
      'alice',
      'bob',
    ])
  })

  test('several filters', () => {
    const both = db.query(User).filter(User.age.gt(25), User.isActive.eq(true))
    expect(namesOf(both)).toEqual(['bob', 'JANE'])
    expect(namesOf(db.query(User).filter(and(User.age.gt(25), User.isActive.eq(true))))).toEqual(
      namesOf(both),
    )
  })

  test('either, and not', () => {
    expect(namesOf(db.query(User).filter(or(User.age.lt(25), User.age.gt(60))))).toEqual([
      'alice',
      'john',
    ])
    expect(namesOf(db.query(User).filter(not(User.isActive)))).toEqual(['john'])
  })

  test('patterns', () => {
    expectStatements(db, () => db.query(User.id).filter(User.username.ilike('j%')).all(), [
      ['SELECT users.id AS users_id FROM users WHERE lower(users.username) LIKE lower(?)', 'j%'],
    ])
    // LIKE is case-insensitive on SQLite.
    expect(namesOf(db.query(User).filter(User.username.like('j%')))).toEqual(['john', 'JANE'])
    expect(namesOf(db.query(User).filter(User.username.ilike('j%')))).toEqual(['john', 'JANE'])
  })

  test('null', () => {
    expect(namesOf(db.query(User).filter(User.bio.is(null)))).toEqual(['bob', 'john', 'JANE'])
    expect(namesOf(db.query(User).filter(User.bio.isNot(null)))).toEqual(['alice'])
  })
})

describe('sorting and limiting', () => {
  test('by one column or several', () => {
    expect(namesOf(db.query(User).orderBy(User.username))).toEqual(['JANE', 'alice', 'bob', 'john'])
    expect(namesOf(db.query(User).orderBy(User.age.desc(), User.id))[0]).toBe('john')
    expect(namesOf(db.query(User).orderBy(User.isActive.desc(), User.username))).toEqual([
      'JANE',
      'alice',
      'bob',
      'john',
    ])
  })

  test('pages', () => {
    const page = db.query(User).orderBy(User.id).limit(2).offset(1)
    expect(namesOf(page)).toEqual(['bob', 'john'])
    expect(namesOf(db.query(User).orderBy(User.id).limit(10).offset(20))).toEqual([])
  })

  test('distinct values', () => {
    const ages = db.query(User.age).distinct().orderBy(User.age).all()
    expect(ages.map(([age]) => age)).toEqual([20, 30, 70])
  })
})

describe('aggregation and grouping', () => {
  test('counts', () => {
    expect(db.query(func.count(User.id)).scalar()).toBe(4)
    expect(db.query(func.count(User.id)).filter(User.isActive.eq(true)).scalar()).toBe(3)
  })

  test('average, sum, least and greatest', () => {
    expect(db.query(func.avg(User.age)).scalar()).toBe(37.5)
    expect(db.query(func.sum(User.salary)).scalar()).toBe(1000)
    expect(db.query(func.min(User.age)).scalar()).toBe(20)
    expect(db.query(func.max(User.age)).scalar()).toBe(70)
  })

  test('groups, and groups that qualify', () => {
    const groups = db.query(User.age, func.count(User.id)).groupBy(User.age).orderBy(User.age).all()
    expect(groups.map(([age, count]) => [age, count])).toEqual([
      [20, 1],
      [30, 2],
      [70, 1],
    ])
    const large = db
      .query(User.age, func.count(User.id).label('userCount'))
      .groupBy(User.age)
      .having(func.count(User.id).gt(1))
      .all()
    expect(large.map((row) => ({ age: row.age, userCount: row.userCount }))).toEqual([
      { age: 30, userCount: 2 },
    ])
  })
})
