/** Skill: a session as a scope, transactions by hand. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  createEngine,
  select,
  sessionmaker,
  text,
  type Session,
  type SessionMaker,
} from 'orm-shell'
import { expectStatements } from 'orm-shell/testing'
import { freshDatabase } from '../../helpers/postgres.js'
import { Base, openBlog, User } from './blog.js'

let SessionLocal: SessionMaker
beforeEach(() => {
  SessionLocal = sessionmaker({ bind: openBlog() })
})

describe('context manager pattern', () => {
  function withSession<R>(work: (session: Session) => R): R {
    const session = SessionLocal()
    try {
      const result = work(session)
      session.commit()
      return result
    } catch (error) {
      session.rollback()
      throw error
    } finally {
      session.close()
    }
  }
  const add = (session: Session): void => {
    session.add(new User({ email: 'test@example.com', username: 'testuser' }))
  }
  const count = (): number => withSession((session) => session.query(User).count())

  test('commits on success, rolls back on failure', () => {
    withSession(add)
    expect(count()).toBe(4)
    expect(() =>
      withSession((session) => {
        add(session)
        session.flush()
      }),
    ).toThrow('UNIQUE constraint failed')
    expect(count()).toBe(4)
  })

  test('which is what SessionLocal.begin() does', () => {
    SessionLocal.begin(add)
    expect(count()).toBe(4)
    expect(() => SessionLocal.begin(add)).toThrow('UNIQUE constraint failed')
    expect(count()).toBe(4)
  })
})

function transferMoney(db: Session, from: number, to: number, amount: number): void {
  try {
    db.beginNested(() => {
      const locked = (id: number): User =>
        db.execute(select(User).where(User.id.eq(id)).withForUpdate()).scalarOne()
      const sender = locked(from)
      sender.balance -= amount
      const receiver = locked(to)
      receiver.balance += amount
    })
    db.commit()
  } catch (error) {
    db.rollback()
    throw error
  }
}

describe('manual transaction control', () => {
  test('money goes from one to the other, or stays', () => {
    using db = SessionLocal()
    transferMoney(db, 1, 3, 30)
    const balances = (): number[] => db.scalars(select(User.balance).orderBy(User.id)).all()
    expect(balances()).toEqual([70, 0, 30])
    expect(() => transferMoney(db, 1, 99, 30)).toThrow('No row was found')
    expect(balances()).toEqual([70, 0, 30])
  })

  test('rows are locked where the database can', async () => {
    const engine = createEngine(await freshDatabase())
    Base.metadata.createAll(engine)
    using db = sessionmaker({ bind: engine })()
    db.addAll([
      new User({ email: 'a@example.com', username: 'a', balance: 5 }),
      new User({ email: 'b@example.com', username: 'b' }),
    ])
    db.commit()
    expectStatements(db, () => {
      db.scalars(select(User.balance).where(User.id.eq(1)).withForUpdate()).all()
    }, ['SELECT users.balance FROM users WHERE users.id = $1 FOR UPDATE'])
    transferMoney(db, 1, 2, 5)
    expect(db.scalar(text('SELECT balance FROM users WHERE id = 2'))).toBe('5.00')
    db.close()
    engine.dispose()
  })
})
