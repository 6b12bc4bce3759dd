/** The numbered facts about inserts of hierarchies, defaults, ORM-enabled DML, two-phase sessions and several binds. */
import { expect, onTestFinished, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  delete_,
  event,
  foreignKey,
  func,
  insert,
  inspect,
  integer,
  mapped,
  select,
  Session,
  sqlite,
  string,
  text,
  update,
} from 'orm-shell'
import { expectStatements, recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { statementsOf } from './statements.js'

const Base = declarativeBase()

class Staff extends Base.model(
  'staff',
  { id: column(integer, { primaryKey: true }), name: column(string), type: column(string) },
  { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'staff' } },
) {
  static {
    mapped(this)
  }
}

class Cook extends Staff.inherits(
  'cook',
  { id: column(integer, foreignKey('staff.id'), { primaryKey: true }), dish: column(string) },
  { mapper: { polymorphicIdentity: 'cook' } },
) {
  static {
    mapped(this)
  }
}

class Driver extends Staff.inherits(
  'driver',
  { id: column(integer, foreignKey('staff.id'), { primaryKey: true }), car: column(string) },
  { mapper: { polymorphicIdentity: 'driver' } },
) {
  static {
    mapped(this)
  }
}

let counter = 0

class Ticket extends Base.model('ticket', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  number: column(integer, { default: () => (counter += 1) }),
  state: column(string, { serverDefault: 'open' }),
  stamp: column(string, { nullable: true, onupdate: func.lower('STAMP') }),
}) {
  static {
    mapped(this)
  }
}

function withTickets(...titles: string[]) {
  const session = fixtureSession(Base.metadata)
  session.addAll(titles.map((title) => new Ticket({ title })))
  session.commit()
  return { session, tickets: session.scalars(select(Ticket).orderBy(Ticket.id)).all() }
}

test('57: a hierarchy is inserted base table first, then each table of the subclasses', () => {
  const session = fixtureSession(Base.metadata)
  session.addAll([
    new Cook({ id: 1, name: 'a', dish: 'soup' }),
    new Driver({ id: 2, name: 'b', car: 'van' }),
    new Cook({ id: 3, name: 'c', dish: 'pie' }),
  ])
  expect(statementsOf(session, () => session.flush())).toEqual([
    'INSERT INTO staff (id, name, type) VALUES (?, ?, ?)',
    'INSERT INTO cook (id, dish) VALUES (?, ?)',
    'INSERT INTO driver (id, car) VALUES (?, ?)',
  ])
})

test('60: a server default comes with RETURNING, a value made by an update is read on access', () => {
  const session = fixtureSession(Base.metadata)
  const ticket = new Ticket({ title: 'x' })
  session.add(ticket)
  const [sql] = statementsOf(session, () => session.flush())
  expect(sql).toMatch(/RETURNING id, state$/)
  expectStatements(session, () => expect(ticket.state).toBe('open'), [])
  ticket.title = 'y'
  session.flush()
  expect(inspect(ticket).expiredAttributes).toEqual(new Set(['stamp']))
  expect(statementsOf(session, () => expect(ticket.stamp).toBe('stamp'))).toHaveLength(1)
})

test('61: a default of the program is computed at the insert and written back', () => {
  const session = fixtureSession(Base.metadata)
  const ticket = new Ticket({ title: 'x' })
  session.add(ticket)
  expect(ticket.number).toBeNull()
  session.flush()
  expectStatements(session, () => expect(ticket.number).toBe(counter), [])
})

test('81: several databases behind one session, each class on its own', () => {
  const [staff, tickets] = [createEngine('sqlite://'), createEngine('sqlite://')]
  for (const engine of [staff, tickets]) {
    Base.metadata.createAll(engine)
    onTestFinished(() => engine.dispose())
  }
  const binds = new Map<unknown, typeof staff>([
    [Staff, staff],
    [Ticket, tickets],
  ])
  const session = new Session(null, { binds })
  session.addAll([new Cook({ name: 'a', dish: 'soup' }), new Ticket({ title: 'x' })])
  session.commit()
  const count = (engine: typeof staff, table: string) =>
    engine.connect((connection) => connection.scalar(text(`SELECT count(*) FROM ${table}`)))
  expect([count(staff, 'staff'), count(staff, 'ticket')]).toEqual([1, 0])
  expect([count(tickets, 'staff'), count(tickets, 'ticket')]).toEqual([0, 1])
  session.close()
})

test('81: a session in a transaction of its caller leaves the commit to the caller', () => {
  const engine = createEngine('sqlite://')
  onTestFinished(() => engine.dispose())
  Base.metadata.createAll(engine)
  engine.connect((connection) => {
    const transaction = connection.begin()
    const session = new Session(connection, { joinTransactionMode: 'create_savepoint' })
    session.add(new Ticket({ title: 'x' }))
    session.commit()
    session.close()
    transaction.rollback()
    expect(connection.scalar(select(func.count()).selectFrom(Ticket))).toBe(0)
  })
})

test('104: an update evaluates its criteria on present objects and writes the values', () => {
  const { session, tickets } = withTickets('a', 'b')
  const [first, second] = tickets as [Ticket, Ticket]
  session.execute(update(Ticket).where(Ticket.title.eq('a')).values({ state: 'done' }))
  expectStatements(session, () => expect([first.state, second.state]).toEqual(['done', 'open']), [])
  const raise = update(Ticket).values({ number: func.abs(Ticket.number) })
  session.execute(raise.executionOptions({ synchronizeSession: 'fetch' }))
  expect(inspect(first).expiredAttributes.has('number')).toBe(true)
  session.execute(
    update(Ticket).values({ title: 'unseen' }).executionOptions({ synchronizeSession: false }),
  )
  expect(first.title).toBe('a')
})

test('104: an update that cannot be evaluated asks for the keys of its rows', () => {
  const { session } = withTickets('a')
  const shout = update(Ticket).where(func.upper(Ticket.title).eq('A')).values({ state: 'loud' })
  expect(statementsOf(session, () => session.execute(shout))[0]).toMatch(/RETURNING id$/)
})

test('105: objects that a delete matches are deleted until the commit, then detached', () => {
  const { session, tickets } = withTickets('a', 'b')
  session.execute(delete_(Ticket).where(Ticket.title.eq('a')))
  const [first, second] = tickets as [Ticket, Ticket]
  expect([inspect(first).deleted, inspect(second).persistent]).toEqual([true, true])
  session.commit()
  expect(inspect(first).detached).toBe(true)
})

test('106: rows through execute(insert) are one executemany, without events, with defaults', () => {
  const session = fixtureSession(Base.metadata)
  const heard: string[] = []
  const listener = () => void heard.push('beforeInsert')
  event.listen(Ticket, 'beforeInsert', listener)
  onTestFinished(() => event.remove(Ticket, 'beforeInsert', listener))
  const statements = recordStatements(session, () => {
    session.execute(insert(Ticket), [{ title: 'a' }, { title: 'b' }])
  }).filter(({ sql }) => sql.startsWith('INSERT'))
  expect(statements.map(({ many }) => many)).toEqual([true])
  expect(heard).toEqual([])
  expect(session.scalars(select(Ticket.number)).all()).toEqual([counter - 1, counter])
})

test('106: RETURNING a class gives objects of the session, rows with keys update by key', () => {
  const session = fixtureSession(Base.metadata)
  const tickets = session
    .scalars(insert(Ticket).returning(Ticket), [{ title: 'a' }, { title: 'b' }])
    .all()
  expect(tickets.map((ticket) => session.contains(ticket))).toEqual([true, true])
  expect(
    statementsOf(session, () =>
      session.execute(update(Ticket), [
        { id: 1, title: 'c' },
        { id: 2, title: 'd' },
      ]),
    ),
  ).toEqual(['UPDATE ticket SET title=?, stamp=lower(?) WHERE ticket.id = ?'])
})

test('106: an upsert of the dialect writes over the row that is there', () => {
  const { session } = withTickets('a')
  const row = sqlite.insert(Ticket).values({ id: 1, title: 'b', number: 1 })
  session.execute(
    row.onConflictDoUpdate({ indexElements: [Ticket.id], set: { title: row.excluded.title } }),
  )
  expect(session.scalar(text('SELECT title FROM ticket'))).toBe('b')
})

test('107: pending changes are written before an update, and a bulk event follows it', () => {
  const { session } = withTickets('a')
  const heard: unknown[] = []
  const listener = (context: { readonly result: { readonly rowcount: number } }) =>
    void heard.push(context.result.rowcount)
  event.listen(session, 'afterBulkUpdate', listener as never)
  session.add(new Ticket({ title: 'new' }))
  const sent = statementsOf(session, () => session.query(Ticket).update({ state: 'done' })).map(
    (sql) => sql.split(' ')[0],
  )
  expect(sent).toEqual(['INSERT', 'UPDATE'])
  expect(heard).toEqual([2])
})
