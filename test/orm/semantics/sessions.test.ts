/** The numbered facts about attributes, expiry, merge, transactions and the order of events. */
import { describe, expect, test } from 'vitest'
import { getHistory } from '../../../src/orm/attributes/functions.js'
import { ObjectDeletedError } from '../../../src/orm/loading/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import '../../../src/orm/events.js'
import { makeTransientToDetached } from '../../../src/orm/session/object-state.js'
import type { Session } from '../../../src/orm/session/session.js'
import { text } from '../../../src/sql/elements/literals.js'
import { event } from '../../../src/util/event-registry.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Child, Parent, Person } from '../session/models.js'

function withPerson(): { session: Session; person: Person } {
  const session = fixtureSession(Base.metadata)
  const person = new Person({ name: 'ann', age: 30 })
  session.add(person)
  session.commit()
  return { session, person }
}

const RELOAD =
  'SELECT person.id AS person_id, person.name AS person_name, person.age AS person_age FROM person WHERE person.id = ?'

describe('attributes', () => {
  test('22: an unset attribute reads null and is not there; an explicit null is history', () => {
    const person = new Person()
    expect(person.name).toBeNull()
    expect(inspect(person).has('name')).toBe(false)
    person.age = null
    expect(getHistory(person, 'age').added).toEqual([null])
  })

  test('23: an SQL expression is part of the statement, and its attribute is read again', () => {
    const { session, person } = withPerson()
    void person.age
    ;(person as { age: unknown }).age = Person.age.add(1)
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET age=(person.age + ?) WHERE person.id = ?', 1, 1],
    ])
    expectStatements(session, () => expect(person.age).toBe(31), [
      ['SELECT person.age AS person_age FROM person WHERE person.id = ?', 1],
    ])
  })

  test('25: setting an expired attribute loads nothing; the flush loads the rest and writes', () => {
    const { session, person } = withPerson()
    expectStatements(session, () => (person.name = 'ann'), [])
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      [
        'SELECT person.id AS person_id, person.age AS person_age FROM person WHERE person.id = ?',
        1,
      ],
      ['UPDATE person SET name=? WHERE person.id = ?', 'ann', 1],
    ])
  })

  test('26: one read refreshes all expired columns, those changed since stay', () => {
    const { session, person } = withPerson()
    person.name = 'new'
    session.noAutoflush(() => void person.age)
    expect([person.name, person.age]).toEqual(['new', 30])
  })
})

describe('expiry and merge', () => {
  test('70: a commit expires; the next read begins and loads; detached objects cannot', () => {
    const { session, person } = withPerson()
    expectStatements(session, () => void person.name, ['BEGIN (implicit)', [RELOAD, 1]])
    session.commit()
    session.expunge(person)
    expect(() => person.name).toThrow(/is not bound to a Session; attribute refresh operation/)
  })

  test('71: a row that vanished is an ObjectDeletedError', () => {
    const { session, person } = withPerson()
    session.execute(text('DELETE FROM person'))
    expect(() => person.name).toThrow(ObjectDeletedError)
  })

  test('72: expire() drops changes, of the named attributes only if there are names', () => {
    const { session, person } = withPerson()
    void person.name
    person.name = 'x'
    person.age = 1
    session.expire(person, ['name'])
    expect([inspect(person).has('name'), person.age]).toEqual([false, 1])
    session.expire(person)
    expect([person.name, person.age]).toEqual(['ann', 30])
  })

  test('73: refresh() discards the changes of its object, flushes the others, then selects', () => {
    const { session, person } = withPerson()
    void person.name
    person.name = 'lost'
    session.add(new Person({ id: 9, name: 'other' }))
    expectStatements(session, () => session.refresh(person), [
      ['INSERT INTO person (id, name, age) VALUES (?, ?, ?)', 9, 'other', null],
      ['SELECT person.id, person.name, person.age FROM person WHERE person.id = ?', 1],
    ])
    expect(person.name).toBe('ann')
  })

  test('74: merge() copies what the object has onto the one of the session', () => {
    const { session, person } = withPerson()
    const given = new Person({ id: 1, age: 31 })
    const merged = session.merge(given)
    expect(merged).toBe(person)
    expect([merged.name, merged.age]).toEqual(['ann', 31])
    expect(inspect(given).transient).toBe(true)
    expectStatements(session, () => session.merge(new Person({ id: 5, name: 'new' })), [
      ['UPDATE person SET age=? WHERE person.id = ?', 31, 1],
      [RELOAD, 5],
    ])
  })

  test('75: makeTransientToDetached() and enableRelationshipLoading() load by what is set', () => {
    const { session, person } = withPerson()
    session.expunge(person)
    const known = new Person({ id: 1 })
    makeTransientToDetached(known)
    session.add(known)
    expect(known.name).toBe('ann')
    session.add(new Author({ id: 1, name: 'Lem' }))
    session.flush()
    const book = new Book({ title: 't', authorId: 1 })
    session.enableRelationshipLoading(book)
    expect(book.author?.name).toBe('Lem')
    expect(session.contains(book)).toBe(false)
  })
})

describe('transactions', () => {
  test('76: a savepoint flushes first, is sent late, and its rollback expires what it changed', () => {
    const { session, person } = withPerson()
    const other = new Person({ id: 2, name: 'b' })
    session.add(other)
    void person.name
    const nested = session.beginNested()
    expect(inspect(other).persistent).toBe(true)
    person.name = 'inner'
    expectStatements(session, () => session.flush(), [
      'SAVEPOINT sa_savepoint_1',
      ['UPDATE person SET name=? WHERE person.id = ?', 'inner', 1],
    ])
    expectStatements(session, () => nested.rollback(), ['ROLLBACK TO SAVEPOINT sa_savepoint_1'])
    expect([inspect(person).expired, inspect(other).expired]).toEqual([true, false])
  })

  test('77: begin(fn) rolls back and rethrows; the session stays usable', () => {
    const session = fixtureSession(Base.metadata)
    const failing = (): never => {
      session.add(new Person({ name: 'x' }))
      session.flush()
      throw new RangeError('no')
    }
    expect(() => session.begin(failing)).toThrow(RangeError)
    expect(session.query(Person).count()).toBe(0)
  })

  test('78: a savepoint commits alone, session.commit() commits all', () => {
    const session = fixtureSession(Base.metadata)
    const nested = session.beginNested()
    session.add(new Person({ id: 1, name: 'x' }))
    expectStatements(session, () => nested.commit(), [
      'BEGIN (implicit)',
      'SAVEPOINT sa_savepoint_1',
      ['INSERT INTO person (id, name, age) VALUES (?, ?, ?)', 1, 'x', null],
      'RELEASE SAVEPOINT sa_savepoint_1',
    ])
    session.beginNested()
    expectStatements(session, () => session.commit(), ['COMMIT'])
  })
})

describe('the order of events', () => {
  function recorded(session: Session): string[] {
    const seen: string[] = []
    for (const name of [
      'afterTransactionCreate afterTransactionEnd beforeAttach afterAttach transientToPending beforeFlush afterBegin',
      'afterFlush pendingToPersistent afterFlushPostexec beforeCommit afterCommit afterRollback afterSoftRollback',
      'persistentToTransient pendingToTransient deletedToPersistent deletedToDetached persistentToDeleted',
      'persistentToDetached detachedToPersistent loadedAsPersistent doOrmExecute',
    ].flatMap((line) => line.split(' '))) {
      event.listen(session, name, () => void seen.push(name))
    }
    return seen
  }

  test('108: add() begins, attaches, makes pending', () => {
    const session = fixtureSession(Base.metadata)
    const seen = recorded(session)
    session.add(new Person({ name: 'x' }))
    expect(seen).toEqual([
      'afterTransactionCreate',
      'beforeAttach',
      'afterAttach',
      'transientToPending',
    ])
  })

  test('109: a flush is a transaction of its own', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ name: 'x' }))
    const seen = recorded(session)
    const inserting = (): void => void seen.push('beforeInsert')
    const inserted = (): void => void seen.push('afterInsert')
    event.listen(Person, 'beforeInsert', inserting)
    event.listen(Person, 'afterInsert', inserted)
    session.flush()
    event.remove(Person, 'beforeInsert', inserting)
    event.remove(Person, 'afterInsert', inserted)
    expect(seen).toEqual([
      'beforeFlush',
      'afterTransactionCreate',
      'afterBegin',
      'beforeInsert',
      'afterInsert',
      'afterFlush',
      'pendingToPersistent',
      'afterFlushPostexec',
      'afterTransactionEnd',
    ])
  })

  test('110: a commit tells before it flushes, and after COMMIT what was deleted is detached', () => {
    const { session, person } = withPerson()
    session.delete(person)
    session.flush()
    const seen = recorded(session)
    session.commit()
    expect(seen).toEqual([
      'beforeCommit',
      'afterCommit',
      'deletedToDetached',
      'afterTransactionEnd',
    ])
  })

  test('111: a rollback restores states before the transaction ends', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ name: 'x' }))
    session.flush()
    const seen = recorded(session)
    session.rollback()
    expect(seen).toEqual([
      'afterRollback',
      'persistentToTransient',
      'afterTransactionEnd',
      'afterSoftRollback',
    ])
  })

  test('112: a deleted object changes its state after afterFlush', () => {
    const { session, person } = withPerson()
    void person.name
    session.delete(person)
    const seen = recorded(session)
    session.flush()
    expect(seen).toEqual([
      'beforeFlush',
      'afterTransactionCreate',
      'afterFlush',
      'persistentToDeleted',
      'afterFlushPostexec',
      'afterTransactionEnd',
    ])
  })

  test('113: a loaded object tells of itself, then of its state; a filled-in one is refreshed', () => {
    const { session } = withPerson()
    session.expungeAll()
    const seen: string[] = []
    const load = (): void => void seen.push('load')
    const refresh = (): void => void seen.push('refresh')
    event.listen(Person, 'load', load)
    event.listen(Person, 'refresh', refresh)
    event.listen(session, 'doOrmExecute', () => void seen.push('doOrmExecute'))
    event.listen(session, 'loadedAsPersistent', () => void seen.push('loadedAsPersistent'))
    const person = session.get(Person, 1) as Person
    session.expire(person)
    void person.name
    event.remove(Person, 'load', load)
    event.remove(Person, 'refresh', refresh)
    expect(seen).toEqual(['doOrmExecute', 'load', 'loadedAsPersistent', 'doOrmExecute', 'refresh'])
  })

  test('114: expunge() detaches, add() attaches again', () => {
    const { session, person } = withPerson()
    const seen = recorded(session)
    session.expunge(person)
    session.add(person)
    expect(seen.filter((name) => name.includes('ersistent'))).toEqual([
      'persistentToDetached',
      'detachedToPersistent',
    ])
  })
})

describe('children', () => {
  test('33: what leaves a collection has no parent at once', () => {
    const session = fixtureSession(Base.metadata)
    const parent = new Parent({ name: 'p', children: [new Child({ name: 'c' })] })
    session.add(parent)
    session.commit()
    const [child] = parent.children as unknown as [Child]
    parent.children.pop()
    expect(child.parent).toBeNull()
    session.flush()
    expect(inspect(child).deleted).toBe(true)
  })
})
