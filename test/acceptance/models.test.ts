/** Models: inheritance, relationship options, inspection, automap; only `orm-shell` is imported. */
import { describe, expect, it } from 'vitest'
import {
  automap,
  automapBase,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  inspect,
  integer,
  many,
  mapped,
  Mapper,
  numeric,
  one,
  select,
  Session,
  string,
} from 'orm-shell'
import { openBlog, Profile, User } from './blog.js'

const flat = (value: unknown): string => String(value).replaceAll(/\s+/g, ' ').trim()

describe('inheritance', () => {
  const base = declarativeBase()
  class Person extends base.model(
    'person',
    {
      id: column(integer, { primaryKey: true }),
      name: column(string),
      type: column(string),
    },
    { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'person' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Engineer extends Person.inherits(
    'engineers',
    {
      id: column(integer, foreignKey('person.id'), { primaryKey: true }),
      language: column(string),
    },
    { mapper: { polymorphicIdentity: 'engineer' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Manager extends Person.inherits(
    { budget: column(numeric(10, 2), { nullable: true }) },
    { mapper: { polymorphicIdentity: 'manager' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Robot extends base.model('robots', {
    id: column(integer, { primaryKey: true }),
    model: column(string),
  }) {
    static {
      mapped(this)
    }
  }
  class Android extends Robot.inherits(
    'androids',
    {
      id: column(integer, { primaryKey: true }),
      model: column(string),
      face: column(string),
    },
    { mapper: { concrete: true } },
  ) {
    static {
      mapped(this)
    }
  }
  const open = () => {
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    return new Session(engine)
  }

  it('joins, shares and stands alone', () => {
    using session = open()
    session.addAll([
      new Person({ name: 'p' }),
      new Engineer({ name: 'e', language: 'ts' }),
      new Manager({ name: 'm', budget: 5 as never }),
      new Android({ model: 'T', face: 'f' }),
    ])
    session.commit()
    session.expungeAll()
    const all = session.scalars(select(Person).orderBy(Person.id)).all()
    expect(all.map((person) => person.constructor)).toEqual([Person, Engineer, Manager])
    expect((all[1] as Engineer).language).toBe('ts')
    expect(session.scalars(select(Manager)).one()).toBe(all[2])
    expect(session.scalars(select(Android)).one().face).toBe('f')
    expect(session.scalars(select(Robot)).all()).toEqual([])
    expect(flat(select(Engineer))).toBe(
      'SELECT engineers.id, person.id AS id_1, person.name, person.type, engineers.language ' +
        'FROM person JOIN engineers ON person.id = engineers.id',
    )
    expect(flat(select(Manager))).toBe(
      'SELECT person.id, person.name, person.type, person.budget FROM person ' +
        'WHERE person.type IN (:type_1_1)',
    )
  })
})

describe('relationship options', () => {
  it('make a graph of objects', () => {
    const base = declarativeBase()
    class Node extends base.model('nodes', {
      id: column(integer, { primaryKey: true }),
      parentId: column('parent_id', integer, foreignKey('nodes.id'), { nullable: true }),
      name: column(string),
      children: () => many(Node, { backPopulates: 'parent', cascade: 'all', orderBy: Node.name }),
      parent: () => one(Node, { backPopulates: 'children', remoteSide: Node.id, nullable: true }),
    }) {
      static {
        mapped(this)
      }
    }
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    using session = new Session(engine)
    const root = new Node({ name: 'root' })
    root.children = [new Node({ name: 'b' }), new Node({ name: 'a' })]
    session.add(root)
    session.commit()
    expect(root.children.map((node) => node.name)).toEqual(['a', 'b'])
    expect(root.children[0]?.parent).toBe(root)
    session.delete(root)
    session.commit()
    expect(session.query(Node).count()).toBe(0)
  })

  it('work with backref and sets', () => {
    const base = declarativeBase()
    class Parent extends base.model('parents', {
      id: column(integer, { primaryKey: true }),
      tags: () => many(Child, { backref: 'owner', collectionClass: Set }),
    }) {
      static {
        mapped(this)
      }
    }
    class Child extends base.model('children', {
      id: column(integer, { primaryKey: true }),
      name: column(string),
      parentId: column('parent_id', integer, foreignKey('parents.id'), { nullable: true }),
    }) {
      static {
        mapped(this)
      }
      declare owner: Parent | null
    }
    const engine = createEngine('sqlite://')
    base.metadata.createAll(engine)
    using session = new Session(engine)
    const parent = new Parent()
    const child = new Child({ name: 'c' })
    ;(parent.tags as unknown as Set<Child>).add(child)
    expect(child.owner).toBe(parent)
    session.add(parent)
    session.commit()
    expect([...(parent.tags as unknown as Set<Child>)]).toEqual([child])
  })
})

describe('inspect(class)', () => {
  it('is the mapper', () => {
    const mapper: Mapper = inspect(User)
    expect(mapper).toBeInstanceOf(Mapper)
    expect(mapper.class_).toBe(User)
    expect(mapper.localTable).toBe(User.__table__)
    expect(mapper.primaryKey.map((key) => key.toString())).toEqual(['users.id'])
    expect([...mapper.columnAttrs].map(({ key }) => key)).toContain('createdAt')
    expect([...mapper.relationships].map(({ key }) => key)).toEqual(['posts', 'profile'])
    expect([...inspect(Profile).attrs.keys()].sort()).toEqual(['bio', 'id', 'user', 'userId'])
  })
})

describe('automap', () => {
  it('maps a live database', () => {
    const engine = openBlog()
    const { classes } = automap(engine)
    using session = new Session(engine)
    const Users = classes['users'] as never as typeof User
    const ed = session.query(Users).filterBy({ name: 'ed' }).one() as never as Record<
      string,
      unknown
    >
    expect(ed['name']).toBe('ed')
    expect(ed['posts']).toHaveLength(2)
  })

  it('has a base to prepare', () => {
    const base = automapBase()
    base.prepare({ autoloadWith: openBlog() })
    expect(Object.keys(base.classes).sort()).toEqual(['Post', 'Profile', 'Tag', 'User'])
    expect(base.classes['users']).toBe(base.classes['User'])
  })
})
