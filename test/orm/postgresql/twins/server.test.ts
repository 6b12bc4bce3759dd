/** What only PostgreSQL does: types of its own, aborted transactions, locks, isolation, sequences, classes of errors. */
import {
  aggregateOrderBy,
  array,
  boolean,
  column,
  createEngine,
  dateTime,
  declarativeBase,
  delete_,
  enumType,
  func,
  Identity,
  insert,
  integer,
  IntegrityError,
  json,
  jsonb,
  literalColumn,
  mapped,
  MetaData,
  numeric,
  select,
  Sequence,
  Session,
  string,
  Table,
  tableOf,
  text,
  true_,
  update,
  uuid,
  values,
} from 'orm-shell'
import { expect } from 'vitest'
import { raised, stageOnPostgres, twin } from './twin.js'

stageOnPostgres()

function docs() {
  const Base = declarativeBase()
  const nullable = { nullable: true } as const
  class Doc extends Base.model('doc', {
    id: column(integer, { primaryKey: true }),
    tags: column(array(string), nullable),
    data: column(jsonb(), nullable),
    plain: column(json(), nullable),
    mood: column(enumType('HAPPY', 'SAD', { name: 'mood' }), nullable),
    uid: column(uuid, nullable),
    price: column(numeric(10, 2), nullable),
    at: column(dateTime({ timezone: true }), nullable),
    ok: column(boolean, nullable),
  }) {
    static {
      mapped(this)
    }
  }
  return { Doc, metadata: Base.metadata }
}

const docTables = docs()

twin('pg_exec/create_all', docTables, function* ({ engine }) {
  yield docTables.metadata.createAll(engine)
  yield docTables.metadata.createAll(engine)
  yield docTables.metadata.dropAll(engine)
})

const Base = declarativeBase()

class Kv extends Base.model('kv', {
  id: column(integer, { primaryKey: true }),
  k: column(string, { unique: true }),
  v: column(integer),
}) {
  static {
    mapped(this)
  }
}

const pairs = { metadata: Base.metadata }

twin('pg_exec/aborted_transaction', pairs, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield s.add(new Kv({ k: 'a', v: 1 }))
  yield s.commit()
  yield raised(() => s.execute(text('select * from nosuch')))
  yield raised(() => s.execute(select(Kv)))
  yield s.rollback()
  yield s.add(new Kv({ k: 'a', v: 2 }))
  yield raised(() => s.flush())
  yield s.rollback()
  yield s.beginNested(() => s.add(new Kv({ k: 'b', v: 2 })))
  try {
    s.beginNested(() => s.add(new Kv({ k: 'a', v: 3 })))
  } catch (error) {
    expect(error).toBeInstanceOf(IntegrityError)
    expect((error as IntegrityError).orig).toMatchObject({ code: '23505' })
  }
  yield
  yield s.commit()
  yield s.scalars(select(Kv.k).orderBy(Kv.k)).all()
})

twin('pg_exec/locking', pairs, function* ({ engine, watch }) {
  const s1 = watch('s1', new Session(engine))
  const s2 = watch('s2', new Session(engine))
  yield
  yield s1.addAll([new Kv({ k: 'a', v: 1 }), new Kv({ k: 'b', v: 2 })])
  yield s1.commit()
  const first = select(Kv).where(Kv.k.eq('a'))
  yield s1.scalars(first.withForUpdate()).one().v
  yield raised(() => s2.scalars(first.withForUpdate({ nowait: true })).all())
  yield s2.rollback()
  const free = select(Kv.k).orderBy(Kv.k).withForUpdate({ skipLocked: true })
  yield s2.scalars(free).all()
  yield s1.close()
  yield s2.close()
})

twin('pg_exec/isolation', pairs, function* ({ engine, watch }) {
  const s1 = watch('s1', new Session(engine))
  const s2 = watch('s2', new Session(engine))
  yield
  yield s1.add(new Kv({ k: 'a', v: 1 }))
  yield s1.flush()
  yield s2.scalars(select(Kv)).all()
  yield s1.commit()
  const x = watch('x', s2.scalars(select(Kv)).one())
  yield
  yield void s1.execute(update(Kv).values({ v: 2 }))
  yield s1.commit()
  yield x.v
  yield s2.expire(x)
  yield x.v
  yield s2.close()
  using c = engine.connect().executionOptions({ isolationLevel: 'SERIALIZABLE' })
  expect(c.getIsolationLevel()).toBe('SERIALIZABLE')
  expect(c.scalar(select(func.count()).selectFrom(tableOf(Kv)))).toBe(1)
  c.close()
  yield
  yield s1.close()
})

twin('pg_exec/pg_queries', pairs, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const rows = [
    { k: 'a', v: 1 },
    { k: 'b', v: 2 },
    { k: 'c', v: 2 },
  ]
  const ins = insert(Kv).values(rows).returning(Kv.id, Kv.k).cte('ins')
  yield
  yield s.execute(select(ins.c.k!).orderBy(ins.c.k!)).all()
  yield s.execute(select(Kv.v, Kv.k).distinct(Kv.v).orderBy(Kv.v, Kv.k.desc())).all()
  const lat = select(Kv.k).where(Kv.v.lt(2)).limit(1).lateral('l')
  yield
  yield s.execute(select(Kv.k, lat.c.k!).join(lat, true_()).orderBy(Kv.k)).all()
  const v = values([column('n', integer), column('s', string)], { name: 'v' }).data([
    [1, 'x'],
    [2, 'y'],
  ])
  yield
  yield s.execute(select(Kv.k, v.c.s!).join(v, v.c.n!.eq(Kv.v)).orderBy(Kv.k)).all()
  yield s.scalars(select(func.generateSeries(1, 3).columnValued('g'))).all()
  yield s
    .execute(
      select(
        func.stringAgg(Kv.k, aggregateOrderBy(literalColumn("','"), Kv.k)),
        func.arrayAgg(aggregateOrderBy(Kv.v, Kv.v.desc())),
      ),
    )
    .all()
  yield s.scalars(select(Kv.k).where(Kv.k.ilike('A%'))).all()
  yield s.execute(delete_(Kv).where(Kv.v.eq(2)).returning(Kv.k)).all()
})

twin('pg_exec/sequences', { metadata: new MetaData() }, function* ({ engine }) {
  const metadata = new MetaData()
  yield
  const t = new Table('t', metadata, [
    column('id', integer, { primaryKey: true, identity: new Identity({ start: 10 }) }),
    column('n', integer, { nullable: true, default: new Sequence('n_seq', { start: 100 }) }),
    column('u', dateTime, { nullable: true, serverDefault: func.now() }),
  ])
  yield
  yield metadata.createAll(engine)
  const conn = engine.connect()
  yield
  const r = conn.execute(t.insert())
  yield
  yield r.insertedPrimaryKey
  yield void conn.execute(t.insert(), [{}, {}])
  yield conn.execute(t.insert().returning(t.c.id!, t.c.n!), [{}, {}]).all()
  yield conn.scalar(select(new Sequence('n_seq').nextValue()))
  yield conn.scalar(new Sequence('n_seq') as never)
  yield conn.execute(select(t.c.id!, t.c.n!).orderBy(t.c.id!)).all()
  yield conn.rollback()
  conn.close()
  yield metadata.dropAll(engine)
})

twin('pg_exec/error_classes', pairs, function* ({ engine }) {
  using conn = engine.connect()
  yield
  yield raised(() => conn.execute(insert(tableOf(Kv)).values({ k: null, v: 1 })))
  yield conn.rollback()
  yield raised(() => conn.execute(insert(tableOf(Kv)).values({ k: 'a', v: 'text' })))
  yield conn.rollback()
  yield raised(() => conn.execute(text('selec')))
  yield conn.rollback()
  yield raised(() => conn.execute(text('select 1/0')))
  yield conn.rollback()
  yield raised(() => createEngine('postgresql://oracle@/nosuchdb?host=/nonexistent').connect())
})
