/** Sessions on PostgreSQL: states, failed flushes, savepoints, locks, rows that vanish. */
import { inspect, IntegrityError, Session, select, text } from 'orm-shell'
import { noPeople, people, Person } from './models.js'
import { raised, stageOnPostgres, twin } from './twin.js'

stageOnPostgres()

twin('pg_twins/orm_session__five_states', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const p = watch('p', new Person({ name: 'x' }))
  yield
  const i = inspect(p)
  yield
  const states = () => [i.transient, i.pending, i.persistent, i.deleted, i.detached]
  yield states()
  yield s.add(p)
  yield states()
  yield s.flush()
  yield states()
  yield s.delete(p)
  yield states()
  yield s.flush()
  yield states()
  yield s.commit()
  yield states()
  yield i.wasDeleted
  yield
})

twin('pg_twins/orm_session__pending_rollback', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const a = watch('a', s.get(Person, 1)!)
  yield
  const dup = watch('dup', new Person({ id: 1, name: 'dup' }))
  yield
  yield s.add(dup)
  yield raised(() => s.flush())
  yield s.isActive
  yield inspect(dup).transient
  yield raised(() => s.execute(select(Person)))
  yield s.add(new Person({ name: 'z' }))
  yield raised(() => s.commit())
  yield s.rollback()
  yield s.isActive
  yield a.name
  yield s.scalars(select(Person.name)).all()
})

twin('pg_twins/orm_session__savepoint_integrity', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield s.add(new Person({ id: 10, name: 'ok' }))
  for (const id of [1, 11, 2]) {
    try {
      s.beginNested(() => s.add(new Person({ id, name: `n${id}` })))
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error
    }
  }
  yield
  yield s.commit()
  yield s.scalars(select(Person.id)).all()
})

twin('pg_twins/orm_session__savepoint_nested_deep', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const n1 = s.beginNested()
  yield
  yield s.add(new Person({ name: '1' }))
  const n2 = s.beginNested()
  yield
  yield s.add(new Person({ name: '2' }))
  yield s.flush()
  yield s.inNestedTransaction()
  yield s.getNestedTransaction() === n2
  yield n2.rollback()
  yield s.getNestedTransaction() === n1
  yield n1.commit()
  yield s.commit()
  yield s.scalars(select(Person.name)).all()
})

twin('pg_twins/orm_session__refresh_for_update', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const a = watch('a', s.get(Person, 1)!)
  yield
  yield s.refresh(a, { withForUpdate: true })
  yield s.refresh(a, { withForUpdate: { nowait: true } })
})

twin('pg_twins/orm_session__stale_data', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const a = watch('a', s.get(Person, 1)!)
  const b = watch('b', s.get(Person, 2)!)
  yield
  const emptied = () => void s.execute(text('delete from person'))
  yield emptied()
  a.name = 'x'
  yield
  yield raised(() => s.flush())
  yield s.rollback()
  yield emptied()
  yield s.delete(b)
  yield raised(() => s.flush())
  yield s.rollback()
  yield b.name
  yield emptied()
  yield s.delete(b)
  yield s.flush()
})

twin('pg_twins/orm_session__autoflush_error', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield s.add(new Person({ id: 1, name: 'dup' }))
  yield raised(() => s.query(Person).all())
  yield s.rollback()
  yield s.query(Person).count()
})
