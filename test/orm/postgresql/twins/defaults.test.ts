/** Values the database or the program makes on PostgreSQL: server defaults, keys, version counters. */
import {
  associationProxy,
  column,
  declarativeBase,
  foreignKey,
  insert,
  inspect,
  integer,
  many,
  mapped,
  one,
  select,
  Session,
  string,
  tableOf,
  text,
} from 'orm-shell'
import { raised, stageOnPostgres, twin } from './twin.js'
import { insertFamily } from './models.js'

stageOnPostgres()

function items() {
  const Base = declarativeBase()
  class Item extends Base.model('item', {
    id: column(integer, { primaryKey: true }),
    a: column(string, { nullable: true, serverDefault: 'sa' }),
    b: column(string, { nullable: true, default: 'pb' }),
    c: column(string, { nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  return { Item, metadata: Base.metadata }
}

const { Item, metadata: itemTables } = items()

twin('pg_twins/orm_uow__insert_null_vs_missing', { metadata: itemTables }, function* (stage) {
  const s = stage.watch('s', new Session(stage.engine))
  yield
  const i = stage.watch('i', new Item())
  yield
  const j = stage.watch('j', new Item({ a: null, b: null, c: null }))
  yield
  yield s.add(i)
  yield s.flush()
  yield s.add(j)
  yield s.flush()
  yield [i.a, i.b, i.c]
  yield [j.a, j.b, j.c]
  yield s.addAll([new Item(), new Item({ a: 'x' }), new Item({ b: 'y' }), new Item()])
  yield s.flush()
  yield s.execute(select(Item.id, Item.a, Item.b)).all()
})

function ticks() {
  const Base = declarativeBase()
  class Tick extends Base.model('tick', { id: column(integer, { primaryKey: true }) }) {
    static {
      mapped(this)
    }
  }
  return { Tick, metadata: Base.metadata }
}

const { Tick, metadata: tickTables } = ticks()

twin('pg_twins/orm_uow__default_values', { metadata: tickTables }, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const t = watch('t', new Tick())
  yield
  yield s.add(t)
  yield s.flush()
  yield t.id
  yield s.addAll([new Tick(), new Tick()])
  yield s.flush()
  yield s.scalars(select(Tick.id)).all()
  yield
  yield
})

function docs() {
  const Base = declarativeBase()
  let counter = 100
  class Doc extends Base.model('doc', {
    key: column(string, { primaryKey: true, default: () => `doc-${counter++}` }),
    parts: () => many(Part, { orderBy: Part.id }),
  }) {
    static {
      mapped(this)
    }
  }
  class Part extends Base.model('part', {
    id: column(integer, { primaryKey: true }),
    doc_key: column(string, foreignKey('doc.key')),
  }) {
    static {
      mapped(this)
    }
  }
  return { Doc, Part, metadata: Base.metadata }
}

const { Doc, Part, metadata: docTables } = docs()

twin('pg_twins/orm_uow__python_default_pk', { metadata: docTables }, function* (stage) {
  const s = stage.watch('s', new Session(stage.engine))
  yield
  const d1 = stage.watch('d1', new Doc({ parts: [new Part()] }))
  const d2 = stage.watch('d2', new Doc({ parts: [new Part(), new Part()] }))
  yield
  yield s.addAll([d1, d2])
  yield d1.key
  yield s.flush()
  yield d1.key
  yield d2.parts.map((p) => p.doc_key)
})

function eager() {
  const Base = declarativeBase()
  const columns = () => ({
    id: column(integer, { primaryKey: true }),
    name: column(string),
    ts: column(string, { serverDefault: 'd' }),
    n: column(integer, { serverDefault: '0', onupdate: text('n + 1') as never }),
  })
  class A extends Base.model('a', columns(), { mapper: { eagerDefaults: true } }) {
    static {
      mapped(this)
    }
  }
  class B extends Base.model('b', columns(), { mapper: { eagerDefaults: false } }) {
    static {
      mapped(this)
    }
  }
  return { A, B, metadata: Base.metadata }
}

const { A, B, metadata: eagerTables } = eager()

twin('pg_twins/orm_uow__eager_defaults', { metadata: eagerTables }, function* (stage) {
  const s = stage.watch('s', new Session(stage.engine))
  yield
  const a = stage.watch('a', new A({ name: 'a' }))
  const b = stage.watch('b', new B({ name: 'b' }))
  yield
  yield s.addAll([a, b])
  yield s.flush()
  yield Object.keys(inspect(a).dict).sort()
  yield Object.keys(inspect(b).dict).sort()
  yield b.ts
  a.name = b.name = 'z'
  yield
  yield s.flush()
  yield a.n
  yield b.n
})

function events() {
  const Base = declarativeBase()
  class Ev extends Base.model('ev', {
    code: column(string, { primaryKey: true }),
    n: column(integer),
    srv: column(string, { serverDefault: 'z' }),
  }) {
    static {
      mapped(this)
    }
  }
  return { Ev, metadata: Base.metadata }
}

const { Ev, metadata: eventTables } = events()

twin('pg_twins/orm_bulk__imv_sentinel_pk', { metadata: eventTables }, function* (stage) {
  const s = stage.watch('s', new Session(stage.engine))
  yield
  const es = ['x', 'y', 'a'].map((code, n) => new Ev({ code, n }))
  yield
  yield s.addAll(es)
  yield s.flush()
  yield es.map((e) => e.srv)
  yield s
    .execute(insert(Ev).returning(Ev.code, Ev.srv, { sortByParameterOrder: true }), [
      { code: 'q', n: 1 },
      { code: 'p', n: 2 },
    ])
    .all()
})

function versions() {
  const Base = declarativeBase()
  class Doc extends Base.model(
    'doc',
    {
      id: column(integer, { primaryKey: true }),
      version: column(integer),
      title: column(string, { nullable: true }),
    },
    { mapper: { versionIdCol: 'version' } },
  ) {
    static {
      mapped(this)
    }
  }
  return { Doc, metadata: Base.metadata }
}

const versioned = versions()

twin('pg_twins/orm_versioning__version_counter', versioned, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const d = watch('d', new versioned.Doc({ title: 'a' }))
  yield
  yield s.add(d)
  yield s.flush()
  yield d.version
  d.title = 'b'
  yield
  yield s.flush()
  yield d.version
  d.title = 'b'
  yield
  yield s.flush()
  yield s.commit()
  yield d.version
  yield s.delete(d)
  yield s.flush()
})

twin('pg_twins/orm_versioning__version_stale_update', versioned, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const d = watch('d', new versioned.Doc({ title: 'a' }))
  yield
  yield s.add(d)
  yield s.commit()
  yield d.title
  yield void s.execute(text('update doc set version = version + 1'))
  d.title = 'mine'
  yield
  yield raised(() => s.flush())
  yield s.rollback()
  yield d.title
})

function passiveFamily() {
  const Base = declarativeBase()
  class Parent extends Base.model('parent', {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    children: () =>
      many(Child, { backPopulates: 'parent', cascade: 'all, delete', passiveDeletes: true }),
  }) {
    static {
      mapped(this)
    }
  }
  class Child extends Base.model('child', {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    parent_id: column(integer, foreignKey('parent.id', { ondelete: 'CASCADE' }), {
      nullable: true,
    }),
    parent: () => one(Parent, { backPopulates: 'children', nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  const setup = insertFamily(tableOf(Parent), tableOf(Child))
  return { Parent, Child, metadata: Base.metadata, setup }
}

const passive = passiveFamily()

twin('pg_twins/orm_uow__passive_deletes_cascade', passive, function* ({ engine, watch }) {
  const s = watch('s', new Session(engine))
  yield
  const c1 = watch('c1', s.get(passive.Child, 1)!)
  yield
  const p = watch('p', s.get(passive.Parent, 1)!)
  yield
  yield s.delete(p)
  yield s.flush()
  yield s.execute(select(passive.Child.id)).all()
  yield inspect(c1).persistent
  yield s.commit()
  yield raised(() => c1.name)
})

function shop() {
  const Base = declarativeBase()
  class Order extends Base.model('orders', {
    id: column(integer, { primaryKey: true }),
    customer: column(string),
    lines: () =>
      many(Line, {
        backPopulates: 'order',
        cascade: 'all, delete-orphan',
        orderBy: Line.product_id,
      }),
    products: associationProxy('lines', 'product', {
      creator: (product: Product) => new Line({ product }),
    }),
  }) {
    static {
      mapped(this)
    }
  }
  class Product extends Base.model('product', {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    price: column(integer),
  }) {
    static {
      mapped(this)
    }
  }
  class Line extends Base.model('line', {
    order_id: column(integer, foreignKey('orders.id'), { primaryKey: true }),
    product_id: column(integer, foreignKey('product.id'), { primaryKey: true }),
    qty: column(integer, { default: 1 }),
    order: () => one(Order, { backPopulates: 'lines' }),
    product: () => one(Product, { lazy: 'joined' }),
  }) {
    static {
      mapped(this)
    }
  }
  return { Order, Product, Line, metadata: Base.metadata }
}

const { Order, Product, Line, metadata: shopTables } = shop()

twin(
  'pg_twins/orm_uow__association_object',
  {
    metadata: shopTables,
    setup: (engine) =>
      engine.begin((connection) => {
        connection.execute(insert(tableOf(Product)), [
          { id: 1, name: 'pen', price: 2 },
          { id: 2, name: 'ink', price: 5 },
          { id: 3, name: 'pad', price: 9 },
        ])
        connection.execute(insert(tableOf(Order)), [
          { id: 1, customer: 'ann' },
          { id: 2, customer: 'bob' },
        ])
        connection.execute(insert(tableOf(Line)), [
          { order_id: 1, product_id: 1, qty: 3 },
          { order_id: 1, product_id: 2, qty: 1 },
          { order_id: 2, product_id: 3, qty: 7 },
        ])
      }),
  },
  function* ({ engine, watch }) {
    const s = watch('s', new Session(engine))
    yield
    const o = watch('o', s.get(Order, 1)!)
    yield
    const pad = watch('pad', s.get(Product, 3)!)
    yield
    o.lines.push(new Line({ product: pad, qty: 4 }))
    yield
    yield s.flush()
    o.lines.splice(0, 1)
    yield
    yield s.flush()
    yield o.lines.map((l) => [l.product_id, l.qty])
    yield s.delete(o)
    yield s.flush()
    yield s.scalars(select(Line.qty)).all()
  },
)
