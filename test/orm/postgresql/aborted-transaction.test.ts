/** A transaction that a statement has failed in: PostgreSQL refuses what follows until it is rolled back. */
import {
  column,
  createEngine,
  declarativeBase,
  integer,
  IntegrityError,
  InternalError,
  mapped,
  PendingRollbackError,
  ProgrammingError,
  select,
  Session,
  string,
  text,
} from 'orm-shell'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../helpers/postgres.js'

const Base = declarativeBase()

class Pair extends Base.model('pairs', {
  name: column(string, { primaryKey: true }),
  value: column(integer),
}) {
  static {
    mapped(this)
  }
}

test('is refused until its rollback, as a whole or to a savepoint', async () => {
  const engine = createEngine(await freshDatabase())
  Base.metadata.createAll(engine)
  using session = new Session(engine)
  session.add(new Pair({ name: 'a', value: 1 }))
  session.commit()
  expect(() => session.execute(text('select * from nosuch'))).toThrow(ProgrammingError)
  expect(() => session.execute(select(Pair))).toThrow(InternalError)
  session.rollback()
  session.add(new Pair({ name: 'a', value: 2 }))
  expect(() => session.flush()).toThrow(IntegrityError)
  expect(() => session.execute(select(Pair))).toThrow(PendingRollbackError)
  session.rollback()
  session.beginNested(() => session.add(new Pair({ name: 'b', value: 2 })))
  const again = (): void =>
    session.beginNested(() => session.add(new Pair({ name: 'a', value: 3 })))
  expect(again).toThrow(
    expect.objectContaining({ orig: expect.objectContaining({ code: '23505' }) }),
  )
  session.commit()
  expect(session.scalars(select(Pair.name).orderBy(Pair.name)).all()).toEqual(['a', 'b'])
  engine.dispose()
})
