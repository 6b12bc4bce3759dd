/** Loading and queries on PostgreSQL: eager loads, IN, recursive CTEs, LIMIT. */
import {
  aliased,
  bindparam,
  column,
  declarativeBase,
  foreignKeyConstraint,
  insert,
  integer,
  joinedload,
  literal,
  many,
  mapped,
  one,
  select,
  selectinload,
  Session,
  string,
  tableOf,
  tuple_,
} from 'orm-shell'
import { Author, Book, library, Node, tree } from './models.js'
import { raised, stageOnPostgres, twin, type Prepared } from './twin.js'

stageOnPostgres()

twin('pg_twins/orm_loading__joined_limit', library, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const stmt = select(Author).options(joinedload(Author.books)).orderBy(Author.name)
  const found = s.scalars(stmt.limit(2).offset(1)).unique().all()
  yield
  yield found.map((a) => [a.name, a.books.length])
})

twin('pg_twins/orm_loading__selectin_collection', library, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const stmt = select(Author).options(selectinload(Author.books)).orderBy(Author.id)
  const found = s.scalars(stmt).all()
  yield
  yield found.map((a) => [a.name, a.books.map((b) => b.title)])
})

const SeatBase = declarativeBase()

class Seat extends SeatBase.model('seat', {
  row: column(string, { primaryKey: true }),
  num: column(integer, { primaryKey: true }),
  tickets: () => many(Ticket, { backPopulates: 'seat', orderBy: Ticket.id }),
}) {
  static {
    mapped(this)
  }
}

class Ticket extends SeatBase.model(
  'ticket',
  {
    id: column(integer, { primaryKey: true }),
    seat_row: column(string, { nullable: true }),
    seat_num: column(integer, { nullable: true }),
    seat: () => one(Seat, { backPopulates: 'tickets', nullable: true }),
  },
  {
    constraints: [foreignKeyConstraint(['seat_row', 'seat_num'], ['seat.row', 'seat.num'])],
  },
) {
  static {
    mapped(this)
  }
}

const seats: Prepared = {
  metadata: SeatBase.metadata,
  setup(engine) {
    using s = new Session(engine)
    s.addAll([
      new Seat({ row: 'A', num: 1, tickets: [new Ticket(), new Ticket()] }),
      new Seat({ row: 'B', num: 2, tickets: [new Ticket()] }),
    ])
    s.commit()
  },
}

twin('pg_twins/orm_loading__selectin_composite', seats, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const found = s.scalars(select(Seat).options(selectinload(Seat.tickets)).orderBy(Seat.row)).all()
  yield
  yield found.map((x) => x.tickets.length)
  yield s.expungeAll()
  const tickets = s.scalars(select(Ticket).options(selectinload(Ticket.seat)).orderBy(Ticket.id))
  yield [...tickets].map((t) => t.seat!.row)
  yield
})

twin('pg_twins/orm_query__in_subquery', library, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const long = select(Book.author_id).where(Book.pages.gt(200))
  yield s.scalars(select(Author.name).where(Author.id.in(long))).all()
  const any = select(Book.author_id).where(Book.author_id.isNot(null))
  yield s.scalars(select(Author.name).where(Author.id.notIn(any))).all()
  const pair = tuple_(Book.author_id, Book.pages)
  const titles = select(Book.title)
  const of = (stmt: typeof titles) => s.scalars(stmt).all()
  yield of(
    titles
      .where(
        pair.in([
          [1, 204],
          [2, 134],
        ]),
      )
      .orderBy(Book.id),
  )
  yield of(titles.where(pair.in([])))
  yield of(titles.where(pair.notIn([[1, 204]])).orderBy(Book.id))
})

const deepTree: Prepared = {
  ...tree,
  setup: (engine) =>
    engine.begin((connection) =>
      connection.execute(insert(tableOf(Node)), [
        { id: 1, name: 'root', parent_id: null },
        { id: 2, name: 'a', parent_id: 1 },
        { id: 3, name: 'b', parent_id: 1 },
        { id: 4, name: 'a1', parent_id: 2 },
        { id: 5, name: 'a2', parent_id: 2 },
        { id: 6, name: 'a1x', parent_id: 4 },
      ]),
    ),
}

twin('pg_twins/orm_query__cte_recursive', deepTree, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const top = select(Node.id, Node.name, literal(0).label('depth'))
    .where(Node.parent_id.is(null))
    .cte('t', { recursive: true })
  yield
  const child = aliased(Node)
  yield
  const t = top.unionAll(
    select(child.id, child.name, top.c.depth!.add(1)).join(top, child.parent_id.eq(top.c.id!)),
  )
  yield
  yield s.execute(select(t.c.name!, t.c.depth!).orderBy(t.c.depth!, t.c.id!)).all()
  const start = select(Node.id, Node.parent_id, Node.name)
    .where(Node.name.eq('a1x'))
    .cte('path', { recursive: true })
  yield
  const up = aliased(Node)
  yield
  const path = start.union(select(up.id, up.parent_id, up.name).where(up.id.eq(start.c.parent_id!)))
  yield
  const nodes = s.scalars(select(Node).join(path, Node.id.eq(path.c.id!)).orderBy(Node.id))
  yield [...nodes].map((n) => n.name)
})

twin('pg_twins/orm_query__limiting', library, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const ids = select(Author.id).orderBy(Author.id)
  yield s.scalars(ids.limit(2)).all()
  yield s.scalars(ids.offset(2)).all()
  yield s.scalars(ids.slice(1, 3)).all()
  yield s.scalars(ids.limit(2).limit(null)).all()
  yield s.scalars(ids.limit(bindparam('n')), { n: 1 }).all()
  yield s.scalars(ids.limit(literal(1).add(1))).all()
  yield s.scalars(select(Book.author_id).distinct().orderBy(Book.author_id)).all()
  yield s.scalars(ids.orderBy(null)).all()
  yield raised(() => select(Author.id).limit('x' as never))
})
