/** Objects and their session: states, cascades, expiry, merge. */
import { describe, expect, it } from 'vitest'
import { InvalidRequestError } from '../../../src/errors.js'
import { UnmappedInstanceError } from '../../../src/orm/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import { Session } from '../../../src/orm/session/session.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Child, Parent, Person } from './models.js'

function stateNames(object: object): string[] {
  const state = inspect(object)
  const names = ['transient', 'pending', 'persistent', 'deleted', 'detached'] as const
  return names.filter((name) => state[name])
}

describe('an object', () => {
  it('goes through its five states', () => {
    const session = fixtureSession(Base.metadata)
    const person = new Person({ name: 'x' })
    const seen = [stateNames(person)]
    session.add(person)
    seen.push(stateNames(person))
    session.flush()
    seen.push(stateNames(person))
    session.delete(person)
    seen.push(stateNames(person))
    session.flush()
    seen.push(stateNames(person))
    session.commit()
    seen.push(stateNames(person))
    expect(seen.flat()).toEqual([
      'transient',
      'pending',
      'persistent',
      'persistent',
      'deleted',
      'detached',
    ])
    expect(inspect(person).wasDeleted).toBe(true)
    expect(() => session.add(person)).toThrow(/has been deleted/)
  })

  it('is found in the sets of its session', () => {
    const session = fixtureSession(Base.metadata)
    const [first, second] = [new Person({ name: 'a' }), new Person({ name: 'b' })]
    session.add(first)
    session.commit()
    session.add(second)
    first.name = 'c'
    expect([...session.new]).toEqual([second])
    expect(session.dirty.has(first)).toBe(true)
    expect(session.contains(second)).toBe(true)
    session.delete(first)
    expect([...session.deleted]).toEqual([first])
    expect(session.dirty.size).toBe(0)
    expect([...session]).toEqual([second, first])
  })

  it('belongs to one session at a time', () => {
    const session = fixtureSession(Base.metadata)
    const other = new Session(session.bind)
    const person = new Person({ name: 'x' })
    session.add(person)
    expect(() => other.add(person)).toThrow(
      `is already attached to session '${session.hashKey}' (this is '${other.hashKey}')`,
    )
    session.expunge(person)
    other.add(person)
    expect(Session.objectSession(person)).toBe(other)
    other.close()
    expect(() => session.add({})).toThrow(UnmappedInstanceError)
    expect(() => session.delete(person)).toThrow(InvalidRequestError)
  })

  it('takes related objects along, but not through the reverse side', () => {
    const session = fixtureSession(Base.metadata)
    const author = new Author({ name: 'a', books: [new Book({ title: 'one' })] })
    session.add(author)
    expect(session.new.size).toBe(2)
    author.books.push(new Book({ title: 'two' }))
    expect(session.new.size).toBe(3)
    const outside = new Book({ title: 'three' })
    outside.author = author
    expect(session.contains(outside)).toBe(false)
    const { warnings } = collectWarnings(() => session.flush())
    expect(warnings[0]?.message).toBe(
      "Object of type <Book> not in session, add operation along 'Author.books' will not proceed",
    )
  })

  it('is deleted when it has lost its parent, or expunged when it was never stored', () => {
    const session = fixtureSession(Base.metadata)
    const [stored, pending] = [new Child({ name: 'stored' }), new Child({ name: 'pending' })]
    const parent = new Parent({ name: 'p', children: [stored] })
    session.add(parent)
    session.flush()
    parent.children.push(pending)
    expect(session.contains(pending)).toBe(true)
    parent.children.pop()
    expect(session.contains(pending)).toBe(false)
    parent.children.pop()
    expectStatements(session, () => session.flush(), [['DELETE FROM child WHERE child.id = ?', 1]])
    expect(inspect(stored).deleted).toBe(true)
  })

  it('lets its children go with null keys, and cascades deletes where it is told to', () => {
    const session = fixtureSession(Base.metadata)
    const author = new Author({ name: 'a', books: [new Book({ title: 'b' })] })
    const parent = new Parent({ name: 'p', children: [new Child({ name: 'c' })] })
    session.addAll([author, parent])
    session.commit()
    session.delete(author)
    session.delete(parent)
    session.flush()
    expect(session.get(Book, 1)?.authorId).toBeNull()
    expect(session.get(Child, 1)).toBeNull()
  })

  it('reloads all columns in one SELECT after it expired', () => {
    const session = fixtureSession(Base.metadata)
    const person = new Person({ name: 'a', age: 3 })
    session.add(person)
    session.commit()
    const select =
      'SELECT person.id AS person_id, person.name AS person_name, person.age AS person_age ' +
      'FROM person WHERE person.id = ?'
    expectStatements(session, () => expect([person.name, person.age]).toEqual(['a', 3]), [
      'BEGIN (implicit)',
      [select, 1],
    ])
    session.expire(person, ['age'])
    expectStatements(session, () => expect(person.age).toBe(3), [
      ['SELECT person.age AS person_age FROM person WHERE person.id = ?', 1],
    ])
  })

  it('is refreshed by name and loses its changes', () => {
    const session = fixtureSession(Base.metadata)
    const author = new Author({ name: 'a', books: [new Book({ title: 'b' })] })
    session.add(author)
    session.commit()
    expect(author.name).toBe('a')
    author.name = 'lost'
    expectStatements(session, () => session.refresh(author), [
      ['SELECT author.id, author.name, author.born FROM author WHERE author.id = ?', 1],
    ])
    expect(author.name).toBe('a')
    expectStatements(session, () => session.refresh(author, ['books']), [
      ['SELECT author.id FROM author WHERE author.id = ?', 1],
      [
        'SELECT book.id AS book_id, book.title AS book_title, book.pages AS book_pages, ' +
          'book.author_id AS book_author_id FROM book WHERE ? = book.author_id ORDER BY book.id',
        1,
      ],
    ])
  })

  it('is merged onto the copy of another session', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Parent({ id: 1, name: 'p', children: [new Child({ id: 1, name: 'c' })] }))
    session.commit()
    const given = new Parent({ id: 1, name: 'P', children: [new Child({ name: 'new' })] })
    const merged = session.merge(given)
    expect(merged).not.toBe(given)
    expect(merged.name).toBe('P')
    session.commit()
    expect(merged.children.map(({ name }) => name)).toEqual(['new'])
    expect(inspect(given).transient).toBe(true)
    expect(session.get(Child, 1)).toBeNull()
  })

  it('comes from the identity map without SQL', () => {
    const session = fixtureSession(Base.metadata, { expireOnCommit: false })
    const person = new Person({ name: 'a' })
    session.add(person)
    session.commit()
    expectStatements(session, () => expect(session.get(Person, 1)).toBe(person), [])
    expect(() => session.get(Person, [1, 2])).toThrow("primary key columns are 'person.id'")
    expect(() => session.getOne(Person, 9)).toThrow('No row was found when one was required')
  })
})
