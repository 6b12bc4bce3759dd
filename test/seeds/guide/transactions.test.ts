/** Guide, chapter 9: transactions, savepoints, isolation levels. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ArgumentError,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  integer,
  IntegrityError,
  mapped,
  sessionmaker,
  string,
  text,
  textType,
  type Session,
} from 'orm-shell'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { freshDatabase } from '../../helpers/postgres.js'

const Base = declarativeBase()
class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  username: column(string(50), { unique: true }),
}) {
  static {
    mapped(this)
  }
}
class UserProfile extends Base.model('user_profiles', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id'), { unique: true }),
  bio: column(textType, { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

let db: Session
beforeEach(() => {
  db = fixtureSession(Base.metadata)
})

describe('basic transaction management', () => {
  const addBoth = (first: string, second: string): void => {
    try {
      db.add(new User({ username: first }))
      db.add(new User({ username: second }))
      db.commit()
    } catch (error) {
      db.rollback()
      throw error
    } finally {
      db.close()
    }
  }

  test('both are committed', () => {
    addBoth('user1', 'user2')
    expect(db.query(User).count()).toBe(2)
  })

  test('or none', () => {
    expect(() => addBoth('user1', 'user1')).toThrow(IntegrityError)
    expect(db.query(User).count()).toBe(0)
  })
})

describe('nested transactions (SAVEPOINT)', () => {
  function addProfile(somethingFails: boolean): void {
    const user = new User({ username: 'main_user' })
    db.add(user)
    db.flush()
    const savepoint = db.beginNested()
    try {
      db.add(new UserProfile({ userId: user.id, bio: 'Test bio' }))
      db.flush()
      if (somethingFails) throw new RangeError('Something went wrong')
      savepoint.commit()
    } catch {
      savepoint.rollback()
    }
    db.commit()
  }
  const counts = (): number[] => [db.query(User).count(), db.query(UserProfile).count()]

  test('a released savepoint is part of the transaction', () => {
    addProfile(false)
    expect(counts()).toEqual([1, 1])
  })

  test('a failure goes back to the savepoint only', () => {
    addProfile(true)
    expect(counts()).toEqual([1, 0])
  })

  test('a function is a scope', () => {
    db.add(new User({ username: 'kept' }))
    const failing = (): void =>
      db.beginNested(() => {
        db.add(new User({ username: 'dropped' }))
        throw new RangeError('no')
      })
    expect(failing).toThrow(RangeError)
    db.commit()
    expect(
      db
        .query(User.username)
        .all()
        .map(([name]) => name),
    ).toEqual(['kept'])
  })

  test('savepoints are statements, sent when something happens inside', () => {
    db.query(User).all()
    expectStatements(db, () => db.beginNested().commit(), [])
    const add = (): void => void db.add(new User({ username: 'x' }))
    expectStatements(db, () => db.beginNested(add), [
      'SAVEPOINT sa_savepoint_1',
      ['INSERT INTO users (username) VALUES (?)', 'x'],
      'RELEASE SAVEPOINT sa_savepoint_1',
    ])
  })
})

describe('transaction isolation levels', () => {
  test('of an engine, and of one transaction', async () => {
    const engine = createEngine(await freshDatabase(), { isolationLevel: 'REPEATABLE_READ' })
    const level = text('SHOW transaction_isolation')
    expect(engine.connect((connection) => connection.execute(level).scalar())).toBe(
      'repeatable read',
    )
    const SessionLocal = sessionmaker({ bind: engine })
    {
      using session = SessionLocal()
      session.connection({ executionOptions: { isolationLevel: 'SERIALIZABLE' } })
      expect(session.scalar(level)).toBe('serializable')
    }
    using next = SessionLocal()
    expect(next.scalar(level)).toBe('repeatable read')
    next.close()
    engine.dispose()
  })

  test('a database says which it knows', () => {
    const engine = createEngine('sqlite://', { isolationLevel: 'REPEATABLE_READ' })
    expect(() => engine.connect()).toThrow(ArgumentError)
    expect(() => engine.connect()).toThrow(
      "Invalid value 'REPEATABLE READ' for isolation_level. Valid isolation levels for 'sqlite' are",
    )
  })
})
