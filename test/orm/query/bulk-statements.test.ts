import { describe, expect, test } from 'vitest'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import {
  column,
  declarativeBase,
  foreignKey,
  insert,
  integer,
  mapped,
  string,
  update,
} from '../../../src/index.js'

const Base = declarativeBase()

class Staff extends Base.model(
  'staff',
  {
    id: column(integer, { primaryKey: true }),
    fullName: column('name', string, { nullable: true }),
    kind: column(string),
  },
  { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'staff' } },
) {
  static {
    mapped(this)
  }
}

class Engineer extends Staff.inherits(
  'engineer',
  {
    id: column(integer, foreignKey('staff.id'), { primaryKey: true }),
    lang: column(string, { nullable: true }),
  },
  { mapper: { polymorphicIdentity: 'engineer' } },
) {
  static {
    mapped(this)
  }
}

class Clerk extends Staff.inherits(
  { desk: column(integer, { nullable: true }) },
  { mapper: { polymorphicIdentity: 'clerk' } },
) {
  static {
    mapped(this)
  }
}

describe('INSERT of many rows through a class', () => {
  test('sets the discriminator and leaves out what is not given', () => {
    const session = fixtureSession(Base.metadata)
    const rows = [{ fullName: 'a', desk: 1 }, { fullName: 'b', desk: 2 }, { desk: 3 }]
    expectStatements(session, () => session.execute(insert(Clerk), rows), [
      'BEGIN (implicit)',
      [
        'INSERT INTO staff (name, kind, desk) VALUES (?, ?, ?)',
        ['a', 'clerk', 1],
        ['b', 'clerk', 2],
      ],
      ['INSERT INTO staff (kind, desk) VALUES (?, ?)', 'clerk', 3],
    ])
  })

  test('goes into all tables of a class, keys in step', () => {
    const session = fixtureSession(Base.metadata)
    const rows = [
      { fullName: 'e', lang: 'ts' },
      { fullName: 'f', lang: 'py' },
    ]
    expectStatements(session, () => session.execute(insert(Engineer), rows), [
      'BEGIN (implicit)',
      ['INSERT INTO staff (name, kind) VALUES (?, ?) RETURNING id', 'e', 'engineer'],
      ['INSERT INTO staff (name, kind) VALUES (?, ?) RETURNING id', 'f', 'engineer'],
      ['INSERT INTO engineer (id, lang) VALUES (?, ?)', [1, 'ts'], [2, 'py']],
    ])
    expect(rows[0]).toEqual({ fullName: 'e', lang: 'ts' })
  })

  test('answers objects put together from all tables', () => {
    const session = fixtureSession(Base.metadata)
    const statement = insert(Engineer).returning(Engineer)
    const made = session
      .scalars(statement, [{ fullName: 'e', lang: 'ts' }, { fullName: 'f' }])
      .all()
    expect(made.map((each) => [each.id, each.fullName, each.kind, each.lang])).toEqual([
      [1, 'e', 'engineer', 'ts'],
      [2, 'f', 'engineer', null],
    ])
    expect(session.identityMap.size).toBe(2)
  })

  test('takes values of the statement along', () => {
    const session = fixtureSession(Base.metadata)
    const statement = insert(Clerk).values({ desk: 9 }).returning(Clerk.fullName, Clerk.desk)
    const rows = session.execute(statement, [{ fullName: 'a' }, { fullName: 'b' }]).all()
    expect(rows.map((row) => [...row])).toEqual([
      ['a', 9],
      ['b', 9],
    ])
  })

  test('refuses upserts into several tables', () => {
    const session = fixtureSession(Base.metadata)
    const statement = insert(Engineer).onConflictDoNothing()
    expect(() => session.execute(statement, [{ fullName: 'x' }])).toThrow(/multi-table mapper/)
  })
})

describe('UPDATE of many rows by primary key', () => {
  function stored() {
    const session = fixtureSession(Base.metadata)
    session.addAll([new Engineer({ fullName: 'e', lang: 'c' }), new Engineer({ fullName: 'f' })])
    session.commit()
    return session
  }

  test('writes each table it concerns and the objects in the session', () => {
    const session = stored()
    const engineer = session.getOne(Engineer, 1)
    const rows = [
      { id: 1, fullName: 'E', lang: 'ts' },
      { id: 2, fullName: 'F' },
    ]
    expectStatements(session, () => session.execute(update(Engineer), rows), [
      ['UPDATE staff SET name=? WHERE staff.id = ?', ['E', 1], ['F', 2]],
      ['UPDATE engineer SET lang=? WHERE engineer.id = ?', 'ts', 1],
    ])
    expectStatements(session, () => expect(engineer.fullName).toBe('E'), [])
    expect(session.isModified(engineer)).toBe(false)
  })

  test('expires what has changes of its own', () => {
    const session = stored()
    const engineer = session.getOne(Engineer, 1)
    session.noAutoflush(() => {
      engineer.lang = 'mine'
      session.execute(update(Engineer), [{ id: 1, lang: 'theirs' }], {
        executionOptions: { autoflush: false },
      })
      expect(engineer.lang).toBe('theirs')
    })
  })

  test('needs keys, and rows that are there', () => {
    const session = stored()
    expect(() => session.execute(update(Engineer), [{ lang: 'x' }])).toThrow(
      /No primary key value supplied/,
    )
    expect(() => session.execute(update(Staff), [{ id: 99, fullName: 'x' }])).toThrow(
      /expected to update 1 row/,
    )
    const options = { executionOptions: { synchronizeSession: 'fetch' } }
    expect(() => session.execute(update(Staff), [{ id: 1, fullName: 'x' }], options)).toThrow(
      /not available for bulk ORM updates/,
    )
  })
})
