/** The numbered facts about object states and the identity map. */
import { describe, expect, test } from 'vitest'
import { NoResultFound } from '../../../src/engine/errors.js'
import { InvalidRequestError } from '../../../src/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import { makeTransient, objectSession } from '../../../src/orm/session/object-state.js'
import { Session } from '../../../src/orm/session/session.js'
import type { SessionTransaction } from '../../../src/orm/session/session-transaction.js'
import { select } from '../../../src/sql/selectable/select.js'
import { text } from '../../../src/sql/elements/literals.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureEngine, fixtureSession } from '../../helpers/fixture-session.js'
import { Base, Person } from '../session/models.js'

function withPerson(name = 'ann'): { session: Session; person: Person } {
  const session = fixtureSession(Base.metadata)
  const person = new Person({ name })
  session.add(person)
  session.commit()
  return { session, person }
}

describe('states and membership', () => {
  test('1: a deleted object is persistent until the flush, deleted until the commit, then detached', () => {
    const { session, person } = withPerson()
    session.delete(person)
    expect([inspect(person).persistent, session.deleted.has(person)]).toEqual([true, true])
    session.flush()
    expect([inspect(person).deleted, session.contains(person)]).toEqual([true, false])
    session.commit()
    expect(inspect(person).detached).toBe(true)
    makeTransient(person)
    expect(inspect(person).transient).toBe(true)
  })

  test('2: an object whose row was deleted cannot be added', () => {
    const { session, person } = withPerson()
    session.delete(person)
    session.commit()
    expect(() => session.add(person)).toThrow(/has been deleted\. {2}Use the make_transient\(\)/)
  })

  test('3: without expireOnCommit a deleted object stays in the deleted state', () => {
    const session = fixtureSession(Base.metadata, { expireOnCommit: false })
    const person = new Person({ name: 'x' })
    session.add(person)
    session.commit()
    session.delete(person)
    session.commit()
    expect([inspect(person).deleted, inspect(person).wasDeleted]).toEqual([true, true])
  })

  test('4: a rollback makes new objects transient with their key value, and deleted ones persistent', () => {
    const { session, person } = withPerson()
    const added = new Person({ name: 'new' })
    session.add(added)
    session.delete(person)
    session.flush()
    session.rollback()
    expect([inspect(added).transient, added.id, inspect(added).key]).toEqual([true, 2, null])
    expect(inspect(person).persistent).toBe(true)
  })

  test('5: an object of another session is refused', () => {
    const { session, person } = withPerson()
    const other = new Session(session.bind)
    expect(() => other.add(person)).toThrow(
      /is already attached to session '\d+' \(this is '\d+'\)/,
    )
  })

  test('6: another object with the same identity is refused', () => {
    const { session, person } = withPerson()
    const copy = new Session(session.bind).get(Person, person.id) as Person
    ;(objectSession(copy) as Session).expunge(copy)
    void person.name
    expect(() => session.add(copy)).toThrow(/another instance with key .* is already present/)
  })

  test('7: a new object with the key of a deleted one takes its row over', () => {
    const { session, person } = withPerson()
    void person.name
    session.delete(person)
    session.add(new Person({ id: 1, name: 'heir' }))
    const { warnings } = collectWarnings(() =>
      expectStatements(session, () => session.flush(), [
        ['UPDATE person SET name=? WHERE person.id = ?', 'heir', 1],
      ]),
    )
    expect(warnings).toEqual([])
  })

  test('8: close() detaches everything and the session goes on', () => {
    const { session, person } = withPerson()
    void person.name
    session.close()
    expect(inspect(person).detached).toBe(true)
    expect(session.get(Person, 1)?.name).toBe('ann')
  })

  test('9: using a session does not commit, begin(fn) does', () => {
    const engine = fixtureEngine(Base.metadata)
    {
      using session = new Session(engine)
      session.add(new Person({ name: 'lost' }))
      session.flush()
    }
    new Session(engine).begin((session) => session.add(new Person({ name: 'kept' })))
    expect(new Session(engine).scalars(select(Person.name)).all()).toEqual(['kept'])
  })

  test('10: a change begins the transaction, the database hears of it at the first statement', () => {
    const session = fixtureSession(Base.metadata)
    expect(session.inTransaction()).toBe(false)
    session.add(new Person({ name: 'x' }))
    expect(session.inTransaction()).toBe(true)
    expect(() => session.begin()).toThrow('A transaction is already begun on this Session.')
    session.expungeAll()
    expectStatements(session, () => session.commit(), [])
  })

  test('11: contains() is true for pending and persistent objects, iteration yields them', () => {
    const { session, person } = withPerson()
    const pending = new Person({ name: 'p' })
    session.add(pending)
    expect([session.contains(pending), session.contains(person)]).toEqual([true, true])
    expect(session.contains(new Person({ name: 'q' }))).toBe(false)
    expect([...session]).toEqual([pending, person])
  })

  test('12: dirty is optimistic: the same value again writes nothing', () => {
    const { session, person } = withPerson()
    person.name = `${person.name}`
    expect([session.dirty.has(person), session.isModified(person)]).toEqual([true, false])
    expectStatements(session, () => session.flush(), [])
  })

  test('13: inspect() tells the state of an object without loading', () => {
    const { session, person } = withPerson()
    const state = inspect(person)
    expectStatements(session, () => {
      expect([state.persistent, state.hasIdentity, state.expired]).toEqual([true, true, true])
      expect(state.identity).toEqual([1])
      expect([...state.unloaded]).toEqual(['id', 'name', 'age'])
      expect(state.attrs['name']?.history.hasChanges()).toBe(false)
    }, [])
    expect(state.session).toBe(session)
    expect(objectSession(person)).toBe(session)
  })

  test('14: a session in the middle of an operation refuses another one', () => {
    const { session } = withPerson()
    session.begin()
    const [transaction] = [session.getTransaction() as SessionTransaction]
    transaction.commit()
    expect(() => transaction.commit()).toThrow('This transaction is closed')
  })
})

describe('the identity map', () => {
  test('15: the same key is the same object, in every query of a session', () => {
    const { session, person } = withPerson()
    expect(session.scalars(select(Person)).one()).toBe(person)
    expect(new Session(session.bind).get(Person, 1)).not.toBe(person)
  })

  test('17: a SELECT leaves loaded attributes alone, populateExisting does not', () => {
    const { session, person } = withPerson()
    void person.name
    session.execute(text("UPDATE person SET name='db'"))
    expect(session.scalars(select(Person)).one().name).toBe('ann')
    const anew = select(Person).executionOptions({ populateExisting: true })
    expect(session.scalars(anew).one().name).toBe('db')
  })

  test('18: get() asks the database only for what is missing or expired', () => {
    const { session, person } = withPerson()
    expectStatements(session, () => session.get(Person, 1), [
      'BEGIN (implicit)',
      [
        'SELECT person.id AS person_id, person.name AS person_name, person.age AS person_age FROM person WHERE person.id = ?',
        1,
      ],
    ])
    expectStatements(session, () => expect(session.get(Person, { id: 1 })).toBe(person), [])
    expect(() => session.get(Person, [1, 2])).toThrow(InvalidRequestError)
    expect(() => session.getOne(Person, 5)).toThrow(NoResultFound)
  })

  test('19: a key of nulls finds nothing', () => {
    const { session } = withPerson()
    const { result } = collectWarnings(() => session.get(Person, null))
    expect(result).toBeNull()
  })

  test('20: a changed key is written by the old one, and back again after a rollback', () => {
    const { session, person } = withPerson()
    void person.name
    person.id = 7
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET id=? WHERE person.id = ?', 7, 1],
    ])
    expect(session.get(Person, 7)).toBe(person)
    session.rollback()
    expect(inspect(person).identity).toEqual([1])
  })
})
