/** Transactions of a session: what is sent when, savepoints, failures, and what becomes of the objects. */
import { describe, expect, it } from 'vitest'
import { IntegrityError } from '../../../src/engine/statement-error.js'
import { PendingRollbackError, ResourceClosedError } from '../../../src/engine/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import { Session } from '../../../src/orm/session/session.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Base, Person } from './models.js'

const INSERT = 'INSERT INTO person (name, age) VALUES (?, ?)'

describe('a transaction', () => {
  it('begins in memory with the first change, in the database with the first statement', () => {
    const session = fixtureSession(Base.metadata)
    expectStatements(session, () => session.commit(), [])
    session.add(new Person({ name: 'a' }))
    expect(session.inTransaction()).toBe(true)
    expectStatements(session, () => session.commit(), [
      'BEGIN (implicit)',
      [INSERT, 'a', null],
      'COMMIT',
    ])
    expect(session.inTransaction()).toBe(false)
  })

  it('sets savepoints with the first statement inside and names them per transaction', () => {
    const session = fixtureSession(Base.metadata)
    const nest = (name: string) => session.beginNested(() => session.add(new Person({ name })))
    expectStatements(session, () => {
      nest('a')
      nest('b')
      session.beginNested(() => undefined)
      session.commit()
    }, [
      'BEGIN (implicit)',
      'SAVEPOINT sa_savepoint_1',
      [INSERT, 'a', null],
      'RELEASE SAVEPOINT sa_savepoint_1',
      'SAVEPOINT sa_savepoint_2',
      [INSERT, 'b', null],
      'RELEASE SAVEPOINT sa_savepoint_2',
      'COMMIT',
    ])
  })

  it('rolls inner savepoints back with an outer one, inner first', () => {
    const session = fixtureSession(Base.metadata)
    const outer = session.beginNested()
    session.add(new Person({ name: '1' }))
    const inner = session.beginNested()
    session.add(new Person({ name: '2' }))
    session.flush()
    expectStatements(session, () => outer.rollback(), [
      'ROLLBACK TO SAVEPOINT sa_savepoint_2',
      'ROLLBACK TO SAVEPOINT sa_savepoint_1',
    ])
    expect(inner.isActive).toBe(false)
    expect(() => inner.commit()).toThrow(ResourceClosedError)
  })

  it('releases open savepoints when the session commits', () => {
    const session = fixtureSession(Base.metadata)
    const nested = session.beginNested()
    session.add(new Person({ name: '1' }))
    expectStatements(session, () => session.commit(), [
      'BEGIN (implicit)',
      'SAVEPOINT sa_savepoint_1',
      [INSERT, '1', null],
      'RELEASE SAVEPOINT sa_savepoint_1',
      'COMMIT',
    ])
    expect(nested.isActive).toBe(false)
  })

  it('makes new objects transient, deleted ones persistent and changed ones expired when it rolls back', () => {
    const session = fixtureSession(Base.metadata)
    const [kept, removed] = [new Person({ name: 'kept' }), new Person({ name: 'removed' })]
    session.addAll([kept, removed])
    session.commit()
    const added = new Person({ name: 'added' })
    session.add(added)
    kept.name = 'changed'
    session.delete(removed)
    session.flush()
    expect(inspect(removed).deleted).toBe(true)
    session.rollback()
    expect(inspect(added).transient).toBe(true)
    expect(added.id).toBe(3)
    expect(inspect(removed).persistent).toBe(true)
    expect(inspect(kept).expired).toBe(true)
    expect(kept.name).toBe('kept')
  })

  it('is dead after a failed flush until it is rolled back', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ id: 1, name: 'first' }))
    session.commit()
    session.add(new Person({ id: 1, name: 'second' }))
    expect(() => session.flush()).toThrow(IntegrityError)
    expect(session.isActive).toBe(false)
    expect(() => session.get(Person, 7)).toThrow(PendingRollbackError)
    expect(() => session.commit()).toThrow(/Original exception was: .*UNIQUE constraint failed/)
    session.rollback()
    expect(session.isActive).toBe(true)
    expect(session.get(Person, 1)?.name).toBe('first')
  })

  it('loses a savepoint only when the flush inside it fails', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ id: 1, name: 'keep' }))
    session.commit()
    session.add(new Person({ name: 'outer' }))
    expect(() =>
      session.beginNested(() => session.add(new Person({ id: 1, name: 'again' }))),
    ).toThrow(IntegrityError)
    expect(session.isActive).toBe(true)
    session.commit()
    expect(session.get(Person, 2)?.name).toBe('outer')
  })

  it('commits when the function of begin() returns and rolls back when it throws', () => {
    const session = fixtureSession(Base.metadata)
    session.begin(() => session.add(new Person({ name: 'in' })))
    expect(() =>
      session.begin(() => {
        session.add(new Person({ name: 'out' }))
        throw new RangeError('enough')
      }),
    ).toThrow('enough')
    expect(session.get(Person, 1)?.name).toBe('in')
    expect(session.get(Person, 2)).toBeNull()
    expect(() => session.begin()).toThrow('A transaction is already begun on this Session.')
  })

  it('refuses to go on after its transaction ended inside of begin(fn)', () => {
    const session = fixtureSession(Base.metadata)
    expect(() =>
      session.begin(() => {
        session.commit()
        session.get(Person, 1)
      }),
    ).toThrow("Can't operate on closed transaction inside context manager.")
  })

  it('joins the transaction of a connection and leaves it to its owner', () => {
    const session = fixtureSession(Base.metadata)
    const engine = session.bind as ReturnType<typeof session.connection>['engine']
    const connection = engine.connect()
    const transaction = connection.begin()
    const guest = new Session(connection)
    guest.add(new Person({ name: 'x' }))
    guest.commit()
    expect(transaction.isActive).toBe(true)
    guest.rollback()
    transaction.rollback()
    connection.close()
    expect(session.get(Person, 1)).toBeNull()
  })

  it('warns when the state of a dead transaction is changed', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ id: 1, name: 'a' }))
    session.commit()
    session.add(new Person({ id: 1, name: 'b' }))
    expect(() => session.flush()).toThrow(IntegrityError)
    session.add(new Person({ name: 'z' }))
    const { warnings } = collectWarnings(() => session.rollback())
    expect(warnings.map(({ message }) => message)).toEqual([
      "Session's state has been changed on a non-active transaction - this state will be discarded.",
    ])
  })
})
