/** Guide, chapter 2: an engine, a factory of sessions, a base class, a session per piece of work. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  integer,
  makeUrl,
  mapped,
  Session,
  sessionmaker,
  string,
  text,
} from 'orm-shell'

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-guide-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'example.db')
}

test('an engine is configured and connects with the first statement', () => {
  const file = temporaryFile()
  const log: string[] = []
  const engine = createEngine(`sqlite:///${file}`, {
    echo: ({ message }) => log.push(message),
    poolSize: 5,
    maxOverflow: 10,
    poolPrePing: true,
  })
  expect(existsSync(file)).toBe(false)
  expect(engine.connect((connection) => connection.execute(text('select 1')).scalar())).toBe(1)
  expect(existsSync(file)).toBe(true)
  expect(log.join('\n')).toContain('select 1')
  engine.dispose()
})

test('URLs name the database and hide the password', () => {
  const url = makeUrl('postgresql://user:password@localhost/mydatabase')
  expect([url.drivername, url.username, url.host, url.database]).toEqual([
    'postgresql',
    'user',
    'localhost',
    'mydatabase',
  ])
  expect(String(url)).toBe('postgresql://user:***@localhost/mydatabase')
  expect(makeUrl('sqlite:///example.db').database).toBe('example.db')
  expect(makeUrl('mysql+pymysql://user:password@localhost/mydatabase').getBackendName()).toBe(
    'mysql',
  )
})

test('a factory gives every session its options', () => {
  const engine = createEngine('sqlite://')
  const SessionLocal = sessionmaker({ bind: engine, autoflush: true, expireOnCommit: true })
  using db = SessionLocal()
  expect(db).toBeInstanceOf(Session)
  expect([db.bind, db.autoflush, db.expireOnCommit]).toEqual([engine, true, true])
})

test('a session is closed when its user is done, whatever happened', () => {
  const Base = declarativeBase()
  class Note extends Base.model('notes', {
    id: column(integer, { primaryKey: true }),
    body: column(string),
  }) {
    static {
      mapped(this)
    }
  }
  const engine = createEngine('sqlite://')
  Base.metadata.createAll(engine)
  const SessionLocal = sessionmaker({ bind: engine })

  function* getDb(): Generator<Session> {
    using db = SessionLocal()
    yield db
  }

  let used: Session | undefined
  for (const db of getDb()) {
    used = db
    db.add(new Note({ body: 'unsaved' }))
    expect(db.new.size).toBe(1)
  }
  expect(used?.new.size).toBe(0)
  expect(used?.inTransaction()).toBe(false)

  const failing = (): void => {
    for (const db of getDb()) {
      used = db
      db.query(Note).all()
      throw new RangeError('the request failed')
    }
  }
  expect(failing).toThrow(RangeError)
  expect(used?.inTransaction()).toBe(false)
})
