/** INSERT, UPDATE and DELETE of many rows through the session on PostgreSQL. */
import {
  column,
  declarativeBase,
  delete_,
  func,
  insert,
  inspect,
  integer,
  mapped,
  select,
  Session,
  string,
  update,
} from 'orm-shell'
import type { CursorResult } from '../../../../src/engine/result/cursor-result.js'
import { Author, Book, library, noPeople, people, Person } from './models.js'
import { raised, stageOnPostgres, twin } from './twin.js'

stageOnPostgres()

twin('pg_twins/orm_bulk__insert_bulk', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield void s.execute(insert(Person), [
    { name: 'a', age: 1 },
    { name: 'b', age: 2 },
  ])
  yield void s.execute(insert(Person), [
    { name: 'c' },
    { name: 'd', age: 4 },
    { name: 'e', age: 5 },
    { age: 6 },
  ])
  yield s.execute(select(Person.id, Person.name, Person.age)).all()
})

twin('pg_twins/orm_bulk__insert_returning_sorted', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const sorted = insert(Person).returning(Person.id, Person.name, { sortByParameterOrder: true })
  yield s.execute(sorted, [{ name: 'c' }, { name: 'a' }, { name: 'b' }]).all()
  yield
})

function items() {
  const Base = declarativeBase()
  class Item extends Base.model('item', {
    id: column(integer, { primaryKey: true }),
    name: column('item_name', string),
    kind: column(string, { default: 'std' }),
    n: column(integer, { default: () => 7 }),
    srv: column(string, { serverDefault: 's' }),
  }) {
    static {
      mapped(this)
    }
  }
  return { Item, metadata: Base.metadata }
}

const { Item, metadata } = items()

twin('pg_twins/orm_bulk__insert_defaults', { metadata }, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield void s.execute(insert(Item), [{ name: 'a' }, { name: 'b' }])
  yield s.scalars(insert(Item).returning(Item), [{ name: 'c', kind: 'x' }]).one().srv
  yield void s.execute(insert(Item).values({ name: 'd' }))
  yield void s.execute(insert(Item).values({ name: 'e' }))
  yield void s.execute(insert(Item).values(new Map([[Item.name, 'f']])))
  yield s.execute(select(Item.name, Item.kind, Item.n, Item.srv)).all()
})

twin('pg_twins/orm_bulk__update_auto', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const p1 = watch('p1', s.get(Person, 1)!)
  const p2 = watch('p2', s.get(Person, 2)!)
  yield
  const r = s.execute(update(Person).where(Person.age.lt(31)).values({ name: 'young' }))
  yield
  yield (r as CursorResult).rowcount
  yield [p1.name, p2.name]
  yield void s.execute(update(Person).values({ age: Person.age.add(1) }))
  yield [p1.age, p2.age]
  yield s.execute(select(Person.name, Person.age).orderBy(Person.id)).all()
})

twin('pg_twins/orm_bulk__update_from', library, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const ofLem = update(Book).where(Book.author_id.eq(Author.id), Author.name.eq('Lem'))
  yield void s.execute(ofLem.values({ title: Author.name.concat(': ').concat(Book.title) }))
  yield s.scalars(select(Book.title).orderBy(Book.id)).all()
  yield
})

twin('pg_twins/orm_bulk__delete_modes', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const [p1, p2, p3] = [1, 2, 3].map((id) => watch(`p${id}`, s.get(Person, id)!)) as [
    Person,
    Person,
    Person,
  ]
  yield
  yield void s.execute(delete_(Person).where(Person.id.eq(1)))
  yield inspect(p1).deleted
  yield s.contains(p1)
  const short = delete_(Person).where(func.length(Person.name).eq(3), Person.id.eq(2))
  yield void s.execute(short.executionOptions({ synchronizeSession: 'fetch' }))
  yield inspect(p2).deleted
  const third = delete_(Person).where(Person.id.eq(3))
  yield void s.execute(third.executionOptions({ synchronizeSession: false }))
  yield inspect(p3).persistent
  yield s.commit()
  yield [inspect(p1).detached, inspect(p2).detached, inspect(p3).persistent]
  yield raised(() => p3.name)
})

twin('pg_twins/orm_bulk__legacy_bulk', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const objs = [
    new Person({ name: 'a', age: 1 }),
    new Person({ name: 'b' }),
    new Person({ id: 9, name: 'c' }),
  ] as const
  yield
  yield s.bulkSaveObjects(objs)
  yield objs[0].id
  yield inspect(objs[0]).transient
  const more = [new Person({ name: 'd' }), new Person({ name: 'e' })]
  yield
  yield s.bulkSaveObjects(more, { returnDefaults: true })
  yield more.map((p) => p.id)
  yield s.bulkInsertMappings(Person, [{ name: 'f' }, { name: 'g', age: 2 }])
  const m = [{ name: 'h' }]
  yield
  yield s.bulkInsertMappings(Person, m, { returnDefaults: true })
  yield m
  yield s.bulkUpdateMappings(Person, [
    { id: 1, age: 100 },
    { id: 2, age: 200 },
  ])
  yield s.execute(select(Person.id, Person.name, Person.age)).all()
})
