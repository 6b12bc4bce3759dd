/** Two-phase commit on a real PostgreSQL: of connections, of sessions over two databases, and of what a crash left. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  column,
  createAsyncEngine,
  createEngine,
  declarativeBase,
  type Engine,
  event,
  integer,
  InvalidRequestError,
  mapped,
  AsyncSession,
  ProgrammingError,
  Session,
  string,
  text,
} from 'orm-shell'
import { freshDatabase } from '../../helpers/postgres.js'

const Base = declarativeBase()

class Left extends Base.model('left_notes', {
  id: column(integer, { primaryKey: true }),
  note: column(string, { unique: true }),
}) {
  static {
    mapped(this)
  }
}

class Right extends Base.model('right_notes', {
  id: column(integer, { primaryKey: true }),
  note: column(string),
}) {
  static {
    mapped(this)
  }
}

let engine: Engine
let other: Engine
let url: string

beforeAll(async () => {
  url = await freshDatabase()
  engine = createEngine(url)
  other = createEngine(await freshDatabase())
  for (const each of [engine, other]) Base.metadata.createAll(each)
})

afterAll(() => {
  engine.dispose()
  other.dispose()
})

/** The statements and transaction events of an engine, until the test ends. */
function log(of: Engine): string[] {
  const lines: string[] = []
  const stop = of.observe({
    statementStart: ({ sql }) => lines.push(sql.replace(/_sa_[0-9a-f]{32}/, 'xid')),
    transaction: ({ text }) => lines.push(text),
  })
  onTestFinished(stop)
  return lines
}

const insertNote = (note: string) => [`insert into left_notes (note) values ($1)`, [note]] as const

function count(note: string): unknown {
  return engine.connect((c) =>
    c.execDriverSql('select count(*) from left_notes where note = $1', [note]).scalar(),
  )
}

describe('a connection', () => {
  test('prepares and commits', () => {
    const lines = log(engine)
    engine.connect((connection) => {
      const transaction = connection.beginTwophase()
      connection.execDriverSql(...insertNote('a'))
      transaction.prepare()
      expect(connection.inTransaction()).toBe(true)
      transaction.commit()
      expect(connection.inTransaction()).toBe(false)
    })
    expect(lines).toEqual([
      'BEGIN TWOPHASE (implicit)',
      'insert into left_notes (note) values ($1)',
      "PREPARE TRANSACTION 'xid'",
      "COMMIT PREPARED 'xid'",
    ])
    expect(count('a')).toBe(1)
  })

  test('rolls back what is prepared, and commits what is not', () => {
    engine.connect((connection) => {
      const prepared = connection.beginTwophase('by hand')
      expect(prepared.xid).toBe('by hand')
      connection.execDriverSql(...insertNote('b'))
      prepared.prepare()
      prepared.rollback()
      const plain = connection.beginTwophase()
      connection.execDriverSql(...insertNote('c'))
      plain.commit()
      connection.beginTwophase()
      connection.execDriverSql(...insertNote('d'))
    })
    expect([count('b'), count('c'), count('d')]).toEqual([0, 1, 0])
  })

  test('finds what nobody ended, and ends it', () => {
    engine.connect((connection) => {
      for (const xid of ["kept 'x'", 'dropped']) {
        connection.beginTwophase(xid).prepare()
        connection.detach()
        connection.invalidate()
        connection.rollback()
      }
    })
    engine.connect((connection) => {
      expect(connection.recoverTwophase().sort()).toEqual(['dropped', "kept 'x'"])
      connection.commitPrepared("kept 'x'")
      connection.rollbackPrepared('dropped')
      expect(connection.recoverTwophase()).toEqual([])
      expect(() => connection.commitPrepared('nobody')).toThrow(ProgrammingError)
    })
  })

  test('tells listeners', () => {
    const heard: unknown[] = []
    const note =
      (name: string) =>
      (_: unknown, xid: string, isPrepared?: boolean): void =>
        void heard.push([name, xid, isPrepared].filter((each) => each !== undefined))
    for (const name of ['begin', 'prepare', 'commit', 'rollback']) {
      const listener = note(name)
      event.listen(engine, `${name}Twophase`, listener)
      onTestFinished(() => event.remove(engine, `${name}Twophase`, listener))
    }
    engine.connect((connection) => {
      const transaction = connection.beginTwophase('told')
      transaction.prepare()
      transaction.commit()
      connection.beginTwophase('undone').rollback()
    })
    expect(heard).toEqual([
      ['begin', 'told'],
      ['prepare', 'told'],
      ['commit', 'told', true],
      ['begin', 'undone'],
      ['rollback', 'undone', false],
    ])
  })

  test('refuses a second transaction', () => {
    engine.connect((connection) => {
      connection.execDriverSql('select 1')
      expect(() => connection.beginTwophase()).toThrow(
        'Cannot start a two phase transaction when a transaction is already in progress.',
      )
    })
  })
})

describe('a session', () => {
  const binds = (): Map<unknown, Engine> =>
    new Map<unknown, Engine>([
      [Left, engine],
      [Right, other],
    ])

  test('prepares all databases before it commits any', () => {
    const lines = [...'lr'].map((_, index) => log(index === 0 ? engine : other))
    const order: string[] = []
    for (const [name, each] of [['left', engine] as const, ['right', other] as const]) {
      const listener = (kind: string) => () => void order.push(`${kind} ${name}`)
      for (const kind of ['prepare', 'commit']) {
        const heard = listener(kind)
        event.listen(each, `${kind}Twophase`, heard)
        onTestFinished(() => event.remove(each, `${kind}Twophase`, heard))
      }
    }
    const session = new Session({ binds: binds(), twophase: true } as never)
    session.addAll([new Left({ note: 'both' }), new Right({ note: 'both' })])
    session.commit()
    session.close()
    expect(order).toEqual(['prepare left', 'prepare right', 'commit left', 'commit right'])
    for (const each of lines) {
      expect(each.at(-2)).toBe("PREPARE TRANSACTION 'xid'")
      expect(each.at(-1)).toBe("COMMIT PREPARED 'xid'")
    }
  })

  test('rolls all back when one cannot be prepared', () => {
    const session = new Session({ binds: binds(), twophase: true } as never)
    session.addAll([new Left({ note: 'lost' }), new Right({ note: 'lost' })])
    session.flush()
    // A transaction with a temporary table cannot be prepared.
    session
      .connection({ bindArguments: { bind: other } } as never)
      .execDriverSql('create temporary table t (a int)')
    expect(() => session.commit()).toThrow(/cannot PREPARE a transaction/)
    session.rollback()
    expect(count('lost')).toBe(0)
    session.close()
    engine.connect((c) => expect(c.recoverTwophase()).toEqual([]))
  })

  test('waits for the verdict after prepare()', () => {
    const session = new Session(engine, { twophase: true })
    session.add(new Left({ note: 'waiting' }))
    session.prepare()
    expect(() => session.execute(text('select 1'))).toThrow(InvalidRequestError)
    engine.connect((c) => expect(c.recoverTwophase()).toHaveLength(1))
    session.rollback()
    expect(count('waiting')).toBe(0)
    session.close()
    const plain = new Session(engine)
    expect(() => plain.prepare()).toThrow("'twophase' mode not enabled")
  })

  test('works the same asynchronously', async () => {
    const asyncEngine = createAsyncEngine(url)
    const session = new AsyncSession(asyncEngine, { twophase: true })
    const lines = log(asyncEngine.syncEngine)
    session.add(new Left({ note: 'awaited' }))
    await session.commit()
    await session.close()
    await asyncEngine.dispose()
    expect(lines.at(-1)).toBe("COMMIT PREPARED 'xid'")
    expect(count('awaited')).toBe(1)
  })
})

test('SQLite says that it has none', () => {
  const sqlite = createEngine('sqlite://')
  sqlite.connect((connection) => {
    expect(() => connection.beginTwophase()).toThrow(/not available on sqlite/)
  })
})
