/** Guide, chapter 10: hybrids, a query class of one's own, listeners, inheritance. */
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  boolean,
  column,
  createEngine,
  dateTime,
  declarativeBase,
  event,
  extract,
  foreignKey,
  func,
  integer,
  joinedload,
  mapped,
  one,
  Query,
  select,
  Session,
  sessionmaker,
  string,
  text,
  textType,
  type ColumnElement,
} from 'orm-shell'
import { expectQueryCount } from 'orm-shell/testing'
import { fixtureEngine, fixtureSession } from '../../helpers/fixture-session.js'
import { freshDatabase } from '../../helpers/postgres.js'

const today = new Date('2024-05-17T12:00:00Z')
const yearsSince = (date: Date): number =>
  Math.floor((today.getTime() - date.getTime()) / 86_400_000 / 365)

const People = declarativeBase()
class Citizen extends People.model('citizens', {
  id: column(integer, { primaryKey: true }),
  firstName: column('first_name', string(50)),
  lastName: column('last_name', string(50)),
  birthDate: column('birth_date', dateTime, { nullable: true }),
}) {
  static {
    mapped(this)
  }

  get fullName(): string {
    return `${this.firstName} ${this.lastName}`
  }
  static get fullName(): ColumnElement<string> {
    return this.firstName.concat(' ').concat(this.lastName)
  }

  get age(): number | null {
    return this.birthDate && yearsSince(this.birthDate)
  }
  static get age(): ColumnElement<number> {
    return extract('year', func.age(text("'2024-05-17'::timestamp"), this.birthDate))
  }

  isOlderThan(years: number): boolean {
    return this.age !== null && this.age > years
  }
  static isOlderThan(years: number): ColumnElement<boolean> {
    return this.age.gt(years)
  }
}

describe('hybrid properties and expressions', () => {
  const john = () =>
    new Citizen({ firstName: 'John', lastName: 'Doe', birthDate: new Date('1990-01-01T00:00:00Z') })

  test('objects compute', () => {
    expect([john().fullName, john().age, john().isOlderThan(30)]).toEqual(['John Doe', 34, true])
    expect(new Citizen({ firstName: 'A' }).isOlderThan(3)).toBe(false)
  })

  test('so does the database', async () => {
    const engine = createEngine(await freshDatabase())
    People.metadata.createAll(engine)
    const db = new Session(engine)
    db.addAll([john(), new Citizen({ firstName: 'Kid', lastName: 'Doe', birthDate: today })])
    db.commit()
    const named = db.query(Citizen).filter(Citizen.fullName.eq('John Doe')).one()
    expect(db.query(Citizen).filter(Citizen.age.gt(25)).all()).toEqual([named])
    expect(db.query(Citizen).filter(Citizen.isOlderThan(30)).all()).toEqual([named])
    expect(db.execute(select(Citizen.fullName).orderBy(Citizen.id)).all()[0]?.[0]).toBe('John Doe')
    db.close()
    engine.dispose()
  })
})

const Base = declarativeBase()
class UserProfile extends Base.model('user_profiles', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id'), { unique: true }),
  bio: column(textType, { nullable: true }),
  user: () => one(User, { backPopulates: 'profile' }),
}) {
  static {
    mapped(this)
  }
}
class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  username: column(string(50), { unique: true }),
  isActive: column('is_active', boolean, { default: true }),
  age: column(integer, { nullable: true }),
  createdAt: column('created_at', dateTime, { nullable: true }),
  updatedAt: column('updated_at', dateTime, { nullable: true }),
  profile: () => one(UserProfile, { backPopulates: 'user', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class UserQuery extends Query<User> {
  active(): this {
    return this.filter(User.isActive.eq(true))
  }
  byAgeRange(least: number, most: number): this {
    return this.filter(User.age.ge(least), User.age.le(most))
  }
  withProfile(): this {
    return this.options(joinedload(User.profile))
  }
}

test('custom query class: adds words to queries', () => {
  const SessionLocal = sessionmaker({ bind: fixtureEngine(Base.metadata), queryCls: UserQuery })
  const db = SessionLocal()
  db.addAll([
    new User({ username: 'a', age: 20, profile: new UserProfile({ bio: 'Young' }) }),
    new User({ username: 'b', age: 40 }),
    new User({ username: 'c', age: 21, isActive: false }),
  ])
  db.commit()
  const names = (users: readonly User[]): string[] => users.map(({ username }) => username).sort()
  expect(names(db.query(User).active().all())).toEqual(['a', 'b'])
  expectQueryCount(db, 1, () => {
    const young = db.query(User).active().byAgeRange(18, 25).withProfile().all()
    expect(young.map(({ username, profile }) => [username, profile?.bio])).toEqual([['a', 'Young']])
  })
  db.close()
})

describe('event listeners', () => {
  test('stamp objects before they are written', () => {
    const session = fixtureSession(Base.metadata)
    const created = new Date('2024-01-01T00:00:00Z')
    const stampInsert = (_mapper: unknown, _connection: unknown, user: User): void => {
      user.createdAt = created
      user.updatedAt = created
    }
    const stampUpdate = (_mapper: unknown, _connection: unknown, user: User): void => {
      user.updatedAt = today
    }
    event.listen(User, 'beforeInsert', stampInsert)
    event.listen(User, 'beforeUpdate', stampUpdate)
    onTestFinished(() => {
      event.remove(User, 'beforeInsert', stampInsert)
      event.remove(User, 'beforeUpdate', stampUpdate)
    })
    const user = new User({ username: 'ed' })
    session.add(user)
    session.commit()
    expect([user.createdAt, user.updatedAt]).toEqual([created, created])
    user.age = 30
    session.commit()
    expect([user.createdAt, user.updatedAt]).toEqual([created, today])
  })

  test('hear of transactions and connections', () => {
    const engine = createEngine('sqlite://')
    const SessionLocal = sessionmaker({ bind: engine })
    const heard: string[] = []
    event.listen(SessionLocal, 'afterBegin', () => heard.push('Session began'))
    event.listen(SessionLocal, 'beforeCommit', () => heard.push('About to commit'))
    event.listen(engine, 'connect', (connection) => {
      connection.execute('PRAGMA foreign_keys=ON', [])
    })
    SessionLocal.begin((session) => {
      expect(session.scalar(text('PRAGMA foreign_keys'))).toBe(1)
    })
    expect(heard).toEqual(['Session began', 'About to commit'])
    engine.dispose()
  })
})

describe('polymorphic inheritance', () => {
  const Staff = declarativeBase()
  class Person extends Staff.model(
    'person',
    {
      id: column(integer, { primaryKey: true }),
      name: column(string(50)),
      type: column(string(20)),
    },
    { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'person' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Employee extends Person.inherits(
    'employee',
    {
      id: column(integer, foreignKey('person.id'), { primaryKey: true }),
      employeeId: column('employee_id', string(20)),
    },
    { mapper: { polymorphicIdentity: 'employee' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Manager extends Person.inherits(
    'manager',
    {
      id: column(integer, foreignKey('person.id'), { primaryKey: true }),
      department: column(string(50)),
    },
    { mapper: { polymorphicIdentity: 'manager' } },
  ) {
    static {
      mapped(this)
    }
  }

  test('a query for people finds employees and managers', () => {
    const db = fixtureSession(Staff.metadata)
    db.addAll([
      new Employee({ name: 'John', employeeId: 'E123' }),
      new Manager({ name: 'Jane', department: 'IT' }),
    ])
    db.commit()
    const people = db.query(Person).orderBy(Person.id).all()
    expect(people.map(({ constructor }) => constructor)).toEqual([Employee, Manager])
    expect(people.map(({ type }) => type)).toEqual(['employee', 'manager'])
    const employees = db.query(Employee).all()
    expect(employees.map(({ name, employeeId }) => [name, employeeId])).toEqual([['John', 'E123']])
  })
})
