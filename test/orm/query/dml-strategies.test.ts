/** ORM-enabled UPDATE and DELETE: strategies, and how objects are found that the database does not name. */
import { expect, test } from 'vitest'
import { inspect } from '../../../src/orm/inspect.js'
import { delete_, update } from '../../../src/sql/dml/index.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import type { Session } from '../../../src/orm/session/session.js'
import { Author, Base, Book, Person } from '../session/models.js'

function withPeople(): { session: Session; people: readonly Person[] } {
  const session = fixtureSession(Base.metadata)
  const people = [new Person({ name: 'a', age: 1 }), new Person({ name: 'b', age: 2 })]
  session.addAll(people)
  session.commit()
  for (const person of people) void person.name
  return { session, people }
}

test('keys are returned in the order of the table, with what the user asked for', () => {
  const { session } = withPeople()
  const statement = update(Person)
    .where(Person.age.gt(1))
    .values({ name: 'z' })
    .returning(Person.name)
  const executionOptions = { synchronizeSession: 'fetch' }
  expectStatements(
    session,
    () =>
      expect(
        session
          .execute(statement, null, { executionOptions })
          .all()
          .map((row) => row[0]),
      ).toEqual(['z']),
    [['UPDATE person SET name=? WHERE person.age > ? RETURNING id, name', 'z', 1]],
  )
})

test('null for synchronizeSession leaves objects alone', () => {
  const { session, people } = withPeople()
  session.execute(update(Person).values({ age: 9 }), null, {
    executionOptions: { synchronizeSession: null },
  })
  expect(people.map(({ age }) => age)).toEqual([1, 2])
})

test('a DELETE about several tables says how its keys can be found', () => {
  const { session } = withPeople()
  const statement = delete_(Book).where(Book.authorId.eq(Author.id))
  expect(() => session.execute(statement)).toThrow(/'is_delete_using=True'/)
})

test('strategies that do not fit are refused', () => {
  const { session } = withPeople()
  const run = (statement: unknown, dmlStrategy: string) => () =>
    session.execute(statement as never, null, { executionOptions: { dmlStrategy } })
  expect(run(update(Person).values({ age: 1 }), 'nope')).toThrow(/Valid strategies for ORM UPDATE/)
  expect(run(update(Person).values({ age: 1 }), 'bulk')).toThrow(
    /without passing separate parameters/,
  )
  expect(run(delete_(Person), 'bulk')).toThrow(/^Bulk ORM DELETE not supported right now/)
})

test('core_only touches no objects', () => {
  const { session, people } = withPeople()
  session.execute(delete_(Person), null, { executionOptions: { dmlStrategy: 'core_only' } })
  expect(people.map((person) => inspect(person).persistent)).toEqual([true, true])
})
