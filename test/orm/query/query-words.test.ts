/** Words around a query's SELECT, and set operations that keep duplicates. */
import { expect, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  integer,
  mapped,
  Session,
} from '../../../src/index.js'

const Base = declarativeBase()

class Coin extends Base.model('coins', { id: column(integer, { primaryKey: true }) }) {
  static {
    mapped(this)
  }
}

const session = new Session(createEngine('sqlite://'))

test('words are written for the dialect they are meant for', () => {
  const query = session.query(Coin).prefixWith('/*+ fast */').suffixWith('-- end')
  expect(query.toString()).toMatch(/^SELECT \/\*\+ fast \*\/ coins\.id[\s\S]* -- end$/)
  expect(session.query(Coin).prefixWith('HINT', { dialect: 'mysql' }).toString()).not.toContain(
    'HINT',
  )
})

test('INTERSECT ALL and EXCEPT ALL', () => {
  const query = session.query(Coin)
  expect(query.intersectAll(query).toString()).toContain('INTERSECT ALL')
  expect(query.exceptAll(query).toString()).toContain('EXCEPT ALL')
})
