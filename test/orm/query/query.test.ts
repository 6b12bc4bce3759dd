/** `Query`: result shapes, the SQL of its methods, bulk UPDATE and DELETE. */
import { beforeEach, describe, expect, test } from 'vitest'
import { Query } from '../../../src/orm/query/query.js'
import { Bundle } from '../../../src/orm/query/bundle.js'
import { aliased } from '../../../src/orm/loading/entities/aliased.js'
import { joinedload } from '../../../src/orm/loading/options/loader-options.js'
import type { Session } from '../../../src/orm/session/session.js'
import { delete_, func, insert, select, update } from '../../../src/sql/index.js'
import { recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book } from './library-models.js'

let session: Session

beforeEach(() => {
  session = fixtureSession(Base.metadata)
  session.execute(insert(Author), [
    { id: 1, name: 'Lem', born: 1921 },
    { id: 2, name: 'Woolf', born: 1882 },
  ])
  session.execute(insert(Book), [
    { id: 1, title: 'Solaris', pages: 204, author_id: 1 },
    { id: 2, title: 'Fiasco', pages: 322, author_id: 1 },
  ])
  session.commit()
})

function query(...entities: unknown[]): Query {
  return new Query(session, entities)
}

function sent(work: () => void): unknown[] {
  return recordStatements(session, work)
    .filter(({ origin }) => origin !== null)
    .map(({ sql, parameters }) => [sql, ...parameters])
}

const COLUMNS = 'author.id AS author_id, author.name AS author_name, author.born AS author_born'

describe('shapes', () => {
  test('one entity gives objects, each once', () => {
    expect(query(Author).join(Author.books).all()).toHaveLength(1)
    expect(session.execute(select(Author).join(Author.books)).all()).toHaveLength(2)
  })

  test('columns give rows with names', () => {
    const row = query(Author.id, Author.name).filter(Author.id.eq(1)).one() as { name: string }
    expect([...(row as unknown as unknown[])]).toEqual([1, 'Lem'])
    expect(row.name).toBe('Lem')
  })

  test('select() names entities by class, columns by name', () => {
    const row = session.execute(select(Author, Book.title, Book.id).join(Author.books)).first()
    expect(row?.keys()).toEqual(['Author', 'title', 'id'])
  })

  test('a bundle is one value', () => {
    const bundle = new Bundle('ab', Author.name, Author.born)
    const row = session.execute(select(bundle).where(Author.id.eq(1))).one() as unknown as {
      ab: { name: string }
    }
    expect(row.ab.name).toBe('Lem')
  })

  test('two names of one row are one object', () => {
    const other = aliased(Author)
    const [a, b] = session
      .execute(select(Author, other).where(Author.id.eq(1), other.id.eq(1)))
      .one() as unknown as [Author, Author]
    expect(a).toBe(b)
  })
})

describe('statements', () => {
  test('first() adds a LIMIT', () => {
    expect(sent(() => query(Author).orderBy(Author.id).first())).toEqual([
      [`SELECT ${COLUMNS} FROM author ORDER BY author.id LIMIT ? OFFSET ?`, 1, 0],
    ])
  })

  test('count() wraps the query', () => {
    expect(sent(() => expect(query(Author).filter(Author.id.gt(1)).count()).toBe(1))).toEqual([
      [
        `SELECT count(*) AS count_1 FROM (SELECT ${COLUMNS} FROM author WHERE author.id > ?) AS anon_1`,
        1,
      ],
    ])
  })

  test('a union reads entities from a subquery', () => {
    const both = query(Author)
      .filter(Author.id.eq(1))
      .union(query(Author).filter(Author.id.eq(2)))
    expect(sent(() => expect(both.orderBy(Author.id).all()).toHaveLength(2))).toEqual([
      [
        'SELECT anon_1.author_id AS anon_1_author_id, anon_1.author_name AS anon_1_author_name, anon_1.author_born AS anon_1_author_born ' +
          `FROM (SELECT ${COLUMNS} FROM author WHERE author.id = ? UNION SELECT ${COLUMNS} FROM author WHERE author.id = ?) AS anon_1 ORDER BY anon_1.author_id`,
        1,
        2,
      ],
    ])
  })

  test('get() is by key and from the identity map', () => {
    expect(sent(() => query(Author).get(1))).toHaveLength(1)
    expect(sent(() => query(Author).get(1))).toEqual([])
    expect(() => query(Author).filter(Author.id.gt(0)).get(1)).toThrow(
      'Query.get() being called on a Query with existing criterion. ',
    )
  })

  test('scalar() and exists()', () => {
    expect(query(func.count(Author.id)).scalar()).toBe(2)
    expect(query(query(Author).filter(Author.id.eq(9)).exists()).scalar()).toBe(false)
  })

  test('enableEagerloads(false) leaves joins out', () => {
    const eager = query(Book).options(joinedload(Book.author))
    expect(sent(() => eager.enableEagerloads(false).all())[0]).toEqual([
      'SELECT book.id AS book_id, book.title AS book_title, book.pages AS book_pages, book.author_id AS book_author_id FROM book',
    ])
  })
})

describe('bulk', () => {
  test('an UPDATE is evaluated on the objects that are there', () => {
    const lem = session.get(Author, 1) as Author
    const statements = sent(() =>
      session.execute(
        update(Author)
          .where(Author.id.eq(1))
          .values({ born: Author.born.add(5) }),
      ),
    )
    expect(statements).toEqual([
      ['UPDATE author SET born=(author.born + ?) WHERE author.id = ?', 5, 1],
    ])
    expect(sent(() => expect(lem.born).toBe(1926))).toEqual([])
  })

  test('a condition beyond evaluation fetches the keys', () => {
    const woolf = session.get(Author, 2) as Author
    const statements = sent(() =>
      query(Author).filter(func.lower(Author.name).eq('woolf')).update({ born: 7 }),
    )
    expect(statements).toEqual([
      ['UPDATE author SET born=? WHERE lower(author.name) = ? RETURNING id', 7, 'woolf'],
    ])
    expect(woolf.born).toBe(7)
  })

  test('a DELETE takes objects out of the session', () => {
    const book = session.get(Book, 1) as Book
    session.execute(delete_(Book).where(Book.id.eq(1)))
    expect(session.contains(book)).toBe(false)
  })

  test('update() is refused after limit()', () => {
    expect(() => query(Author).limit(1).update({ born: 1 })).toThrow(
      "Can't call Query.update() or Query.delete() when limit() has been called",
    )
  })

  test('INSERT returns objects', () => {
    const made = session
      .scalars(insert(Author).values({ name: 'Eco', born: 1932 }).returning(Author))
      .one()
    expect((made as Author).name).toBe('Eco')
    expect(session.contains(made as Author)).toBe(true)
  })

  test('UPDATE by key takes a list', () => {
    session.execute(update(Author), [
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ])
    expect(session.scalars(select(Author.name).orderBy(Author.id)).all()).toEqual(['a', 'b'])
  })
})
