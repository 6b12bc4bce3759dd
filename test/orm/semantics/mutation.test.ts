/** The numbered facts about changing objects behind the attributes' back, validators, and objects nobody refers to. */
import { expect, onTestFinished, test } from 'vitest'
import {
  column,
  declarativeBase,
  delAttribute,
  event,
  flagDirty,
  flagModified,
  foreignKey,
  getHistory,
  initCollection,
  inspect,
  integer,
  json,
  many,
  mapped,
  one,
  select,
  setCommittedValue,
  string,
  text,
  validates,
} from 'orm-shell'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { statementsOf } from './statements.js'

const Base = declarativeBase()

class Shelf extends Base.model('shelf', {
  id: column(integer, { primaryKey: true }),
  label: column(string, { nullable: true }),
  facts: column(json<Record<string, number>>(), { nullable: true }),
  jars: () => many(Jar, { backPopulates: 'shelf', orderBy: Jar.id }),
}) {
  static {
    mapped(this)
  }
}

const validated: string[] = []

class Jar extends Base.model('jar', {
  id: column(integer, { primaryKey: true }),
  label: column(string, { nullable: true }),
  shelf_id: column(integer, foreignKey('shelf.id'), { nullable: true }),
  shelf: () => one(Shelf, { backPopulates: 'jars', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Cellar extends Base.model('cellar', {
  id: column(integer, { primaryKey: true }),
  label: column(string, { nullable: true }),
  bottles: () => many(Bottle),
}) {
  static {
    mapped(this)
    validates(this, ['label', 'bottles'], (_cellar, key, value) => {
      validated.push(key)
      return value
    })
  }
}

class Bottle extends Base.model('bottle', {
  id: column(integer, { primaryKey: true }),
  cellar_id: column(integer, foreignKey('cellar.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

function withShelf() {
  const session = fixtureSession(Base.metadata)
  const shelf = new Shelf({ label: 'top', facts: { a: 1 }, jars: [new Jar({ label: 'plum' })] })
  session.add(shelf)
  session.commit()
  return { session, shelf }
}

test('16: a changed object is held by its session although nobody else refers to it', () => {
  const { session } = withShelf()
  ;(() => {
    const shelf = session.getOne(Shelf, 1)
    shelf.label = 'changed'
  })()
  expect([...session.dirty].map((each) => (each as Shelf).label)).toEqual(['changed'])
  session.commit()
  expect(session.scalar(text('SELECT label FROM shelf'))).toBe('changed')
})

test('21: an object that an event loads in the middle of its own insert is replaced, with a warning', () => {
  const session = fixtureSession(Base.metadata)
  const load = () => void session.scalars(select(Shelf)).all()
  event.listen(Shelf, 'afterInsert', load)
  onTestFinished(() => event.remove(Shelf, 'afterInsert', load))
  const shelf = new Shelf({ label: 'new' })
  session.add(shelf)
  const { warnings } = collectWarnings(() => session.flush())
  expect(warnings.map((warning) => warning.message).join()).toMatch(/already had an identity/)
  expect(session.get(Shelf, 1)).toBe(shelf)
})

test('24: deleting a reference writes NULL; deleting what was never set is an error', () => {
  const { session, shelf } = withShelf()
  const jar = shelf.jars[0] as Jar
  delAttribute(jar, 'shelf')
  expect(statementsOf(session, () => session.flush())).toEqual([
    'UPDATE jar SET shelf_id=? WHERE jar.id = ?',
  ])
  expect(() => delAttribute(new Jar(), 'label')).toThrow(/Jar\.label.*does not have a value/)
})

test('27: flagModified writes what was changed in place, flagDirty only lists the object', () => {
  const { session, shelf } = withShelf()
  ;(shelf.facts as Record<string, number>)['b'] = 2
  expect(statementsOf(session, () => session.flush())).toEqual([])
  flagModified(shelf, 'facts')
  expect(statementsOf(session, () => session.flush())).toEqual([
    'UPDATE shelf SET facts=? WHERE shelf.id = ?',
  ])
  flagDirty(shelf)
  expect(session.dirty.has(shelf)).toBe(true)
  expect(statementsOf(session, () => session.flush())).toEqual([])
})

test('27: setCommittedValue leaves no history, initCollection starts a collection anew', () => {
  const { session, shelf } = withShelf()
  void shelf.label
  setCommittedValue(shelf, 'label', 'as if loaded')
  expect(getHistory(shelf, 'label').unchanged).toEqual(['as if loaded'])
  expect(session.dirty.size).toBe(0)
  initCollection(shelf, 'jars')
  expectStatements(session, () => expect(shelf.jars).toHaveLength(0), [])
})

test('28: a validator sees every value of a collection, in a bulk replacement as well', () => {
  validated.length = 0
  const cellar = new Cellar({ label: 'deep' })
  cellar.bottles.push(new Bottle())
  cellar.bottles = [new Bottle(), new Bottle()]
  expect(validated).toEqual(['label', 'bottles', 'bottles', 'bottles'])
})

test('29: a change inside a JSON value is not seen, a new value is', () => {
  const { session, shelf } = withShelf()
  ;(shelf.facts as Record<string, number>)['a'] = 5
  expect(inspect(shelf).modified).toBe(false)
  shelf.facts = { ...shelf.facts, a: 6 }
  expect(statementsOf(session, () => session.flush())).toHaveLength(1)
})
