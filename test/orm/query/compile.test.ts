/** What SELECTs about entities become; the texts are SQLAlchemy's. */
import { describe, expect, test } from 'vitest'
import { aliased } from '../../../src/orm/loading/entities/aliased.js'
import {
  containsEager,
  joinedload,
  lazyload,
  loadOnly,
} from '../../../src/orm/loading/options/loader-options.js'
import { func, select } from '../../../src/sql/index.js'
import { Author, Book, Cover, Genre } from './library-models.js'

function sql(statement: { toString(): string }): string {
  return statement.toString().replace(/\s+/g, ' ').trim()
}

describe('columns and FROM', () => {
  test('an entity selects its columns', () => {
    expect(sql(select(Author))).toBe('SELECT author.id, author.name, author.born FROM author')
  })

  test('columns and entities share a FROM', () => {
    expect(sql(select(Author, Book.title).join(Author.books))).toBe(
      'SELECT author.id, author.name, author.born, book.title FROM author JOIN book ON author.id = book.author_id',
    )
  })

  test('an alias has a name of its own', () => {
    const older = aliased(Author, { name: 'older' })
    const other = aliased(Author)
    expect(sql(select(other.name, older.name).where(other.born.gt(older.born)))).toBe(
      'SELECT author_1.name, older.name AS name_1 FROM author AS author_1, author AS older WHERE author_1.born > older.born',
    )
  })

  test('an entity may be read from a subquery', () => {
    const young = select(Author).where(Author.born.lt(1900)).subquery()
    const Young = aliased(Author, young)
    expect(sql(select(Young.name, Book.title).join(Young.books))).toBe(
      'SELECT anon_1.name, book.title FROM (SELECT author.id AS id, author.name AS name, author.born AS born FROM author WHERE author.born < :born_1) AS anon_1 JOIN book ON anon_1.id = book.author_id',
    )
  })
})

describe('joins', () => {
  test('foreign keys give the ON clause', () => {
    expect(sql(select(Author.name, Book.title).join(Book))).toBe(
      'SELECT author.name, book.title FROM author JOIN book ON author.id = book.author_id',
    )
  })

  test('many-to-many joins through an alias of the association table', () => {
    expect(sql(select(Book.title, Genre.name).join(Book.genres))).toBe(
      'SELECT book.title, genre.name FROM book JOIN book_genre AS book_genre_1 ON book.id = book_genre_1.book_id JOIN genre ON genre.id = book_genre_1.genre_id',
    )
  })

  test('outer joins, and a target that is an alias', () => {
    const b = aliased(Book, { name: 'b' })
    expect(sql(select(Author.name, b.title).outerjoin(b, Author.books))).toBe(
      'SELECT author.name, b.title FROM author LEFT OUTER JOIN book AS b ON author.id = b.author_id',
    )
  })

  test('filterBy means the entity joined last', () => {
    expect(sql(select(Author.name).join(Author.books).filterBy({ title: 'Orlando' }))).toBe(
      'SELECT author.name FROM author JOIN book ON author.id = book.author_id WHERE book.title = :title_1',
    )
  })

  test('a join from nowhere is an error', () => {
    expect(() => sql(select(Author).join(Genre))).toThrow(/Don't know how to join to/)
  })
})

describe('eager loading in the statement', () => {
  test('a many-to-one joins an alias', () => {
    expect(sql(select(Book).options(joinedload(Book.author)))).toBe(
      'SELECT book.id, book.title, book.pages, book.author_id, author_1.id AS id_1, author_1.name, author_1.born FROM book LEFT OUTER JOIN author AS author_1 ON author_1.id = book.author_id',
    )
  })

  test('chains nest the many-to-many join', () => {
    const statement = select(Author).options(joinedload(Author.books).joinedload(Book.genres))
    expect(sql(statement)).toBe(
      'SELECT author.id, author.name, author.born, genre_1.id AS id_1, genre_1.name AS name_1, book_1.id AS id_2, book_1.title, book_1.pages, book_1.author_id FROM author LEFT OUTER JOIN book AS book_1 ON author.id = book_1.author_id LEFT OUTER JOIN (book_genre AS book_genre_1 JOIN genre AS genre_1 ON genre_1.id = book_genre_1.genre_id) ON book_1.id = book_genre_1.book_id ORDER BY book_1.id, genre_1.id',
    )
  })

  test('an inner join below an outer one is nested', () => {
    const chain = joinedload(Author.books).joinedload(Book.cover, { innerjoin: true })
    expect(sql(select(Author).options(chain))).toContain(
      'FROM author LEFT OUTER JOIN (book AS book_1 JOIN cover AS cover_1 ON book_1.id = cover_1.book_id) ON author.id = book_1.author_id ORDER BY book_1.id',
    )
  })

  test('a collection with LIMIT wraps the query', () => {
    const statement = select(Author).options(joinedload(Author.books)).orderBy(Author.name).limit(2)
    expect(sql(statement)).toBe(
      'SELECT anon_1.id, anon_1.name, anon_1.born, book_1.id AS id_1, book_1.title, book_1.pages, book_1.author_id FROM (SELECT author.id AS id, author.name AS name, author.born AS born FROM author ORDER BY author.name LIMIT :param_1) AS anon_1 LEFT OUTER JOIN book AS book_1 ON anon_1.id = book_1.author_id ORDER BY anon_1.name, book_1.id',
    )
  })

  test('containsEager takes the columns of the join that is there', () => {
    const b = aliased(Book)
    const statement = select(Author)
      .join(Author.books.ofType(b))
      .options(containsEager(Author.books.ofType(b)))
    expect(sql(statement)).toBe(
      'SELECT book_1.id, book_1.title, book_1.pages, book_1.author_id, author.id AS id_1, author.name, author.born FROM author JOIN book AS book_1 ON author.id = book_1.author_id',
    )
  })

  test('loadOnly keeps the key', () => {
    expect(sql(select(Book).options(loadOnly(Book.title), lazyload('*')))).toBe(
      'SELECT book.id, book.title FROM book',
    )
  })

  test('criteria of the option go into ON', () => {
    const statement = select(Author).options(joinedload(Author.books.and(Book.pages.lt(300))))
    expect(sql(statement)).toContain('ON author.id = book_1.author_id AND book_1.pages < :pages_1')
  })
})

describe('wrong options', () => {
  test('an option for another entity is an error', () => {
    expect(() => sql(select(Author).options(joinedload(Book.author)))).toThrow(
      'Mapped class Mapper[Book(book)] does not apply to any of the root entities in this query, e.g. Mapper[Author(author)]. Please specify the full path from one of the root entities to the target attribute. ',
    )
  })

  test('a relationship strategy on a column is an error', () => {
    expect(() => sql(select(Author).options(joinedload(Author.name)))).toThrow(
      'Can\'t apply "joined loader" strategy to property "Author.name", which is a "column property"; this loader strategy is intended to be used with a "relationship property".',
    )
  })

  test('a chain must follow the relationship', () => {
    expect(() => joinedload(Author.books).joinedload(Author.books)).toThrow(
      'ORM mapped entity or attribute "Author.books" does not link from relationship "Author.books".',
    )
  })
})

test('functions and labels stay as they are', () => {
  const statement = select(Author.name, func.count(Book.id).label('n'))
    .join(Author.books)
    .groupBy(Author.id)
  expect(sql(statement)).toBe(
    'SELECT author.name, count(book.id) AS n FROM author JOIN book ON author.id = book.author_id GROUP BY author.id',
  )
})

test('a cover is one row', () => {
  expect(sql(select(Cover).join(Cover.book))).toBe(
    'SELECT cover.id, cover.color, cover.book_id FROM cover JOIN book ON book.id = cover.book_id',
  )
})
