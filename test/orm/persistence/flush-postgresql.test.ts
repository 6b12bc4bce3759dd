/** What a flush sends to PostgreSQL: keys come back with RETURNING, in the order of the objects. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/create-engine.js'
import type { Engine } from '../../../src/engine/engine.js'
import { Session } from '../../../src/orm/session/session.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { freshDatabase } from '../../helpers/postgres.js'
import { Author, Base, Book, Person } from '../session/models.js'

let engine: Engine

beforeAll(async () => {
  engine = createEngine(await freshDatabase())
  Base.metadata.createAll(engine)
})

afterAll(() => engine.dispose())

describe('a flush on PostgreSQL', () => {
  it('reads one generated key with RETURNING and many with one statement', () => {
    using session = new Session(engine)
    const people = [0, 1, 2, 3].map((n) => new Person({ name: `n${n}`, age: n }))
    session.add(new Person({ name: 'first' }))
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO person (name, age) VALUES ($1, $2) RETURNING person.id', 'first', null],
    ])
    session.addAll(people)
    expectStatements(session, () => session.flush(), [
      [
        'INSERT INTO person (name, age) SELECT p0::VARCHAR, p1::INTEGER FROM (VALUES ' +
          '($1, $2, 0), ($3, $4, 1), ($5, $6, 2), ' +
          '($7, $8, 3)) AS imp_sen(p0, p1, sen_counter) ORDER BY sen_counter ' +
          'RETURNING person.id, person.id AS id__1',
        ...['n0', 0, 'n1', 1, 'n2', 2, 'n3', 3],
      ],
    ])
    expect(people.map(({ id }) => id)).toEqual([2, 3, 4, 5])
  })

  it('hands keys on, updates in batches and deletes', () => {
    using session = new Session(engine)
    const author = new Author({
      name: 'a',
      books: [new Book({ title: 'x' }), new Book({ title: 'y' })],
    })
    session.add(author)
    session.commit()
    const [first, second] = author.books as [Book, Book]
    first.pages = 10
    second.pages = 20
    expect([first.authorId, second.authorId]).toEqual([author.id, author.id])
    expectStatements(session, () => session.flush(), [
      ['UPDATE book SET pages=$1 WHERE book.id = $2', [10, first.id], [20, second.id]],
    ])
    session.delete(author)
    session.commit()
    expect(session.get(Book, first.id)?.authorId).toBeNull()
  })

  it('goes on after a savepoint that failed', () => {
    using session = new Session(engine)
    session.add(new Person({ id: 1000, name: 'kept' }))
    session.flush()
    expect(() =>
      session.beginNested(() => session.add(new Person({ id: 1000, name: 'again' }))),
    ).toThrow(/duplicate key value/)
    session.commit()
    expect(session.get(Person, 1000)?.name).toBe('kept')
  })
})
