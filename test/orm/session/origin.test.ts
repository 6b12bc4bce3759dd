/** Every statement says why it ran. */
import { describe, expect, it } from 'vitest'
import { select } from '../../../src/sql/selectable/select.js'
import { recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Child, Parent, Person } from './models.js'

function causes(session: Parameters<typeof recordStatements>[0], work: () => void): unknown[] {
  return recordStatements(session, work)
    .filter(({ origin }) => origin !== null)
    .map(({ origin }) => [origin?.cause, origin?.because?.cause].filter(Boolean))
}

describe('the origin of a statement', () => {
  it('names flushes, and what an autoflush was for', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ name: 'a' }))
    expect(causes(session, () => session.flush())).toEqual([['flush']])
    session.add(new Person({ name: 'b' }))
    expect(causes(session, () => session.execute(select(Person)).all())).toEqual([
      ['autoflush', 'query'],
      ['query'],
    ])
  })

  it('names gets, refreshes and lazy loads', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Author({ name: 'a', books: [new Book({ title: 'b' })] }))
    session.commit()
    session.expungeAll()
    let author: Author | null = null
    expect(causes(session, () => (author = session.get(Author, 1)))).toEqual([['get']])
    expect(causes(session, () => (author as Author | null)?.books.length)).toEqual([['lazy load']])
    expect(causes(session, () => session.refresh(author as unknown as Author))).toEqual([
      ['refresh'],
    ])
  })

  it('names what a delete and its flush load', () => {
    const session = fixtureSession(Base.metadata)
    const parent = new Parent({ name: 'p', children: [new Child({ name: 'c' })] })
    const author = new Author({ name: 'a', books: [new Book({ title: 'b' })] })
    session.addAll([parent, author])
    session.commit()
    expect(causes(session, () => session.delete(parent))).toEqual([
      ['cascade', 'cascade'],
      ['cascade', 'cascade'],
    ])
    session.delete(author)
    const flushed = causes(session, () => session.flush())
    expect(flushed).toContainEqual(['lazy load', 'flush'])
    expect(flushed.filter((cause) => (cause as string[])[0] === 'flush').length).toBeGreaterThan(2)
  })
})
