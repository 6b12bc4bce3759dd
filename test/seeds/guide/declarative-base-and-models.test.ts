/** Guide, chapter 3: models, their types of columns, their constraints; as DDL and as objects. */
import { describe, expect, test } from 'vitest'
import {
  array,
  boolean,
  checkConstraint,
  column,
  Computed,
  createEngine,
  createIndex,
  createTable,
  dateTime,
  declarativeBase,
  enumType,
  float,
  func,
  index,
  inspect,
  integer,
  IntegrityError,
  json,
  largeBinary,
  mapped,
  numeric,
  Session,
  string,
  textType,
  uniqueConstraint,
} from 'orm-shell'
import { expectSql } from '../../helpers/expect-sql.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { freshDatabase } from '../../helpers/postgres.js'

const now = (): Date => new Date('2024-05-17T12:30:45Z')

const userAttributes = {
  id: column(integer, { primaryKey: true, autoincrement: true }),
  username: column(string(50), { unique: true, index: true }),
  email: column(string(100), { unique: true }),
  bio: column(textType, { nullable: true }),
  age: column(integer, { nullable: true }),
  salary: column(numeric(10, 2), { nullable: true }),
  rating: column(float, { nullable: true }),
  isActive: column('is_active', boolean, { default: true }),
  createdAt: column('created_at', dateTime, { default: now }),
  updatedAt: column('updated_at', dateTime, { default: now, onupdate: now, nullable: true }),
}

const PublicBase = declarativeBase()
class PublicUser extends PublicBase.model('users', { ...userAttributes }, { schema: 'public' }) {
  static {
    mapped(this)
  }
}

const Base = declarativeBase()
class User extends Base.model('users', { ...userAttributes }) {
  static {
    mapped(this)
  }

  override toString(): string {
    return `<User(id=${this.id}, username='${this.username}')>`
  }

  toDict(): Record<string, unknown> {
    return Object.fromEntries(
      inspect(User).columnAttrs.map(({ key }) => [key, this[key as keyof User]]),
    )
  }
}

describe('basic model structure', () => {
  test('a model is a table with a schema, constraints and an index', () => {
    expectSql(createTable(PublicUser.__table__), {
      postgresql: `CREATE TABLE public.users (
        id SERIAL NOT NULL, username VARCHAR(50) NOT NULL, email VARCHAR(100) NOT NULL, bio TEXT, age INTEGER,
        salary NUMERIC(10, 2), rating FLOAT, is_active BOOLEAN NOT NULL,
        created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, updated_at TIMESTAMP WITHOUT TIME ZONE,
        PRIMARY KEY (id), UNIQUE (email) )`,
    })
    expectSql(createIndex([...PublicUser.__table__.indexes][0]!), {
      postgresql: 'CREATE UNIQUE INDEX ix_public_users_username ON public.users (username)',
    })
  })

  test('defaults are given by the program, methods are the class’s own', () => {
    using session = fixtureSession(Base.metadata)
    const user = new User({ username: 'ed', email: 'ed@example.com' })
    expect(user.isActive).toBeNull()
    session.add(user)
    session.commit()
    expect([user.isActive, user.createdAt, user.updatedAt]).toEqual([true, now(), now()])
    expect(String(user)).toBe("<User(id=1, username='ed')>")
    expect(user.toDict()).toMatchObject({ id: 1, username: 'ed', bio: null, isActive: true })
  })

  test('a username is given once', () => {
    using session = fixtureSession(Base.metadata)
    session.add(new User({ username: 'ed', email: 'a@example.com' }))
    session.add(new User({ username: 'ed', email: 'b@example.com' }))
    expect(() => session.commit()).toThrow(IntegrityError)
  })
})

const Advanced = declarativeBase()
class AdvancedUser extends Advanced.model('advanced_users', {
  id: column(integer, { primaryKey: true }),
  role: column(enumType('admin', 'user', 'moderator', { name: 'userrole' }), { default: 'user' }),
  preferences: column(json<Record<string, unknown>>(), { default: () => ({}), nullable: true }),
  tags: column(array(string), { default: () => [], nullable: true }),
  avatar: column(largeBinary, { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

describe('advanced column types and constraints', () => {
  test('enums, JSON, arrays and bytes come back as they went in', async () => {
    const engine = createEngine(await freshDatabase())
    Advanced.metadata.createAll(engine)
    using session = new Session(engine)
    session.add(
      new AdvancedUser({
        role: 'admin',
        preferences: { theme: 'dark', sizes: [1, 2] },
        tags: ['a', 'b'],
        avatar: Buffer.from([1, 2, 3]),
      }),
    )
    session.add(new AdvancedUser())
    session.commit()
    const [first, second] = session.query(AdvancedUser).orderBy(AdvancedUser.id).all()
    expect(first?.role).toBe('admin')
    expect(first?.preferences).toEqual({ theme: 'dark', sizes: [1, 2] })
    expect(first?.tags).toEqual(['a', 'b'])
    expect([...first!.avatar!]).toEqual([1, 2, 3])
    expect([second?.role, second?.preferences, second?.tags]).toEqual(['user', {}, []])
    session.close()
    engine.dispose()
  })

  test('an enum is a type of its own on PostgreSQL', () => {
    expectSql(createTable(AdvancedUser.__table__), {
      postgresql: `CREATE TABLE advanced_users (
        id SERIAL NOT NULL, role userrole NOT NULL, preferences JSON, tags VARCHAR[], avatar BYTEA, PRIMARY KEY (id) )`,
    })
  })

  test('a computed column is written by the database', () => {
    const OwnBase = declarativeBase()
    class Person extends OwnBase.model('people', {
      id: column(integer, { primaryKey: true }),
      firstName: column('first_name', string),
      lastName: column('last_name', string),
      fullName: column('full_name', string, new Computed("first_name || ' ' || last_name"), {
        nullable: true,
      }),
    }) {
      static {
        mapped(this)
      }
    }
    using session = fixtureSession(OwnBase.metadata)
    const person = new Person({ firstName: 'Ed', lastName: 'Jones' })
    session.add(person)
    session.commit()
    expect(person.fullName).toBe('Ed Jones')
  })
})

const Configured = declarativeBase()
class ConfiguredUser extends Configured.model(
  'configured_users',
  {
    id: column(integer, { primaryKey: true }),
    email: column(string(100)),
    companyId: column('company_id', integer),
    age: column(integer, { nullable: true }),
    isActive: column('is_active', boolean, { default: true, nullable: true }),
  },
  {
    comment: 'Users table with advanced configuration',
    constraints: [
      uniqueConstraint('email', 'companyId', { name: 'uq_email_company' }),
      checkConstraint('age >= 0', { name: 'check_age_positive' }),
      index('ix_email_active', 'email', 'isActive'),
    ],
  },
) {
  static {
    mapped(this)
  }
}

describe('table configuration options', () => {
  test('constraints are part of the table', () => {
    expectSql(createTable(ConfiguredUser.__table__), {
      sqlite: `CREATE TABLE configured_users (
        id INTEGER NOT NULL, email VARCHAR(100) NOT NULL, company_id INTEGER NOT NULL, age INTEGER, is_active BOOLEAN,
        PRIMARY KEY (id), CONSTRAINT uq_email_company UNIQUE (email, company_id),
        CONSTRAINT check_age_positive CHECK (age >= 0) )`,
    })
  })

  test('the database keeps them', () => {
    using session = fixtureSession(Configured.metadata)
    const attempt = (values: Partial<ConfiguredUser>): void => {
      session.add(new ConfiguredUser({ email: 'ed@example.com', companyId: 1, ...values }))
      session.commit()
    }
    attempt({})
    expect(() => attempt({})).toThrow('UNIQUE constraint failed')
    session.rollback()
    expect(() => attempt({ companyId: 2, age: -1 })).toThrow('check_age_positive')
    session.rollback()
    attempt({ companyId: 2, age: 1 })
    expect(session.query(func.count(ConfiguredUser.id)).scalar()).toBe(2)
  })

  test('the comment and the index are there when the database is asked', async () => {
    const engine = createEngine(await freshDatabase())
    Configured.metadata.createAll(engine)
    const inspector = inspect(engine)
    expect(inspector.getTableComment('configured_users').text).toBe(
      'Users table with advanced configuration',
    )
    expect(inspector.getIndexes('configured_users')).toContainEqual(
      expect.objectContaining({ name: 'ix_email_active', columnNames: ['email', 'is_active'] }),
    )
    engine.dispose()
  })
})
