/** The numbered facts about the kinds of events, statements under way, and asynchronous sessions. */
import { expect, onTestFinished, test } from 'vitest'
import {
  AsyncLoadRequired,
  AsyncSession,
  awaitableAttrs,
  createAsyncEngine,
  event,
  Mapper,
  select,
  selectinload,
  withLoaderCriteria,
  type Session,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Person } from '../session/models.js'
import { statementsOf } from './statements.js'

function listen(target: object, name: string, fn: (...args: never[]) => unknown): void {
  const untyped = event as unknown as {
    listen(target: object, name: string, fn: unknown): void
    remove(target: object, name: string, fn: unknown): void
  }
  untyped.listen(target, name, fn)
  onTestFinished(() => untyped.remove(target, name, fn))
}

function withBooks(): Session {
  const session = fixtureSession(Base.metadata)
  for (const name of ['ann', 'bob'])
    session.add(new Author({ name, books: [new Book({ title: `${name} 1` })] }))
  session.commit()
  return session
}

test('115: rows, objects, attributes, sessions, mappers, connections and pools tell what happens', () => {
  const heard: string[] = []
  const note = (what: string) => () => void heard.push(what)
  const session = fixtureSession(Base.metadata)
  listen(Person, 'init', note('init'))
  listen(Person.name as object, 'set', note('set'))
  listen(Person, 'beforeInsert', note('beforeInsert'))
  listen(session, 'beforeFlush', note('beforeFlush'))
  listen(session, 'afterCommit', note('afterCommit'))
  listen(session.bind as object, 'beforeCursorExecute', note('beforeCursorExecute'))
  listen(session.bind as object, 'checkin', note('checkin'))
  listen(Mapper, 'afterConfigured', note('afterConfigured'))
  session.add(new Person({ name: 'x' }))
  session.commit()
  expect(heard).toEqual([
    'init',
    'set',
    'beforeFlush',
    'beforeInsert',
    'beforeCursorExecute',
    'afterCommit',
    'checkin',
  ])
})

test('115: a listener of an append may replace the value, and may leave', () => {
  const author = new Author({ name: 'a' })
  const append = (_author: Author, book: Book) => new Book({ title: `${book.title}!` })
  event.listen(Author.books, 'append', append as never, { retval: true })
  author.books.push(new Book({ title: 'x' }))
  event.remove(Author.books, 'append', append as never)
  author.books.push(new Book({ title: 'y' }))
  expect(author.books.map(({ title }) => title)).toEqual(['x!', 'y'])
  expect(event.contains(Author.books, 'append', append as never)).toBe(false)
})

test('116: a statement says what it is for: a query, a lazy load and of what, a refresh', () => {
  const session = withBooks()
  const seen: string[] = []
  event.listen(session, 'doOrmExecute', (state) => {
    const kind = state.isColumnLoad ? 'column' : state.isRelationshipLoad ? 'relationship' : 'query'
    seen.push([kind, state.loaderStrategyPath].filter(Boolean).join(' '))
  })
  const [ann] = session.scalars(select(Author).orderBy(Author.id)).all()
  void ann?.books
  session.expire(ann as Author)
  void ann?.name
  expect(seen).toEqual(['query', 'relationship Author.books', 'column'])
})

test('116: a listener may change the statement, or answer in its place', () => {
  const session = withBooks()
  event.listen(session, 'doOrmExecute', (state) => {
    if (!state.isSelect) return
    state.statement = (state.statement as ReturnType<typeof select>).options(
      withLoaderCriteria(Author, Author.name.eq('bob')),
    )
  })
  expect(
    session
      .scalars(select(Author))
      .all()
      .map(({ name }) => name),
  ).toEqual(['bob'])
})

async function asyncSession(): Promise<AsyncSession> {
  const engine = createAsyncEngine('sqlite:///:memory:')
  await Base.metadata.createAll(engine)
  const session = new AsyncSession(engine)
  onTestFinished(async () => {
    await session.close()
    await engine.dispose()
  })
  return session
}

test('136: what may reach the database is awaited, the rest is not', async () => {
  const session = await asyncSession()
  const author = new Author({ name: 'a', books: [new Book({ title: 'b' })] })
  expect(session.add(author)).toBeUndefined()
  expect([session.contains(author), session.isModified(author)]).toEqual([true, true])
  const pending = session.commit()
  expect(pending).toBeInstanceOf(Promise)
  await pending
  const names: string[] = []
  for await (const each of await session.streamScalars(select(Author))) names.push(each.name)
  expect(names).toEqual(['a'])
  expect(await session.runSync((inner) => inner.getOne(Author, 1).books.length)).toBe(1)
})

test('137: a load nobody awaits names the attribute and what helps', async () => {
  const session = await asyncSession()
  session.add(new Author({ name: 'a', books: [new Book({ title: 'b' })] }))
  await session.commit()
  session.expungeAll()
  const author = await session.getOne(Author, 1)
  expect(() => author.books).toThrow(AsyncLoadRequired)
  expect(() => author.books).toThrow(
    /Author\.books is not loaded[^]*selectinload\(Author\.books\)[^]*refresh[^]*awaitableAttrs/,
  )
  expect(await awaitableAttrs(author).books).toHaveLength(1)
  session.expungeAll()
  const eager = await session.scalars(select(Author).options(selectinload(Author.books)))
  expect(eager.one().books).toHaveLength(1)
})

test('138: both faces send the same statements', async () => {
  const statement = select(Author).options(selectinload(Author.books)).orderBy(Author.id)
  const session = withBooks()
  const sync = statementsOf(session, () => session.scalars(statement).all())
  const other = await asyncSession()
  other.addAll([new Author({ name: 'a' }), new Author({ name: 'b' })])
  await other.commit()
  const sent: string[] = []
  listen(
    other.syncSession.bind as object,
    'beforeCursorExecute',
    ((_connection: unknown, _cursor: unknown, sql: string) =>
      void sent.push(sql.replace(/\s+/g, ' '))) as never,
  )
  await other.scalars(statement)
  expect(sent).toEqual(sync)
})
