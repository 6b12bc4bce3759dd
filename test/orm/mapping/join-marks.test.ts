import { describe, expect, test } from 'vitest'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import {
  column,
  columnKeyedDict,
  declarativeBase,
  foreign,
  foreignKey,
  integer,
  many,
  mapped,
  one,
  orderingList,
  remote,
  select,
  string,
  withParent,
} from '../../../src/index.js'

const Base = declarativeBase()

class Folder extends Base.model('folder', {
  path: column(string, { primaryKey: true }),
  inside: () =>
    many(Folder, {
      primaryjoin: remote(foreign(Folder.path)).like(Folder.path.concat('/%')),
      viewonly: true,
      orderBy: Folder.path,
    }),
}) {
  static {
    mapped(this)
  }
}

class Deck extends Base.model('deck', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  cards: () => many(Card, { orderBy: Card.place, collectionClass: orderingList('place') }),
  byName: () => many(Card, { viewonly: true, collectionClass: columnKeyedDict(Card.name) }),
}) {
  static {
    mapped(this)
  }
}

class Card extends Base.model('card', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  place: column(integer, { nullable: true }),
  deckName: column(string, { nullable: true }),
  deckId: column(integer, foreignKey('deck.id'), { nullable: true }),
  namesake: () => one(Deck, { primaryjoin: foreign(Card.deckName).eq(Deck.name), nullable: true }),
}) {
  static {
    mapped(this)
  }
}

describe('foreign() and remote()', () => {
  test('make relationships where no key says so', () => {
    const session = fixtureSession(Base.metadata)
    const deck = new Deck({ name: 'd' })
    const card = new Card({ name: 'c', namesake: deck })
    session.add(card)
    session.commit()
    expect(card.deckName).toBe('d')
    expect(card.namesake).toBe(deck)
  })

  test('tell the sides of a table with itself apart', () => {
    const session = fixtureSession(Base.metadata)
    session.addAll(['a', 'a/b', 'a/b/c', 'x'].map((path) => new Folder({ path })))
    session.commit()
    const folder = session.getOne(Folder, 'a')
    expect(folder.inside.map(({ path }) => path)).toEqual(['a/b', 'a/b/c'])
  })
})

describe('withParent()', () => {
  test('is the condition of a lazy load', () => {
    const session = fixtureSession(Base.metadata)
    const deck = new Deck({ name: 'd', cards: [new Card({ name: 'a' }), new Card({ name: 'b' })] })
    session.add(deck)
    session.flush()
    const statement = select(Card.name).where(withParent(deck, Deck.cards), Card.name.gt('a'))
    expectStatements(session, () => expect(session.scalars(statement).all()).toEqual(['b']), [
      ['SELECT card.name FROM card WHERE ? = card."deckId" AND card.name > ?', 1, 'a'],
    ])
    expect(() => withParent(new Card(), Deck.cards)).toThrow(/has no relationship/)
  })
})

describe('orderingList', () => {
  test('numbers what enters, and again what follows a change', () => {
    const session = fixtureSession(Base.metadata)
    const cards = ['a', 'b', 'c'].map((name) => new Card({ name }))
    const deck = new Deck({ name: 'd', cards })
    expect(cards.map(({ place }) => place)).toEqual([0, 1, 2])
    session.add(deck)
    session.commit()
    deck.cards.splice(1, 0, new Card({ name: 'x' }))
    deck.cards.shift()
    session.commit()
    expect(deck.cards.map(({ name, place }) => [name, place])).toEqual([
      ['x', 0],
      ['b', 1],
      ['c', 2],
    ])
  })

  test('counts as it is told', () => {
    const List = orderingList('place', { countFrom: 10, orderingFunc: (index) => index * 5 })
    const list = new List()
    const first = { place: null }
    list.push({ place: null }, first)
    expect(first.place).toBe(5)
  })
})

describe('columnKeyedDict', () => {
  test('keys members by a column', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Deck({ name: 'd', cards: [new Card({ name: 'a' })] }))
    session.commit()
    const deck = session.getOne(Deck, 1)
    expect((deck.byName as unknown as Map<string, Card>).get('a')).toBe(deck.cards[0])
  })
})
