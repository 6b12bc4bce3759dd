/** Tables, metadata, columns and their attributes; only `orm-shell` is imported. */
import { describe, expect, it } from 'vitest'
import {
  and,
  associationProxy,
  checkConstraint,
  column,
  columnProperty,
  composite,
  configureMappers,
  createEngine,
  createIndex,
  createTable,
  dateTime,
  declarativeBase,
  deferred,
  enumType,
  foreignKey,
  func,
  index,
  inspect,
  integer,
  many,
  mapped,
  MetaData,
  select,
  Session,
  string,
  synonym,
  text,
  uniqueConstraint,
  validates,
} from 'orm-shell'
import { Base, openBlog, Post, postTags, Tag, User } from './blog.js'

const flat = (value: unknown): string => String(value).replaceAll(/\s+/g, ' ').trim()

describe('createTable', () => {
  it('says what was declared', () => {
    expect(flat(createTable(User.__table__).compile({ dialect: 'sqlite' }))).toBe(
      'CREATE TABLE users ( id INTEGER NOT NULL, name VARCHAR(50) NOT NULL, nickname VARCHAR, ' +
        'age INTEGER NOT NULL, role VARCHAR(5) NOT NULL, created_at DATETIME NOT NULL, ' +
        'updated_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL, settings JSON, PRIMARY KEY (id), ' +
        'CONSTRAINT uq_name_created UNIQUE (name, created_at), ' +
        'CONSTRAINT check_age_positive CHECK (age >= 0) )',
    )
    expect(flat(createTable(User.__table__).compile({ dialect: 'postgresql' }))).toContain(
      'id SERIAL NOT NULL',
    )
    expect(flat(createTable(Post.__table__))).toContain(
      'FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE',
    )
  })

  it('has schema and comment', () => {
    const base = declarativeBase()
    class Note extends base.model(
      'notes',
      { id: column(integer, { primaryKey: true }) },
      { schema: 'public', comment: 'Notes' },
    ) {
      static {
        mapped(this)
      }
    }
    expect(flat(createTable(Note.__table__).compile({ dialect: 'postgresql' }))).toBe(
      'CREATE TABLE public.notes ( id SERIAL NOT NULL, PRIMARY KEY (id) )',
    )
    expect(Note.__table__.comment).toBe('Notes')
  })

  it('takes naming conventions', () => {
    const base = declarativeBase({
      namingConvention: {
        ix: 'ix_%(column_0_label)s',
        uq: 'uq_%(table_name)s_%(column_0_name)s',
        ck: 'ck_%(table_name)s_%(constraint_name)s',
        fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
        pk: 'pk_%(table_name)s',
      },
    })
    class A extends base.model(
      'a',
      {
        id: column(integer, { primaryKey: true }),
        email: column(string, { unique: true, index: true }),
        code: column(string, { unique: true }),
        parentId: column('parent_id', integer, foreignKey('a.id')),
      },
      { constraints: [checkConstraint('id > 0', { name: 'positive' })] },
    ) {
      static {
        mapped(this)
      }
    }
    const sql = flat(createTable(A.__table__))
    expect(sql).toContain('CONSTRAINT pk_a PRIMARY KEY (id)')
    expect(sql).toContain('CONSTRAINT uq_a_code UNIQUE (code)')
    expect(sql).toContain('CONSTRAINT fk_a_parent_id_a FOREIGN KEY(parent_id) REFERENCES a (id)')
    expect(sql).toContain('CONSTRAINT ck_a_positive CHECK (id > 0)')
    expect([...A.__table__.indexes].map((made) => createIndex(made).toString())).toEqual([
      'CREATE UNIQUE INDEX ix_a_email ON a (email)',
    ])
  })
})

describe('metadata', () => {
  it('creates, drops and reflects', () => {
    const engine = createEngine('sqlite://')
    Base.metadata.createAll(engine, { tables: [Tag.__table__] })
    expect(inspect(engine).getTableNames()).toEqual(['tags'])
    Base.metadata.createAll(engine)
    expect(() => Base.metadata.createAll(engine, { checkfirst: false })).toThrow('already exists')
    const reflected = new MetaData()
    reflected.reflect(engine)
    expect([...reflected.tables.keys()].sort()).toEqual([...Base.metadata.tables.keys()].sort())
    expect(Base.metadata.sortedTables.map(({ name }) => name)).toEqual([
      'tags',
      'users',
      'posts',
      'profiles',
      'post_tags',
    ])
    Base.metadata.dropAll(engine)
    expect(inspect(engine).getTableNames()).toEqual([])
  })

  it('gives tables columns', () => {
    expect(postTags.c.postId.toString()).toBe('post_tags.post_id')
    expect(flat(select(postTags.c.postId, postTags.c.tagId))).toBe(
      'SELECT post_tags.post_id, post_tags.tag_id FROM post_tags',
    )
  })
})

describe('attributes', () => {
  it('have defaults', () => {
    const engine = openBlog()
    using session = new Session(engine)
    const user = new User({ name: 'x' })
    expect(user.age).toBeNull()
    session.add(user)
    session.flush()
    expect(user.age).toBe(18)
    expect(user.role).toBe('user')
    expect(user.createdAt).toBeInstanceOf(Date)
    expect(user.updatedAt).toBeInstanceOf(Date)
  })

  it('are hybrids beside static ones', () => {
    const engine = openBlog()
    using session = new Session(engine)
    expect(session.getOne(User, 1).greeting).toBe('Hello ed')
    expect(session.scalars(select(User).where(User.greeting.eq('Hello wendy'))).one().name).toBe(
      'wendy',
    )
    expect(session.scalars(select(User.greeting).orderBy(User.id)).first()).toBe('Hello ed')
  })

  it('may be methods beside static ones', () => {
    const base = declarativeBase()
    class Interval extends base.model('intervals', {
      id: column(integer, { primaryKey: true }),
      start: column(integer),
      end: column(integer),
    }) {
      static {
        mapped(this)
      }
      contains(point: number) {
        return this.start <= point && point < this.end
      }
      static contains(point: number) {
        return and(this.start.le(point), this.end.gt(point))
      }
    }
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    using session = new Session(engine)
    session.addAll([new Interval({ start: 1, end: 5 }), new Interval({ start: 4, end: 9 })])
    const found = session.scalars(select(Interval).where(Interval.contains(7))).all()
    expect(found.map((interval) => interval.contains(7))).toEqual([true])
    expect(found[0]?.start).toBe(4)
  })

  it('take default, serverDefault and onupdate as values, functions, SQL and text', () => {
    const base = declarativeBase()
    class Item extends base.model('items', {
      id: column(integer, { primaryKey: true }),
      name: column(string),
      a: column(integer, { default: 5 }),
      b: column(integer, { default: () => 6, onupdate: () => 60 }),
      c: column(integer, { default: select(func.max(7)).scalarSubquery() }),
      d: column(integer, { serverDefault: text('8'), onupdate: text('80') }),
      e: column(string, { serverDefault: 'nine' }),
      f: column(integer, { default: func.abs(-10), onupdate: func.abs(-100) }),
      at: column(dateTime, { serverDefault: func.now(), nullable: true }),
    }) {
      static {
        mapped(this)
      }
    }
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    using session = new Session(engine)
    const item = new Item({ name: 'x' })
    session.add(item)
    session.commit()
    const { a, b, c, d, e, f } = item
    expect([a, b, c, d, e, f]).toEqual([5, 6, 7, 8, 'nine', 10])
    item.name = 'y'
    session.commit()
    expect([item.a, item.b, item.d, item.f]).toEqual([5, 60, 80, 100])
  })

  it('are properties of all kinds', () => {
    const base = declarativeBase()
    class Point {
      constructor(
        readonly x: number,
        readonly y: number,
      ) {}
      __compositeValues__() {
        return [this.x, this.y]
      }
    }
    class Vertex extends base.model('vertices', {
      id: column(integer, { primaryKey: true }),
      x: column(integer),
      y: column(integer),
      note: deferred(column(string, { nullable: true })),
      email: column(string, { nullable: true }),
      mail: synonym<string | null>('email'),
      point: composite(Point, 'x', 'y'),
    }) {
      static {
        mapped(this)
        validates(this, 'email', (_target, key, value) => {
          if (value !== null && !String(value).includes('@'))
            throw new RangeError(`${key}: ${value}`)
          return value
        })
      }
    }
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    using session = new Session(engine)
    const vertex = new Vertex({ point: new Point(3, 4), mail: 'a@b', note: 'n' })
    expect([vertex.x, vertex.y, vertex.email]).toEqual([3, 4, 'a@b'])
    expect(() => (vertex.email = 'nope')).toThrow(new RangeError('email: nope'))
    session.add(vertex)
    session.commit()
    session.expungeAll()
    const found = session.scalars(select(Vertex).where(Vertex.point.eq(new Point(3, 4)))).one()
    expect(found.point).toEqual(new Point(3, 4))
    expect(inspect(found).unloaded).toContain('note')
    expect(found.note).toBe('n')
    expect(session.scalars(select(Vertex).where(Vertex.mail.eq('a@b'))).one()).toBe(found)
    expect(flat(select(Vertex))).toBe(
      'SELECT vertices.id, vertices.x, vertices.y, vertices.email FROM vertices',
    )
  })

  it('are SQL expressions and proxies', () => {
    const base = declarativeBase()
    class Order extends base.model('orders', {
      id: column(integer, { primaryKey: true }),
      price: column(integer),
      count: column(integer),
      total: () => columnProperty(Order.price.mul(Order.count)),
      lines: () => many(Line),
      lineNames: associationProxy<string[]>('lines', 'name', {
        creator: (name: string) => new Line({ name }),
      }),
    }) {
      static {
        mapped(this)
      }
    }
    class Line extends base.model('lines', {
      id: column(integer, { primaryKey: true }),
      name: column(string),
      orderId: column('order_id', integer, foreignKey('orders.id'), { nullable: true }),
    }) {
      static {
        mapped(this)
      }
    }
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    using session = new Session(engine)
    const order = new Order({ price: 3, count: 4 })
    order.lineNames.push('a', 'b')
    session.add(order)
    session.commit()
    expect(order.total).toBe(12)
    expect([...order.lineNames]).toEqual(['a', 'b'])
    expect(session.scalars(select(Order).where(Order.total.gt(11))).all()).toEqual([order])
    expect(session.scalars(select(Order).where(Order.lineNames.contains('b'))).all()).toEqual([
      order,
    ])
  })

  it('come from mixins that are spread; each use has columns of its own', () => {
    const base = declarativeBase()
    const timestamps = {
      createdAt: column('created_at', dateTime, { default: () => new Date() }),
      kind: column(enumType('a', 'b'), { default: 'a' }),
    }
    class A extends base.model('a', { ...timestamps, id: column(integer, { primaryKey: true }) }) {
      static {
        mapped(this)
      }
    }
    class B extends base.model('b', { ...timestamps, id: column(integer, { primaryKey: true }) }) {
      static {
        mapped(this)
      }
    }
    expect(A.createdAt.eq(B.createdAt).toString()).toBe('a.created_at = b.created_at')
    new A().kind satisfies 'a' | 'b'
    expect(createTable(A.__table__).compile().sql).toContain('created_at')
  })

  it('reject what does not fit', () => {
    const base = declarativeBase()
    const declareUnknown = () => {
      class Unknown extends base.model('unknown', {
        id: column(integer, { primaryKey: true }),
        others: () => many(Tag, { backPopulates: 'nope' as never }),
      }) {
        static {
          mapped(this)
        }
      }
      configureMappers()
      return Unknown
    }
    expect(declareUnknown).toThrow()
  })
})

describe('constraints by attribute name', () => {
  it('name columns by attribute or by column', () => {
    const base = declarativeBase()
    class Account extends base.model(
      'accounts',
      {
        id: column(integer, { primaryKey: true }),
        email: column(string),
        companyId: column('company_id', integer),
        isActive: column('is_active', integer),
      },
      {
        constraints: [
          uniqueConstraint('email', 'companyId', { name: 'uq_email_company' }),
          uniqueConstraint('email', 'is_active', { name: 'uq_other' }),
          index('ix_email_active', 'email', 'isActive', { unique: true }),
        ],
      },
    ) {
      static {
        mapped(this)
      }
    }
    const sql = flat(createTable(Account.__table__))
    expect(sql).toContain('CONSTRAINT uq_email_company UNIQUE (email, company_id)')
    expect(sql).toContain('CONSTRAINT uq_other UNIQUE (email, is_active)')
    expect([...Account.__table__.indexes].map(({ name, unique }) => [name, unique])).toEqual([
      ['ix_email_active', true],
    ])
  })
})
