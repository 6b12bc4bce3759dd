import { describe, expect, test } from 'vitest'
import { aliased, Bundle, func, literalColumn, select, update, type BundlePart } from 'orm-shell'
import { Author, Base, Book } from './library-models.js'
import { fixtureSession } from '../../helpers/fixture-session.js'

function librarySession() {
  const session = fixtureSession(Base.metadata)
  session.add(new Author({ name: 'Lem' }))
  session.commit()
  return session
}

describe('bundles', () => {
  test('a bundle in a bundle is a row in a row', () => {
    const bundle = new Bundle('outer', Author.id, new Bundle('inner', Author.name))
    const row = librarySession().execute(select(bundle)).one()
    expect(row).toEqual([[1, ['Lem']]])
    expect(Object.keys(bundle.c)).toEqual(['id', 'inner'])
  })

  test('a single entity is not wrapped in a row by queries', () => {
    const bundle = new Bundle('b', Author.name, { singleEntity: true })
    expect(librarySession().query(bundle).all()).toEqual([['Lem']])
    expect(librarySession().query(new Bundle('b', Author.name)).all()).toEqual([[['Lem']]])
  })

  test('a subclass makes other values', () => {
    class Values extends Bundle {
      override createRowProcessor(
        _select: unknown,
        parts: readonly BundlePart[],
        labels: readonly string[],
      ) {
        return (row: readonly unknown[]) =>
          Object.fromEntries(labels.map((label, index) => [label, parts[index]?.(row)]))
      }
    }
    const session = librarySession()
    expect(session.scalars(select(new Values('v', Author.id, Author.name))).one()).toEqual({
      id: 1,
      name: 'Lem',
    })
  })
})

describe('descriptions', () => {
  test('values of a row: names, types, entities', () => {
    const other = aliased(Author, { name: 'other' })
    const { columnDescriptions } = select(
      Author,
      other,
      other.name,
      func.count(),
      literalColumn('5'),
    )
    expect(columnDescriptions.map(({ name, aliased: isAlias }) => [name, isAlias])).toEqual([
      ['Author', false],
      ['other', true],
      ['name', true],
      ['count', false],
      ['5', false],
    ])
    expect(columnDescriptions[0]).toMatchObject({ type: Author, expr: Author, entity: Author })
    expect(columnDescriptions[1]?.entity).toBe(other)
    expect(columnDescriptions[2]?.expr).toBe(other.name)
  })

  test('FROM elements, of the whole and of the columns', () => {
    const joined = select(Author.id, Book.id).join(Author.books)
    expect(joined.getFinalFroms().map(String)).toEqual([
      'author JOIN book ON author.id = book.author_id',
    ])
    const counted = select(Author.id).withOnlyColumns(func.count(), { maintainColumnFroms: true })
    expect(counted.compile().sql.replace(/\s+/g, ' ')).toBe(
      'SELECT count(*) AS count_1 FROM author',
    )
  })
})

describe('names that are not there', () => {
  test.each([
    [select(Author), 'author'],
    [select(Author.id), 'author.id'],
    [select(Author).join(Author.books), 'Mapper[Book(book)]'],
    [update(Author), 'author'],
  ])('filterBy() says where it looked', (statement, place) => {
    expect(() => statement.filterBy({ nope: 1 } as never)).toThrow(
      `Entity namespace for "${place}" has no property "nope"`,
    )
  })
})
