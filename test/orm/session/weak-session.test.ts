/** Sessions that keep no clean object alive. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { AsyncSession } from '../../../src/orm/session/async-session.js'
import { asyncSessionmaker } from '../../../src/orm/session/async-sessionmaker.js'
import { Session } from '../../../src/orm/session/session.js'
import { sessionmaker } from '../../../src/orm/session/sessionmaker.js'
import { select } from '../../../src/sql/selectable/select.js'
import { text } from '../../../src/sql/elements/literals.js'
import { bundleProgram } from '../../helpers/bundle-program.js'
import { collectGarbage } from '../../helpers/collect-garbage.js'
import { fixtureEngine, fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Person } from './models.js'

function weakSession(people = 100): Session {
  const session = fixtureSession(Base.metadata, { identityMap: 'weak' })
  for (let id = 1; id <= people; id += 1) session.add(new Person({ id, name: `p${id}`, age: 1 }))
  session.commit()
  return session
}

/** In a function of its own: no variable holds what it read. */
function readAll(session: Session): number {
  return session.scalars(select(Person)).all().length
}

function nameInDatabase(session: Session, id: number): unknown {
  const statement = text('SELECT name FROM person WHERE id = :id')
  return session.connection().execute(statement, { id }).scalar()
}

test('what nobody refers to leaves the session, what somebody refers to keeps its identity', async () => {
  const session = weakSession()
  await collectGarbage()
  const kept = session.get(Person, 7) as Person
  expect(readAll(session)).toBe(100)
  expect(session.identityMap.size).toBe(100)
  await collectGarbage()
  expect([...session.identityMap].map(([key, object]) => [key.identity, object])).toEqual([
    [[7], kept],
  ])
  expect([...session]).toEqual([kept])
  expect(session.contains(kept)).toBe(true)
  expect(session.get(Person, 7)).toBe(kept)
  expect(session.scalars(select(Person).where(Person.name.eq('p7'))).one()).toBe(kept)
})

test('a strong session keeps what it has read', async () => {
  const session = fixtureSession(Base.metadata)
  session.bulkInsertMappings(Person, [{ name: 'a' }, { name: 'b' }])
  readAll(session)
  await collectGarbage()
  expect(session.identityMap.size).toBe(2)
})

describe('changes of objects that nobody refers to', () => {
  const change = (session: Session, work: (person: Person) => void): void =>
    work(session.get(Person, 3) as Person)

  test('are flushed', async () => {
    const session = weakSession()
    change(session, (person) => (person.name = 'changed'))
    await collectGarbage()
    expect(session.dirty.size).toBe(1)
    session.flush()
    expect(nameInDatabase(session, 3)).toBe('changed')
    await collectGarbage()
    expect(session.identityMap.size).toBe(0)
    session.rollback()
    expect(session.get(Person, 3)?.name).toBe('p3')
  })

  test('are flushed when they are new or deleted objects', async () => {
    const session = weakSession()
    session.add(new Person({ id: 500, name: 'new' }))
    change(session, (person) => session.delete(person))
    await collectGarbage()
    session.commit()
    expect([session.get(Person, 500)?.name, session.get(Person, 3)]).toEqual(['new', null])
  })

  test('are undone with the savepoint they were flushed in', async () => {
    const session = weakSession()
    const savepoint = session.beginNested()
    change(session, (person) => (person.name = 'changed'))
    session.flush()
    await collectGarbage()
    const read = session.get(Person, 3)
    savepoint.rollback()
    expect(read?.name).toBe('p3')
  })

  test.each([
    ['a method', (books: Book[], book: Book) => void books.push(book)],
    ['an index', (books: Book[], book: Book) => void (books[0] = book)],
  ])('are flushed when a collection was changed by %s', async (_, put) => {
    const session = weakSession(0)
    session.add(new Author({ id: 1, name: 'a' }))
    session.commit()
    const write = (): void =>
      put((session.get(Author, 1) as Author).books, new Book({ title: 't' }))
    write()
    await collectGarbage()
    session.commit()
    expect((session.get(Author, 1) as Author).books.map(({ title }) => title)).toEqual(['t'])
    session.rollback()
    session.flush()
    await collectGarbage()
    expect(session.identityMap.size).toBe(0)
  })
})

test('rollback, expire and expunge reach what is left', async () => {
  const session = weakSession()
  readAll(session)
  const [first, second] = [session.get(Person, 1) as Person, session.get(Person, 2) as Person]
  await collectGarbage()
  first.name = 'changed'
  const added = new Person({ name: 'new' })
  session.add(added)
  session.flush()
  session.rollback()
  expect([first.name, session.contains(added)]).toEqual(['p1', false])
  session.delete(second)
  session.flush()
  expect(session.contains(second)).toBe(false)
  session.rollback()
  expect(session.contains(second)).toBe(true)
  session.connection().execute(Person.__table__.update().values({ name: 'elsewhere' }))
  session.expireAll()
  expect([first.name, second.name]).toEqual(['elsewhere', 'elsewhere'])
  session.expunge(first)
  expect(session.get(Person, 1)).not.toBe(first)
  session.expungeAll()
  expect(session.identityMap.size).toBe(0)
})

test('a new object takes the place of one that is gone, and the map finds its keys after sweeps', async () => {
  const session = weakSession(300)
  const kept = [...session.scalars(select(Person).where(Person.id.le(40)))]
  for (let round = 0; round < 3; round += 1) {
    expect(readAll(session)).toBe(300)
    expect(session.identityMap.size).toBe(300)
    await collectGarbage()
    expect(session.identityMap.values()).toEqual(kept)
  }
  expect(kept.map(({ id }) => session.get(Person, id))).toEqual(kept)
})

test('every maker of sessions takes the option', async () => {
  const engine = fixtureEngine(Base.metadata)
  const options = { bind: engine, identityMap: 'weak' } as const
  const sessions = [
    sessionmaker(options)(),
    asyncSessionmaker(options)(),
    new AsyncSession(options),
  ]
  for (const { identityMapKind } of sessions.map((made) =>
    made instanceof AsyncSession ? made.syncSession : made,
  ))
    expect(identityMapKind).toBe('weak')
  expect(() => new Session(engine, { identityMap: 'loose' as 'weak' })).toThrow(
    `identityMap must be 'strong' or 'weak', not "loose"`,
  )
})

describe('memory of 50,000 rows read in parts', () => {
  let program: string
  beforeAll(async () => {
    program = await bundleProgram(
      fileURLToPath(new URL('weak-session-program.ts', import.meta.url)),
    )
  })

  async function growth(kind: string): Promise<{ size: number; growth: number }> {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, kind])
    const { rows, used, size } = JSON.parse(stdout) as {
      rows: number
      used: number[]
      size: number
    }
    expect(rows).toBe(50_000)
    return { size, growth: (used.at(-1) as number) - (used[1] as number) }
  }

  test('grows in a strong session only', { timeout: 60_000 }, async () => {
    const strong = await growth('strong')
    const weak = await growth('weak')
    expect(strong.size).toBe(50_000)
    expect(strong.growth).toBeGreaterThan(8)
    expect(weak.size).toBeLessThan(10_000)
    expect(weak.growth).toBeLessThan(strong.growth / 4)
  })
})
