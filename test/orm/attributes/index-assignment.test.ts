import { describe, expect, test } from 'vitest'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { integer, string } from '../../../src/sql/index.js'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { validates } from '../../../src/orm/declarative/validates.js'
import { inspect } from '../../../src/orm/inspect.js'

const Base = declarativeBase()

class Author extends Base.model('author', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  books: () => many(Book, { backPopulates: 'author' }),
}) {
  static {
    mapped(this)
  }
}

class Book extends Base.model('book', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  authorId: column('author_id', integer, foreignKey('author.id'), { nullable: true }),
  author: () => one(Author, { backPopulates: 'books', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

function stored() {
  const session = fixtureSession(Base.metadata)
  const author = new Author({ name: 'ann' })
  author.books.push(new Book({ title: 'a' }), new Book({ title: 'b' }))
  session.add(author)
  session.commit()
  return { session, author, books: author.books }
}

describe('a collection changed by index', () => {
  test('writes what entered and what left', () => {
    const { session, author, books } = stored()
    const [first] = books
    const third = new Book({ title: 'c' })
    books[0] = third
    expect([...session.dirty]).toEqual([author, first])
    expect([...session.new]).toEqual([third])
    expect(third.author).toBe(author)
    expect(first?.author).toBeNull()
    expectStatements(session, () => session.flush(), [
      ['UPDATE book SET author_id=? WHERE book.id = ?', null, 1],
      ['INSERT INTO book (title, author_id) VALUES (?, ?)', 'c', 1],
    ])
  })

  test('is seen by history and by autoflush', () => {
    const { session, author, books } = stored()
    const [first, second] = books
    books[0] = second as Book
    books.length = 1
    expect(inspect(author).attrs['books']?.history).toMatchObject({
      added: [],
      unchanged: [second],
      deleted: [first],
    })
    expect(session.query(Book).filterBy({ authorId: null }).count()).toBe(1)
  })

  test('is seen by autoflush when it was read lately, and by every flush', () => {
    const session = fixtureSession(Base.metadata)
    const authors = Array.from({ length: 40 }, (_, i) => new Author({ name: `author ${i}` }))
    for (const author of authors) author.books.push(new Book({ title: `of ${author.name}` }))
    session.addAll(authors)
    session.commit()
    const held = authors.map((author) => author.books)
    const withoutAuthor = () => session.query(Book).filterBy({ authorId: null }).count()
    ;(held[39] as Book[]).length = 0
    expect(withoutAuthor()).toBe(1)
    ;(held[0] as Book[]).length = 0
    expect(withoutAuthor()).toBe(1)
    expect(session.isModified(authors[0]!)).toBe(true)
    expect(withoutAuthor()).toBe(2)
    ;(held[1] as Book[]).length = 0
    session.commit()
    expect(withoutAuthor()).toBe(3)
  })

  test('is seen by autoflush when it was read again', () => {
    const session = fixtureSession(Base.metadata)
    const authors = Array.from({ length: 40 }, (_, i) => new Author({ name: `author ${i}` }))
    session.addAll(authors)
    session.commit()
    for (const author of authors) expect(author.books).toEqual([])
    const [first] = authors
    first!.books[0] = new Book({ title: 'put by index' })
    expect(session.query(Book).count()).toBe(1)
  })

  test('may be emptied by its length', () => {
    const { session, author, books } = stored()
    books.length = 0
    expect(session.isModified(author)).toBe(true)
    session.commit()
    expect(author.books).toEqual([])
    expect(session.query(Book).count()).toBe(2)
  })

  test('closes gaps', () => {
    const { session, author, books } = stored()
    books[7] = new Book({ title: 'far' })
    session.flush()
    expect(author.books.map((book) => book.title)).toEqual(['a', 'b', 'far'])
  })

  test('stays clean when members only change places', () => {
    const { session, books } = stored()
    books.reverse()
    expect(session.dirty.size).toBe(0)
    expectStatements(session, () => session.flush(), [])
  })

  test('counts its methods once', () => {
    const { session, author, books } = stored()
    books.push(new Book({ title: 'c' }))
    books.splice(0, 1)
    books[0] = new Book({ title: 'd' })
    session.commit()
    expect(author.books.map((book) => book.title).sort()).toEqual(['c', 'd'])
  })

  test('brings objects into the session with a transient owner', () => {
    const session = fixtureSession(Base.metadata)
    const author = new Author({ name: 'new' })
    const book = new Book({ title: 'x' })
    author.books[0] = book
    session.add(author)
    expect([...session.new]).toEqual([author, book])
    expect(book.author).toBe(author)
  })

  test('passes through validators', () => {
    class Shelf extends Base.model('shelf', {
      id: column(integer, { primaryKey: true }),
      volumes: () => many(Volume),
    }) {
      static {
        mapped(this)
        validates(this, 'volumes', (_shelf, _key, volume: Volume) => {
          volume.label = `on shelf: ${volume.label}`
          return volume
        })
      }
    }
    class Volume extends Base.model('volume', {
      id: column(integer, { primaryKey: true }),
      label: column(string),
      shelfId: column('shelf_id', integer, foreignKey('shelf.id'), { nullable: true }),
    }) {
      static {
        mapped(this)
      }
    }
    const session = fixtureSession(Base.metadata)
    const shelf = new Shelf()
    session.add(shelf)
    session.commit()
    shelf.volumes[0] = new Volume({ label: 'v' })
    session.commit()
    expect(shelf.volumes[0].label).toBe('on shelf: v')
  })
})
