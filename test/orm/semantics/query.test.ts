/** Facts 83 to 94 of the ORM's semantics: queries, statements and results. */
import { expect, test } from 'vitest'
import {
  aliased,
  and,
  not,
  or,
  joinedload,
  selectinload,
  select,
  text,
  union,
  type Session,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { Author, Base, Book, Genre } from '../query/library-models.js'
import { statementsOf } from './statements.js'

function library(): Session {
  const session = fixtureSession(Base.metadata)
  session.add(
    new Author({
      name: 'Lem',
      books: [new Book({ title: 'Solaris' }), new Book({ title: 'Eden' })],
    }),
  )
  session.commit()
  return session
}

const oneLine = (value: unknown): string => String(value).replace(/\s+/g, ' ').trim()

test('83: rows of select() are tuples; scalars() unwraps them', () => {
  const session = library()
  const author = session.scalars(select(Author)).one()
  expect([...session.execute(select(Author)).one()]).toEqual([author])
  const row = session.execute(select(Author, Book).join(Author.books)).first()
  expect(row).toHaveLength(2)
  expect(session.execute(select(Author.id, Author.name)).one().name).toBe('Lem')
})

test('84: queries unwrap a single entity and have each object once; select() has a row for each match', () => {
  const session = library()
  expect(session.query(Author).join(Author.books).all()).toHaveLength(1)
  expect(session.scalars(select(Author).join(Author.books)).all()).toHaveLength(2)
  expect(session.query(Author.name).all()).toEqual([['Lem']])
})

test('85: joined collections ask for unique()', () => {
  const session = library()
  expect(() => session.scalars(select(Author).options(joinedload(Author.books))).all()).toThrow(
    'The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections',
  )
})

test('86: rows are tuples with names; a name that comes twice is numbered', () => {
  const session = library()
  const row = session.execute(select(Author.id, Book.id).join(Author.books)).first()
  expect(row?.keys()).toEqual(['id', 'id_1'])
  expect(row?.mapping.get(Book.id)).toBe(1)
  expect(row?.asObject()).toEqual({ id: 1, id_1: 1 })
})

test('87: results say when there is too little, too much, or nothing more', () => {
  const session = library()
  const books = () => session.scalars(select(Book))
  expect(() => books().one()).toThrow('Multiple rows were found when exactly one was required')
  expect(() => books().oneOrNone()).toThrow(
    'Multiple rows were found when one or none was required',
  )
  expect(() => session.scalars(select(Genre)).one()).toThrow(
    'No row was found when one was required',
  )
  const result = books()
  expect(result.all()).toHaveLength(2)
  expect(result.all()).toEqual([])
  const closed = session.execute(select(Book))
  closed.first()
  expect(() => closed.all()).toThrow('This result object is closed.')
})

test('88: first() adds a limit, count() wraps, and queries label columns with their table', () => {
  const session = library()
  expect(statementsOf(session, () => session.query(Author.id).first())).toEqual([
    'SELECT author.id AS author_id FROM author LIMIT ? OFFSET ?',
  ])
  expect(statementsOf(session, () => session.query(Author.id).count())).toEqual([
    'SELECT count(*) AS count_1 FROM (SELECT author.id AS author_id FROM author) AS anon_1',
  ])
  expect(statementsOf(session, () => session.scalars(select(Author.id)).all())).toEqual([
    'SELECT author.id FROM author',
  ])
})

test('89: as text, parameters are named after columns, and lists expand when they run', () => {
  const session = library()
  const statement = select(Author.id).where(Author.id.in([1, 2]), Author.name.eq('x'))
  expect(oneLine(statement.compile({ renderPostcompile: false }))).toBe(
    'SELECT author.id FROM author WHERE author.id IN (__[POSTCOMPILE_id_1]) AND author.name = :name_1',
  )
  const empty = select(Author.id).where(Author.id.in([]))
  expect(statementsOf(session, () => session.scalars(empty).all())[0]).toContain(
    'author.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)',
  )
})

test('90: joins follow relationships or foreign keys; what cannot be joined is an error; products are warned of', () => {
  const session = library()
  const condition = 'FROM author JOIN book ON author.id = book.author_id'
  expect(oneLine(select(Author.id).join(Author.books))).toContain(condition)
  expect(oneLine(select(Author.id).join(Book))).toContain(condition)
  expect(() => String(select(Author.id).join(Genre))).toThrow(/Don't know how to join to/)
  const { warnings } = collectWarnings(() => session.execute(select(Author.id, Genre.id)).all())
  expect(warnings[0]?.message).toContain(
    'SELECT statement has a cartesian product between FROM element(s)',
  )
})

test('91: aliases, text and set operations become entities', () => {
  const session = library()
  expect(oneLine(select(aliased(Author).id))).toBe('SELECT author_1.id FROM author AS author_1')
  const byText = select(Author).fromStatement(text('SELECT * FROM author'))
  const both = union(select(Author).where(Author.id.eq(1)), select(Author).where(Author.id.eq(2)))
  const byUnion = select(Author).fromStatement(both)
  const author = session.get(Author, 1)
  expect(session.scalars(byText).all()).toEqual([author])
  expect(session.scalars(byUnion).all()).toEqual([author])
})

test('92: null compares with IS, conditions are parenthesised by precedence', () => {
  const where = oneLine(
    select(Author.id).where(and(Author.born.eq(null), or(Author.id.eq(1), Author.id.eq(2)))),
  )
  expect(where).toContain('author.born IS NULL AND (author.id = :id_1 OR author.id = :id_2)')
  expect(oneLine(not(Author.born.between(1, 2)).toString())).toBe(
    'author.born NOT BETWEEN :born_1 AND :born_2',
  )
})

test('93: statements of one structure compile once, whatever their values', () => {
  const session = library()
  const { statements } = session.bind as never as { statements: { length: number } }
  session.scalars(select(Author.id).where(Author.id.eq(1))).all()
  const compiled = statements.length
  session.scalars(select(Author.id).where(Author.id.eq(2))).all()
  expect(statements.length).toBe(compiled)
})

test('94: yieldPer refuses joined collections and loads selectin ones chunk by chunk', () => {
  const session = library()
  const joined = select(Author).options(joinedload(Author.books)).executionOptions({ yieldPer: 1 })
  expect(() => session.scalars(joined).unique().all()).toThrow(
    "Can't use yield_per with eager loaders that require uniquing or row buffering",
  )
  session.add(new Author({ name: 'Dick' }))
  session.commit()
  session.expungeAll()
  const selectin = select(Author)
    .options(selectinload(Author.books))
    .executionOptions({ yieldPer: 1 })
  expect(statementsOf(session, () => session.scalars(selectin).all())).toHaveLength(3)
})
