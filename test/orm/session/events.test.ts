/** Session, state and mapper events: their order and what listeners get. */
import { describe, expect, it } from 'vitest'
import '../../../src/orm/events.js'
import { STATE_EVENTS } from '../../../src/orm/session/session-dispatch.js'
import type { Session } from '../../../src/orm/session/session.js'
import { sessionmaker } from '../../../src/orm/session/sessionmaker.js'
import { event } from '../../../src/util/event-registry.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Base, Person } from './models.js'

function listenTo(session: Session, names: readonly string[]): string[] {
  const heard: string[] = []
  for (const name of names) event.listen(session, name, () => heard.push(name))
  return heard
}

describe('events', () => {
  it('tell of a flush and its transaction', () => {
    const session = fixtureSession(Base.metadata)
    const heard = listenTo(session, [
      'beforeFlush',
      'afterFlush',
      'afterFlushPostexec',
      'beforeCommit',
      'afterCommit',
      'afterBegin',
      'afterTransactionCreate',
      'afterTransactionEnd',
      'pendingToPersistent',
    ])
    session.add(new Person({ name: 'new' }))
    session.commit()
    expect(heard).toEqual([
      'afterTransactionCreate',
      'beforeCommit',
      'beforeFlush',
      'afterTransactionCreate',
      'afterBegin',
      'afterFlush',
      'pendingToPersistent',
      'afterFlushPostexec',
      'afterTransactionEnd',
      'afterCommit',
      'afterTransactionEnd',
    ])
  })

  it('tell of the states an object goes through', () => {
    const session = fixtureSession(Base.metadata)
    const heard = listenTo(session, STATE_EVENTS)
    const person = new Person({ name: 'x' })
    session.add(person)
    session.flush()
    session.rollback()
    session.add(new Person({ name: 'y' }))
    session.commit()
    session.expunge(session.getOne(Person, 1))
    expect(heard).toEqual([
      'beforeAttach',
      'afterAttach',
      'transientToPending',
      'pendingToPersistent',
      'persistentToTransient',
      'beforeAttach',
      'afterAttach',
      'transientToPending',
      'pendingToPersistent',
      'persistentToDetached',
    ])
  })

  it('of a class run around its rows and may still change them', () => {
    const session = fixtureSession(Base.metadata)
    const heard: string[] = []
    const listeners = (['beforeInsert', 'afterInsert', 'beforeDelete', 'afterDelete'] as const).map(
      (name) => {
        const fn = (_mapper: unknown, _connection: unknown, person: Person) => {
          heard.push(`${name} ${String(person.name)}`)
          if (name === 'beforeInsert') person.name = 'changed'
        }
        event.listen(Person, name, fn)
        return [name, fn] as const
      },
    )
    const person = new Person({ name: 'x' })
    session.add(person)
    session.flush()
    session.delete(person)
    session.flush()
    for (const [name, fn] of listeners) event.remove(Person, name, fn)
    expect(heard).toEqual([
      'beforeInsert x',
      'afterInsert changed',
      'beforeDelete changed',
      'afterDelete changed',
    ])
  })

  it('reach all sessions of a maker', () => {
    const session = fixtureSession(Base.metadata)
    const SessionLocal = sessionmaker({ bind: session.bind })
    const heard: unknown[] = []
    event.listen(SessionLocal, 'beforeCommit', (each: Session) => heard.push(each))
    const own = SessionLocal()
    own.commit()
    session.commit()
    expect(heard).toEqual([own])
  })
})
