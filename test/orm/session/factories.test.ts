/** Session factories, scoped sessions, bulk methods, sessions with several binds. */
import { describe, expect, it } from 'vitest'
import { UnboundExecutionError } from '../../../src/engine/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import { scopedSession, sessionmaker } from '../../../src/orm/session/sessionmaker.js'
import { Session } from '../../../src/orm/session/session.js'
import { select } from '../../../src/sql/selectable/select.js'
import { Query } from '../../../src/orm/query/query.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureEngine, fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Person } from './models.js'

describe('sessionmaker', () => {
  it('makes sessions with its options, and runs functions in transactions', () => {
    const engine = fixtureEngine(Base.metadata)
    const SessionLocal = sessionmaker({ bind: engine, info: { tenant: 1 } })
    SessionLocal.configure({ expireOnCommit: false })
    SessionLocal.begin((session) => session.add(new Person({ name: 'a' })))
    using session = SessionLocal({ autoflush: false })
    expect([session.info['tenant'], session.expireOnCommit, session.autoflush]).toEqual([
      1,
      false,
      false,
    ])
    expect(session.get(Person, 1)?.name).toBe('a')
  })

  it('makes sessions of a class of the program, and adds to what all of them know', () => {
    class People extends Session {
      everyone(): Person[] {
        return this.scalars(select(Person)).all()
      }
    }
    const bind = fixtureEngine(Base.metadata)
    const SessionLocal = sessionmaker({ bind, class_: People, info: { tenant: 1 } })
    using session = SessionLocal({ info: { user: 2 } })
    expect(session.everyone()).toEqual([])
    expect(session.info).toEqual({ tenant: 1, user: 2 })
  })

  it('uses a query class of the program', () => {
    class PersonQuery<T> extends Query<T> {
      adults(): this {
        return this.filter(Person.age.ge(18))
      }
    }
    const SessionLocal = sessionmaker({ bind: fixtureEngine(Base.metadata), queryCls: PersonQuery })
    using session = SessionLocal()
    session.addAll([new Person({ age: 17 }), new Person({ age: 18 })])
    const query = session.query(Person) as PersonQuery<Person>
    expect(
      query
        .adults()
        .all()
        .map(({ age }) => age),
    ).toEqual([18])
  })
})

describe('scopedSession', () => {
  it('gives each scope a session of its own', async () => {
    const db = scopedSession(sessionmaker({ bind: fixtureEngine(Base.metadata) }))
    db.add(new Person({ name: 'outside' }))
    await db.scope(async () => {
      await Promise.resolve()
      expect(db.new.size).toBe(0)
      db.remove()
    })
    expect(db.new.size).toBe(1)
    db.commit()
    expect(db.get(Person, 1)?.name).toBe('outside')
    db.remove()
  })
})

describe('a session over several databases', () => {
  it('chooses by class and says when it cannot', () => {
    const [first, second] = [fixtureEngine(Base.metadata), fixtureEngine(Base.metadata)]
    using session = new Session({
      binds: new Map<unknown, typeof first>([
        [Person, first],
        [Author, second],
      ]),
    })
    session.addAll([new Person({ name: 'p' }), new Author({ name: 'a' })])
    session.commit()
    expect(new Session(first).get(Person, 1)?.name).toBe('p')
    expect(new Session(second).get(Author, 1)?.name).toBe('a')
    expect(() => new Session().get(Author, 1)).toThrow(UnboundExecutionError)
    expect(() => new Session().get(Author, 1)).toThrow(
      'Could not locate a bind configured on mapper Mapper[Author(author)], SQL expression or this Session.',
    )
  })
})

describe('bulk methods', () => {
  it('write rows in groups of equal columns', () => {
    const session = fixtureSession(Base.metadata)
    const objects = [
      new Person({ name: 'a', age: 1 }),
      new Person({ name: 'b' }),
      new Person({ id: 9, name: 'c' }),
    ]
    expectStatements(session, () => session.bulkSaveObjects(objects), [
      'BEGIN (implicit)',
      ['INSERT INTO person (name, age) VALUES (?, ?)', 'a', 1],
      ['INSERT INTO person (name) VALUES (?)', 'b'],
      ['INSERT INTO person (id, name) VALUES (?, ?)', 9, 'c'],
    ])
    expect(inspect(objects[0] as Person).transient).toBe(true)
    const more = [new Person({ name: 'd' }), new Person({ name: 'e' })]
    expectStatements(session, () => session.bulkSaveObjects(more, { returnDefaults: true }), [
      ['INSERT INTO person (name) VALUES (?) RETURNING id', 'd'],
      ['INSERT INTO person (name) VALUES (?) RETURNING id', 'e'],
    ])
    expect(more.map(({ id }) => id)).toEqual([10, 11])
    expectStatements(
      session,
      () =>
        session.bulkUpdateMappings(Person, [
          { id: 1, age: 100 },
          { id: 2, age: 200 },
        ]),
      [['UPDATE person SET age=? WHERE person.id = ?', [100, 1], [200, 2]]],
    )
    expect(session.get(Person, 2)?.age).toBe(200)
  })
})
