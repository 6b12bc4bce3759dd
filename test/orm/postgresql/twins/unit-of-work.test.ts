/** Flushes on PostgreSQL: order, batches with RETURNING, expressions, keys handed on, trees. */
import { func, inspect, Session, select } from 'orm-shell'
import {
  Author,
  Book,
  Child,
  Cover,
  emptyLibrary,
  family,
  Genre,
  Node,
  noPeople,
  Parent,
  people,
  Person,
  tree,
} from './models.js'
import { stageOnPostgres, twin } from './twin.js'

stageOnPostgres()

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

twin('pg_twins/orm_uow__order_tables', emptyLibrary, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const b = watch('b', new Book({ title: 'b' }))
  yield
  const c = watch('c', new Cover({ color: 'red', book: b }))
  yield
  const a = watch('a', new Author({ name: 'a' }))
  yield
  b.author = a
  yield
  const g = watch('g', new Genre({ name: 'g' }))
  yield
  b.genres.push(g)
  yield
  yield s.add(c)
  yield s.flush()
  yield [a.id, b.author_id, c.book_id]
})

twin('pg_twins/orm_uow__insert_grouping', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield s.addAll([
    new Person({ name: 'a' }),
    new Person({ id: 10, name: 'b' }),
    new Person({ id: 11, name: 'c' }),
    new Person({ name: 'd' }),
    new Person({ name: 'e', age: 1 }),
    new Person({ id: 112, name: 'f', age: 2 }),
  ])
  yield s.flush()
  yield s.execute(select(Person.id, Person.name)).all()
})

twin('pg_twins/orm_uow__insert_executemany', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield s.addAll(range(1, 6).map((id) => new Person({ id, name: `n${id}` })))
  yield s.flush()
  yield s.addAll([
    ...range(6, 8).map((id) => new Person({ id, name: `n${id}`, age: id })),
    new Person({ id: 8 }),
    new Person({ id: 9 }),
  ])
  yield s.flush()
})

twin('pg_twins/orm_uow__update_sql_expression', people, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const p = watch('p', s.get(Person, 1)!)
  yield
  p.age = Person.age.add(5) as never
  yield
  yield s.flush()
  yield 'age' in inspect(p).dict
  yield p.age
  const q = watch('q', new Person({ name: func.upper('abc') as never, age: 2 }))
  yield
  yield s.add(q)
  yield s.flush()
  yield q.name
  const p2 = watch('p2', s.get(Person, 2)!)
  const p3 = watch('p3', s.get(Person, 3)!)
  yield
  p2.age = Person.age.mul(2) as never
  yield
  p3.age = 7
  yield
  yield s.flush()
  yield [p2.age, p3.age]
})

twin('pg_twins/orm_uow__fk_propagation', family, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const p1 = watch('p1', s.get(Parent, 1)!)
  const p2 = watch('p2', s.get(Parent, 2)!)
  yield
  const c = watch('c', new Child({ name: 'new' }))
  yield
  p1.children.push(c)
  yield
  yield c.parent_id
  yield s.flush()
  yield c.parent_id
  c.parent = p2
  yield
  yield c.parent_id
  yield p1.children.map((x) => x.name)
  yield s.flush()
  yield c.parent_id
  c.parent = null
  yield
  yield s.flush()
  yield c.parent_id
})

twin('pg_twins/orm_uow__tree_insert', tree, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const leaf = watch('leaf', new Node({ name: 'leaf' }))
  yield
  const mid = watch('mid', new Node({ name: 'mid', children: [leaf] }))
  yield
  const root = watch('root', new Node({ name: 'root', children: [mid] }))
  yield
  const other = watch('other', new Node({ name: 'other' }))
  yield
  yield s.addAll([leaf, other, mid, root])
  yield s.flush()
  yield [root, mid, leaf, other].map((n) => [n.name, n.id, n.parent_id])
})

twin('pg_twins/orm_bulk__imv_uow', noPeople, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  yield s.addAll(range(0, 4).map((i) => new Person({ name: `n${i}`, age: i })))
  yield s.flush()
  yield s.scalars(select(Person.id)).all()
})
