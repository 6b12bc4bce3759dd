/** Joins are kept from statement to statement; no statement shows it. */
import { describe, expect, test } from 'vitest'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many } from '../../../src/orm/declarative/relationships.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import type { Table } from '../../../src/schema/table.js'
import { integer, select, string } from '../../../src/sql/index.js'
import { Book, Genre } from './library-models.js'

function sql(statement: { toString(): string }): string {
  return statement.toString().replace(/\s+/g, ' ').trim()
}

const twice = (make: () => { toString(): string }) => [sql(make()), sql(make())]

describe('kept joins', () => {
  test('two SELECTs of one statement have aliases of their own', () => {
    const inner = () => select(Book.id).join(Book.genres).where(Genre.name.eq('x'))
    const [first, second] = twice(() =>
      select(Book.title).join(Book.genres).where(Book.id.in(inner())),
    )
    expect(first).toBe(
      'SELECT book.title FROM book JOIN book_genre AS book_genre_1 ON book.id = book_genre_1.book_id ' +
        'JOIN genre ON genre.id = book_genre_1.genre_id WHERE book.id IN (SELECT book.id FROM book ' +
        'JOIN book_genre AS book_genre_2 ON book.id = book_genre_2.book_id ' +
        'JOIN genre ON genre.id = book_genre_2.genre_id WHERE genre.name = :name_1)',
    )
    expect(second).toBe(first)
  })

  test('what a user takes out of a statement is not in the next one', () => {
    const statement = select(Book.title).join(Book.genres)
    sql(statement)
    const [from] = statement.getFinalFroms()
    expect(sql(select(Genre.name).selectFrom(from).where(Book.id.in(statement)))).toContain(
      'book_genre_2.genre_id)',
    )
  })

  test('inner and outer joins are different ones', () => {
    expect(sql(select(Book.title).join(Book.genres))).toContain(' JOIN book_genre AS')
    expect(sql(select(Book.title).outerjoin(Book.genres))).toContain(' LEFT OUTER JOIN (book_genre')
    expect(sql(select(Book.title).join(Book.genres))).not.toContain('OUTER')
  })

  test('a class or a column that is defined later counts', () => {
    const Base = declarativeBase()
    class Firm extends Base.model('firm', {
      id: column(integer, { primaryKey: true }),
      managers: () => many(Manager),
    }) {
      static {
        mapped(this)
      }
    }
    class Person extends Base.model(
      'person',
      {
        id: column(integer, { primaryKey: true }),
        kind: column(string),
        firm_id: column(integer, foreignKey('firm.id')),
      },
      { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'person' } },
    ) {
      static {
        mapped(this)
      }
    }
    class Manager extends Person.inherits({}, { mapper: { polymorphicIdentity: 'manager' } }) {
      static {
        mapped(this)
      }
    }
    const statement = () => select(Firm.id).join(Firm.managers)
    const kinds = () => statement().compile({ literalBinds: true }).toString()
    expect(kinds()).toContain("person.kind IN ('manager')")
    class Chief extends Manager.inherits({}, { mapper: { polymorphicIdentity: 'chief' } }) {
      static {
        mapped(this)
      }
    }
    expect(Chief.name).toBe('Chief')
    expect(kinds()).toContain("person.kind IN ('manager', 'chief')")
    const person = Base.metadata.tables.get('person') as Table
    person.appendColumn(column('rank', integer))
    expect(sql(statement().orderBy('rank'))).toContain('ORDER BY person.rank')
  })
})
