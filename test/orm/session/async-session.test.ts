/** The asynchronous session: the same work, awaited; nothing loads by itself. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAsyncEngine } from '../../../src/create-engine.js'
import type { AsyncEngine } from '../../../src/engine/async-engine.js'
import { AsyncSession, awaitableAttrs } from '../../../src/orm/session/async-session.js'
import { AsyncLoadRequired, IllegalStateChangeError } from '../../../src/orm/session/errors.js'
import { func, select, text } from '../../../src/sql/index.js'
import { expectStatementsAsync } from '../../helpers/expect-statements.js'
import { Author, Base, Book, Person } from './models.js'

async function fixture(): Promise<AsyncSession> {
  const engine = createAsyncEngine('sqlite:///:memory:')
  await Base.metadata.createAll(engine)
  const session = new AsyncSession(engine)
  onTestFinished(async () => {
    await session.close()
    await engine.dispose()
  })
  return session
}

function messageOf(read: () => unknown): string {
  try {
    read()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('an AsyncSession', () => {
  it('stores and finds objects', async () => {
    const session = await fixture()
    session.add(new Person({ name: 'ed' }))
    await expectStatementsAsync(session.syncSession, () => session.commit(), [
      'BEGIN (implicit)',
      ['INSERT INTO person (name, age) VALUES (?, ?)', 'ed', null],
      'COMMIT',
    ])
    const person = await session.getOne(Person, 1)
    expect(person.name).toBe('ed')
    await session.delete(person)
    await session.flush()
    expect(await session.get(Person, 1)).toBeNull()
  })

  it('hands out the connection of its transaction', async () => {
    const session = await fixture()
    session.add(new Person({ name: 'ed' }))
    await session.flush()
    const connection = await session.connection()
    expect(await connection.scalar(select(func.count()).selectFrom(Person))).toBe(1)
    expect(session.getTransaction()).not.toBeNull()
    expect(session.getNestedTransaction()).toBeNull()
    expect(session.getBind(Person)).toBe((session.bind as AsyncEngine).syncEngine)
    await session.rollback()
    expect(session.getTransaction()).toBeNull()
    expect(await session.get(Person, 1)).toBeNull()
  })

  it('begins a transaction in the way the connection is asked for', async () => {
    const session = await fixture()
    const connection = await session.connection({
      executionOptions: { isolationLevel: 'READ UNCOMMITTED' },
    })
    expect(await connection.scalar(text('PRAGMA read_uncommitted'))).toBe(1)
  })

  it('writes in bulk', async () => {
    const session = await fixture()
    await session.bulkInsertMappings(Person, [{ name: 'ed' }, { name: 'mary' }])
    await session.bulkUpdateMappings(Person, [{ id: 1, name: 'edna' }])
    await session.bulkSaveObjects([new Person({ name: 'fred' })])
    const names = await session.scalars(select(Person.name).orderBy(Person.id))
    expect(names.all()).toEqual(['edna', 'mary', 'fred'])
  })

  it('says how to load what is not loaded', async () => {
    const session = await fixture()
    session.add(new Author({ name: 'a', books: [new Book({ title: 'b' })] }))
    await session.commit()
    const author = await session.getOne(Author, 1)
    expect(() => author.books).toThrow(AsyncLoadRequired)
    expect(() => author.books).toThrow('Author.books is not loaded')
    expect((await awaitableAttrs(author).books).map(({ title }) => title)).toEqual(['b'])
    expect(author.books).toHaveLength(1)
    expect(messageOf(() => author.books)).toBe('')
    session.expire(author)
    expect(messageOf(() => author.books)).toContain('selectinload(Author.books)')
    expect(messageOf(() => author.name)).toMatch(/await session\.refresh\(object, \['name'\]\)/)
    expect(messageOf(() => author.name)).not.toMatch(/\.options/)
    await session.refresh(author, ['name', 'books'])
    expect(author.books).toHaveLength(1)
  })

  it('commits or rolls back what a function began', async () => {
    const session = await fixture()
    await session.begin(async () => {
      session.add(new Person({ name: 'in' }))
      await session.flush()
    })
    await expect(
      session.begin(async () => {
        session.add(new Person({ name: 'out' }))
        await session.flush()
        throw new RangeError('enough')
      }),
    ).rejects.toThrow('enough')
    expect(await session.get(Person, 1)).not.toBeNull()
    expect(await session.get(Person, 2)).toBeNull()
  })

  it('refuses a second operation while one is under way', async () => {
    const session = await fixture()
    session.add(new Person({ name: 'x' }))
    const flushing = session.flush()
    await expect(session.get(Person, 1)).rejects.toThrow(IllegalStateChangeError)
    await flushing
  })
})
