/** What each loader strategy sends, and what the objects hold afterwards; statements as SQLAlchemy's. */
import { beforeEach, describe, expect, test } from 'vitest'
import { insert, select } from '../../../src/sql/index.js'
import type { Session } from '../../../src/orm/session/session.js'
import {
  immediateload,
  joinedload,
  noload,
  raiseload,
  selectinload,
  subqueryload,
} from '../../../src/orm/loading/options/loader-options.js'
import { recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, bookGenre, Cover, Genre } from '../query/library-models.js'

let session: Session

beforeEach(() => {
  session = fixtureSession(Base.metadata)
  session.execute(insert(Author), [
    { id: 1, name: 'Lem', born: 1921 },
    { id: 2, name: 'Woolf', born: 1882 },
    { id: 3, name: 'Nobody', born: null },
  ])
  session.execute(insert(Book), [
    { id: 1, title: 'Solaris', pages: 204, author_id: 1 },
    { id: 2, title: 'Fiasco', pages: 322, author_id: 1 },
    { id: 3, title: 'Orlando', pages: 134, author_id: 2 },
    { id: 4, title: 'Anonymous', pages: null, author_id: null },
  ])
  session.execute(insert(Genre), [
    { id: 1, name: 'scifi' },
    { id: 2, name: 'novel' },
  ])
  session.execute(insert(bookGenre), [
    { book_id: 1, genre_id: 1 },
    { book_id: 1, genre_id: 2 },
    { book_id: 3, genre_id: 2 },
  ])
  session.execute(insert(Cover), [{ id: 1, color: 'red', book_id: 1 }])
  session.commit()
})

/** The statements of `work`, without parameters and transaction events. */
function expectSql(work: () => void, expected: readonly string[]): void {
  const sent = recordStatements(session, work).filter(({ origin }) => origin !== null)
  expect(sent.map(({ sql }) => sql)).toEqual(expected)
}

const BOOK = 'book.id AS book_id, book.title AS book_title, book.pages AS book_pages'

function titles(author: Author | undefined): string[] {
  return (author?.books ?? []).map((book) => book.title)
}

describe('lazy', () => {
  test('a collection is one SELECT per parent', () => {
    const author = session.get(Author, 1) as Author
    expectSql(
      () => expect(titles(author)).toEqual(['Solaris', 'Fiasco']),
      [
        `SELECT ${BOOK}, book.author_id AS book_author_id FROM book WHERE ? = book.author_id ORDER BY book.id`,
      ],
    )
  })

  test('a many-to-one is found in the identity map', () => {
    const author = session.get(Author, 1) as Author
    const book = session.get(Book, 1) as Book
    expectSql(() => expect(book.author).toBe(author), [])
  })

  test('a null key needs no SQL', () => {
    const book = session.get(Book, 4) as Book
    expectSql(() => expect(book.author).toBeNull(), [])
  })

  test('a many-to-many lists both tables', () => {
    const book = session.get(Book, 1) as Book
    expectSql(
      () => expect(book.genres.length).toBe(2),
      [
        'SELECT genre.id AS genre_id, genre.name AS genre_name FROM genre, book_genre WHERE ? = book_genre.book_id AND genre.id = book_genre.genre_id ORDER BY genre.id',
      ],
    )
  })
})

describe('selectin', () => {
  test('children are selected alone', () => {
    let authors: Author[] = []
    const load = () => {
      authors = session
        .scalars(select(Author).options(selectinload(Author.books)).orderBy(Author.id))
        .all()
    }
    expectSql(load, [
      'SELECT author.id, author.name, author.born FROM author ORDER BY author.id',
      'SELECT book.author_id AS book_author_id, book.id AS book_id, book.title AS book_title, book.pages AS book_pages FROM book WHERE book.author_id IN (?, ?, ?) ORDER BY book.id',
    ])
    expectSql(
      () => expect(authors.map(titles)).toEqual([['Solaris', 'Fiasco'], ['Orlando'], []]),
      [],
    )
  })

  test('targets of many-to-one are selected by key', () => {
    const load = () =>
      session.scalars(select(Book).options(selectinload(Book.author)).orderBy(Book.id)).all()
    expectSql(load, [
      'SELECT book.id, book.title, book.pages, book.author_id FROM book ORDER BY book.id',
      'SELECT author.id AS author_id, author.name AS author_name, author.born AS author_born FROM author WHERE author.id IN (?, ?)',
    ])
  })

  test('many-to-many joins from an alias of the parents, chains go on', () => {
    const option = selectinload(Author.books).selectinload(Book.genres)
    const load = () => session.scalars(select(Author).options(option).where(Author.id.eq(1))).all()
    expectSql(load, [
      'SELECT author.id, author.name, author.born FROM author WHERE author.id = ?',
      'SELECT book.author_id AS book_author_id, book.id AS book_id, book.title AS book_title, book.pages AS book_pages FROM book WHERE book.author_id IN (?) ORDER BY book.id',
      'SELECT book_1.id AS book_1_id, genre.id AS genre_id, genre.name AS genre_name FROM book AS book_1 JOIN book_genre AS book_genre_1 ON book_1.id = book_genre_1.book_id JOIN genre ON genre.id = book_genre_1.genre_id WHERE book_1.id IN (?, ?) ORDER BY genre.id',
    ])
  })
})

describe('joined', () => {
  test('a collection needs unique()', () => {
    const statement = select(Author).options(joinedload(Author.books)).orderBy(Author.id)
    expect(() => session.scalars(statement).all()).toThrow(/The unique\(\) method must be invoked/)
    const authors = session.scalars(statement).unique().all()
    expectSql(
      () => expect(authors.map(titles)).toEqual([['Solaris', 'Fiasco'], ['Orlando'], []]),
      [],
    )
  })

  test('LIMIT counts parents', () => {
    const statement = select(Author).options(joinedload(Author.books)).orderBy(Author.name).limit(2)
    expect(session.scalars(statement).unique().all().map(titles)).toEqual([
      ['Solaris', 'Fiasco'],
      [],
    ])
  })
})

describe('others', () => {
  test('subqueryload repeats the query', () => {
    const load = () =>
      session
        .scalars(
          select(Book).options(subqueryload(Book.genres)).where(Book.id.lt(4)).orderBy(Book.id),
        )
        .all()
    expectSql(load, [
      'SELECT book.id, book.title, book.pages, book.author_id FROM book WHERE book.id < ? ORDER BY book.id',
      'SELECT genre.id AS genre_id, genre.name AS genre_name, anon_1.book_id AS anon_1_book_id FROM (SELECT book.id AS book_id FROM book WHERE book.id < ?) AS anon_1 JOIN book_genre AS book_genre_1 ON anon_1.book_id = book_genre_1.book_id JOIN genre ON genre.id = book_genre_1.genre_id ORDER BY genre.id',
    ])
  })

  test('immediateload is one SELECT per object at once', () => {
    const load = () =>
      session.scalars(select(Book).options(immediateload(Book.author)).orderBy(Book.id)).all()
    const one =
      'SELECT author.id AS author_id, author.name AS author_name, author.born AS author_born FROM author WHERE author.id = ?'
    expectSql(load, [
      'SELECT book.id, book.title, book.pages, book.author_id FROM book ORDER BY book.id',
      one,
      one,
    ])
  })

  test('noload leaves the collection empty', () => {
    const author = session
      .scalars(select(Author).options(noload(Author.books)).where(Author.id.eq(1)))
      .one()
    expectSql(() => expect(author.books).toHaveLength(0), [])
  })

  test('raiseload raises', () => {
    const author = session
      .scalars(select(Author).options(raiseload(Author.books)).where(Author.id.eq(1)))
      .one()
    expect(() => author.books).toThrow("'Author.books' is not available due to lazy='raise'")
  })
})

test('loaded attributes are not overwritten unless asked for', () => {
  const author = session.get(Author, 1) as Author
  author.name = 'local'
  session.noAutoflush(() => {
    session.scalars(select(Author)).all()
    expect(author.name).toBe('local')
    session.scalars(select(Author).executionOptions({ populateExisting: true })).all()
    expect(author.name).toBe('Lem')
  })
})
