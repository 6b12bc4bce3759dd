/** Facts 95 to 103 of the ORM's semantics: loader options. */
import { expect, test } from 'vitest'
import {
  containsEager,
  defer,
  joinedload,
  lazyload,
  loadOnly,
  raiseload,
  select,
  selectinload,
  type Session,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Award, Base, Book } from '../query/library-models.js'
import { statementsOf } from './statements.js'

function library(): Session {
  const session = fixtureSession(Base.metadata)
  session.addAll([
    new Author({
      name: 'Lem',
      books: [new Book({ title: 'Solaris' }), new Book({ title: 'Eden' })],
    }),
    new Author({
      name: 'Dick',
      books: [new Book({ title: 'Ubik' })],
      awards: [new Award({ title: 'Hugo' })],
    }),
  ])
  session.commit()
  session.expungeAll()
  return session
}

test('95: an option whose root is not in the query is an error that names the roots', () => {
  const session = library()
  expect(() => session.scalars(select(Author).options(joinedload(Book.genres))).all()).toThrow(
    'Mapped class Mapper[Book(book)] does not apply to any of the root entities in this query, e.g. Mapper[Author(author)]. ' +
      'Please specify the full path from one of the root entities to the target attribute.',
  )
})

test('96: raiseload says why, and with sqlOnly lets the identity map answer', () => {
  const session = library()
  const author = session
    .scalars(select(Author).options(raiseload(Author.books)).where(Author.id.eq(1)))
    .one()
  expect(() => author.books).toThrow("'Author.books' is not available due to lazy='raise'")
  const stmt = select(Book)
    .options(raiseload(Book.author, { sqlOnly: true }))
    .orderBy(Book.id)
  const [first, , third] = session.scalars(stmt).all()
  expect(first?.author).toBe(author)
  expect(() => third?.author).toThrow("'Book.author' is not available due to lazy='raise_on_sql'")
  const narrow = select(Author)
    .options(loadOnly(Author.id, { raiseload: true }))
    .where(Author.id.eq(2))
  const other = session.scalars(narrow).one()
  expect(() => other.name).toThrow("'Author.name' is not available due to raiseload=True")
})

test('97: containsEager fills a collection with the rows of the query, once', () => {
  const session = library()
  const part = select(Author)
    .join(Author.books)
    .where(Book.title.eq('Eden'))
    .options(containsEager(Author.books))
  const author = session.scalars(part).unique().one()
  expect(author.books.map(({ title }) => title)).toEqual(['Eden'])
  const whole = select(Author).join(Author.books).options(containsEager(Author.books))
  session.scalars(whole).unique().all()
  expect(author.books).toHaveLength(1)
  session
    .scalars(whole.executionOptions({ populateExisting: true }))
    .unique()
    .all()
  expect(author.books).toHaveLength(2)
})

test('98: options reach the lazy loads of the objects they loaded', () => {
  const session = library()
  const option = lazyload(Author.books).joinedload(Book.cover)
  const author = session.scalars(select(Author).options(option).orderBy(Author.id)).first()
  expect(statementsOf(session, () => author?.books)[0]).toContain(
    'LEFT OUTER JOIN cover AS cover_1',
  )
})

test('99: collections that are loaded are not filled again', () => {
  const session = library()
  const [author] = session.scalars(select(Author).orderBy(Author.id)).all()
  author?.books.push(new Book({ title: 'new' }))
  session.noAutoflush(() => {
    const statements = statementsOf(session, () =>
      session.scalars(select(Author).options(selectinload(Author.books))).all(),
    )
    expect(statements).toHaveLength(2)
    expect(author?.books.map(({ title }) => title)).toContain('new')
  })
})

test('100: selectin asks for the keys of all parents in one statement, in their order', () => {
  const session = library()
  const stmt = select(Author).options(selectinload(Author.books)).orderBy(Author.id.desc())
  expect(statementsOf(session, () => session.scalars(stmt).all())).toEqual([
    'SELECT author.id, author.name, author.born FROM author ORDER BY author.id DESC',
    'SELECT book.author_id AS book_author_id, book.id AS book_id, book.title AS book_title, book.pages AS book_pages ' +
      'FROM book WHERE book.author_id IN (?, ?) ORDER BY book.id',
  ])
})

test('101: joined loads are outer joins unless innerjoin is asked for', () => {
  const session = library()
  const outer = statementsOf(session, () =>
    session.scalars(select(Book).options(joinedload(Book.author))).all(),
  )
  const inner = statementsOf(session, () =>
    session.scalars(select(Book).options(joinedload(Book.author, { innerjoin: true }))).all(),
  )
  expect(outer[0]).toContain(
    'FROM book LEFT OUTER JOIN author AS author_1 ON author_1.id = book.author_id',
  )
  expect(inner[0]).toContain('FROM book JOIN author AS author_1 ON author_1.id = book.author_id')
})

test('102: criteria on a relationship go into ON for joined loads, into WHERE for selectin', () => {
  const session = library()
  const criteria = Author.books.and(Book.title.eq('Eden'))
  const joined = statementsOf(session, () =>
    session
      .scalars(select(Author).options(joinedload(criteria)))
      .unique()
      .all(),
  )
  expect(joined[0]).toContain('ON author.id = book_1.author_id AND book_1.title = ?')
  session.expungeAll()
  const selectin = statementsOf(session, () =>
    session.scalars(select(Author).options(selectinload(criteria))).all(),
  )
  expect(selectin[1]).toContain('WHERE book.author_id IN (?, ?) AND book.title = ?')
})

test('103: a deferred column is selected when it is read', () => {
  const session = library()
  const author = session
    .scalars(select(Author).options(defer(Author.name)).orderBy(Author.id))
    .first()
  expect(statementsOf(session, () => author?.name)).toEqual([
    'SELECT author.name AS author_name FROM author WHERE author.id = ?',
  ])
})
