import { describe, expect, test } from 'vitest'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import {
  column,
  dateTime,
  declarativeBase,
  func,
  insert,
  integer,
  mapped,
  queryExpression,
  literal,
  select,
  string,
  text,
  union,
  withExpression,
} from '../../../src/index.js'

const Base = declarativeBase()

class Person extends Base.model('person', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  born: column(dateTime, { nullable: true }),
  shout: queryExpression<string>(),
  rank: queryExpression<number>(literal(7)),
}) {
  static {
    mapped(this)
  }
}

function stored() {
  const session = fixtureSession(Base.metadata)
  session.addAll([
    new Person({ name: 'ed', born: new Date(0) }),
    new Person({ name: 'jo', born: new Date(1000) }),
  ])
  session.commit()
  session.expungeAll()
  return session
}

describe('entities from a statement of one’s own', () => {
  test('come from text by column names, with the types of the columns', () => {
    const session = stored()
    const [ed] = session.scalars(
      select(Person).fromStatement(text('SELECT * FROM person WHERE id = :id')),
      { id: 1 },
    )
    expect(ed?.born).toEqual(new Date(0))
  })

  test('come from text by names with the table in front', () => {
    const session = stored()
    const sql = 'SELECT id AS person_id, name AS person_name, born AS person_born FROM person'
    const people = session.scalars(select(Person).fromStatement(text(sql))).all()
    expect(people.map((person) => person.born)).toEqual([new Date(0), new Date(1000)])
  })

  test('come from set operations and from INSERT', () => {
    const session = stored()
    const both = union(select(Person).where(Person.id.eq(1)), select(Person).where(Person.id.eq(2)))
    expect(session.scalars(select(Person).fromStatement(both)).all()).toHaveLength(2)
    const made = insert(Person).values({ name: 'new' }).returning(Person)
    expect(session.scalars(select(Person).fromStatement(made)).one().name).toBe('new')
  })

  test('need entities', () => {
    expect(() => select(literal(1)).fromStatement(text('SELECT 1'))).toThrow(/without plugins/)
  })
})

describe('an attribute whose expression comes from the query', () => {
  test('is null without one, and costs nothing', () => {
    const session = stored()
    expectStatements(
      session,
      () => expect(session.scalars(select(Person)).first()?.shout).toBeNull(),
      [
        'BEGIN (implicit)',
        ['SELECT ? AS anon_1, person.id, person.name, person.born FROM person', 7],
      ],
    )
  })

  test('has its default, and the value a query gives', () => {
    const session = stored()
    const shouted = select(Person).options(withExpression(Person.shout, func.upper(Person.name)))
    const person = session.scalars(shouted).first()
    expect([person?.shout, person?.rank]).toEqual(['ED', 7])
  })
})
