/** Sessions as a set, identities without objects, listeners on bases. */
import { expect, test } from 'vitest'
import { inspect } from '../../../src/orm/inspect.js'
import '../../../src/orm/events.js'
import { closeAllSessions } from '../../../src/orm/session/object-state.js'
import { scopedSession, sessionmaker } from '../../../src/orm/session/sessionmaker.js'
import { event } from '../../../src/util/event-registry.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { fixtureEngine, fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Person } from './models.js'

test('all sessions are closed at once', async () => {
  const session = fixtureSession(Base.metadata)
  const person = new Person({ name: 'x' })
  session.add(person)
  await closeAllSessions()
  expect(inspect(person).transient).toBe(true)
})

test('identity keys are made of classes, objects and rows', () => {
  const session = fixtureSession(Base.metadata)
  expect(session.identityKey(Person, 5).identity).toEqual([5])
  expect(session.identityKey({ instance: new Person({ id: 7 }) }).identity).toEqual([7])
  expect(inspect(Person).primaryKeyFromInstance(new Person({ id: 7 }))).toEqual([7])
})

test('a mapper says what a cascade reaches', () => {
  const book = new Book({ title: 't' })
  const author = new Author({ name: 'a', books: [book] })
  const reached = [...inspect(Author).cascadeIterator('save-update', inspect(author))]
  expect(reached.map(([object]) => object === book)).toEqual([true, false])
  expect(reached[1]?.[0] === author).toBe(true)
})

test('a listener on an unmapped base hears of all classes below', () => {
  const session = fixtureSession(Base.metadata)
  const seen: string[] = []
  const note = (_mapper: unknown, _connection: unknown, object: object): void =>
    void seen.push(inspect(object).mapper.className)
  event.listen(Base, 'beforeInsert', note, { propagate: true })
  session.addAll([new Person({ name: 'x' }), new Author({ name: 'y' })])
  session.flush()
  event.remove(Base, 'beforeInsert', note)
  expect(seen).toEqual(['Author', 'Person'])
})

test('a scoped session tells whether its scope has one, and makes queries of models', () => {
  const db = scopedSession(sessionmaker({ bind: fixtureEngine(Base.metadata) }))
  expect(db.registry.has()).toBe(false)
  db.add(new Person({ name: 'x' }))
  expect(db.registry.has()).toBe(true)
  const { warnings } = collectWarnings(() => db.configure({ autoflush: false }))
  expect(warnings).toHaveLength(1)
  const { get } = db.queryProperty()
  expect(get.call(Person).filterBy({ name: 'x' }).count()).toBe(1)
  db.remove()
  expect(db.registry.has()).toBe(false)
})
