/** Classes that extend nothing of the library's, mapped with `registry().mapImperatively(…)`. */
import { inspect as print } from 'node:util'
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import {
  clearMappers,
  column,
  columnProperty,
  composite,
  createEngine,
  foreignKey,
  inspect,
  integer,
  event,
  many,
  MetaData,
  one,
  registry,
  select,
  selectinload,
  Session,
  string,
  synonym,
  Table,
  type Engine,
} from 'orm-shell'

class User {
  declare id: number
  declare posts: Post[]
  calls = 0

  constructor(public name: string) {
    this.calls += 1
  }

  get shout(): string {
    return this.name.toUpperCase()
  }
}

class Post {
  declare id: number
  declare author: User | null

  constructor(public title: string) {}
}

function blog() {
  const models = registry()
  const users = new Table('users', models.metadata, {
    id: column(integer, { primaryKey: true }),
    user_name: column(string(50), { nullable: true }),
  })
  const posts = new Table('posts', models.metadata, {
    id: column(integer, { primaryKey: true }),
    user_id: column(integer, foreignKey('users.id'), { nullable: true }),
    title: column(string(50), { nullable: true }),
  })
  const MappedUser = models.mapImperatively(User, users, {
    properties: {
      name: users.c.user_name,
      posts: () => many(Post, { backPopulates: 'author', cascade: 'all, delete-orphan' }),
    },
  })
  const MappedPost = models.mapImperatively(Post, posts, {
    properties: { author: one(User, { backPopulates: 'posts' }) },
  })
  return { models, users, posts, MappedUser, MappedPost }
}

let engine: Engine
beforeEach(() => {
  engine = createEngine('sqlite://')
})
afterEach(() => {
  clearMappers()
  engine.dispose()
})

describe('a plain class', () => {
  test('goes through a session and comes back without its constructor', () => {
    const { models, MappedUser } = blog()
    models.metadata.createAll(engine)
    const session = new Session(engine)
    const ed = new User('ed')
    ed.posts.push(new Post('first'), new Post('second'))
    session.add(ed)
    session.commit()
    expect([ed.id, ed.name, ed.shout, ed.calls]).toEqual([1, 'ed', 'ED', 1])
    session.expungeAll()
    const found = session.scalars(select(MappedUser).where(MappedUser.name.eq('ed'))).one()
    expect(found).not.toBe(ed)
    expect(found).toBeInstanceOf(User)
    expect(found.calls).toBeUndefined()
    expect(found.posts.map(({ title }) => title)).toEqual(['first', 'second'])
    expect(found.posts[0]?.author).toBe(found)
  })

  test('cascades, and tracks changes of its attributes', () => {
    const { models } = blog()
    models.metadata.createAll(engine)
    const session = new Session(engine)
    const ed = new User('ed')
    const post = new Post('first')
    post.author = ed
    session.add(post)
    expect([...session.new]).toEqual([post, ed])
    session.commit()
    expect(ed.id).toBe(1)
    ed.name = 'wendy'
    expect(inspect(ed).attrs.name.history).toMatchObject({ added: ['wendy'], deleted: ['ed'] })
    session.rollback()
    expect(ed.name).toBe('ed')
    ed.posts.splice(0)
    session.commit()
    expect(session.get(Post, 1)).toBeNull()
  })

  test('loads eagerly and refreshes', () => {
    const { models, MappedUser } = blog()
    models.metadata.createAll(engine)
    const session = new Session(engine)
    const ed = new User('ed')
    ed.posts = [new Post('first')]
    session.add(ed)
    session.commit()
    session.expungeAll()
    const [found] = session.scalars(select(User).options(selectinload(MappedUser.posts))).all()
    expect(inspect(found as User).unloaded.has('posts')).toBe(false)
    session.expire(found as User, ['name'])
    expect(inspect(found as User).expiredAttributes.has('name')).toBe(true)
    session.refresh(found as User)
    expect(print(found)).toBe("User { id: 1, name: 'ed', posts: [Post#1] }")
    expect(JSON.stringify(session.get(User, 1))).toBe(
      '{"id":1,"name":"ed","posts":[{"id":1,"user_id":1,"title":"first"}]}',
    )
  })

  test('hears of loads, not of its own construction', () => {
    const { models } = blog()
    models.metadata.createAll(engine)
    const heard: string[] = []
    event.listen(User, 'init', () => heard.push('init'))
    event.listen(User, 'load', () => heard.push('load'))
    const session = new Session(engine)
    session.add(new User('ed'))
    session.commit()
    session.expungeAll()
    session.get(User, 1)
    expect(heard).toEqual(['load'])
  })

  test('types its class attributes', () => {
    const { MappedUser } = blog()
    const values = select(MappedUser.name, MappedUser.id)
    expect(values.toString()).toBe('SELECT users.user_name, users.id \nFROM users')
    expectTypeOf(new MappedUser('ed').name).toEqualTypeOf<string>()
    expect(inspect(User).attrs.map(({ key }) => key)).toEqual(['posts', 'id', 'name'])
    expect(print(User)).toBe('[class User mapped to users]')
  })
})

describe('class fields', () => {
  function notes() {
    const models = registry()
    const table = new Table('notes', models.metadata, {
      id: column(integer, { primaryKey: true }),
      text: column(string(50), { nullable: true }),
      mark: column(string(50), { nullable: true }),
      kind: column(string(10), { nullable: true }),
    })
    return { models, table }
  }

  test('become attributes when an object is added', () => {
    const { models, table } = notes()
    class Note {
      id: number | undefined
      text = 'empty'
      other = 1
    }
    const early = new Note()
    models.mapImperatively(Note, table)
    models.metadata.createAll(engine)
    const session = new Session(engine)
    const late = new Note()
    late.text = 'late'
    session.addAll([early, late])
    session.commit()
    expect([early.id, early.text, early.other]).toEqual([1, 'empty', 1])
    late.text = 'changed'
    session.commit()
    expect(session.scalars(select(table.c.text)).all()).toEqual(['empty', 'changed'])
  })

  test('of a subclass become attributes although the object has a state already', () => {
    const { models, table } = notes()
    class Note {
      constructor(readonly text: string) {
        inspect(this)
      }
    }
    class Marked extends Note {
      mark = 'red'
    }
    models.mapImperatively(Note, table, { polymorphicOn: table.c.kind, polymorphicIdentity: 'n' })
    models.mapImperatively(Marked, null, { polymorphicIdentity: 'm' })
    models.metadata.createAll(engine)
    const session = new Session(engine)
    session.addAll([new Marked('one'), new Note('two')])
    session.commit()
    const rows = session.execute(select(table.c.text, table.c.mark, table.c.kind)).all()
    expect(rows.map((row) => [...row])).toEqual([
      ['one', 'red', 'm'],
      ['two', null, 'n'],
    ])
    session.expungeAll()
    const loaded = session.scalars(select(Note)).all()
    expect(loaded.map(({ constructor }) => constructor)).toEqual([Marked, Note])
  })
})

describe('mapper options', () => {
  class Point {
    constructor(
      readonly x: number,
      readonly y: number,
    ) {}
  }
  class Place {
    constructor(values: object) {
      Object.assign(this, values)
    }
  }
  const places = () =>
    new Table('places', new MetaData(), {
      code: column(string(10), { nullable: true }),
      name: column(string(50), { nullable: true }),
      x: column(integer, { nullable: true }),
      y: column(integer, { nullable: true }),
      secret: column(string(10), { nullable: true }),
    })

  test('name the key, leave columns out, prefix the others', () => {
    const table = places()
    const Mapped = registry().mapImperatively(Place, table, {
      primaryKey: [table.c.code],
      excludeProperties: ['secret'],
      columnPrefix: '_',
    })
    expect(inspect(Mapped).attrs.map(({ key }) => key)).toEqual(['_code', '_name', '_x', '_y'])
    expect(inspect(Mapped).primaryKey).toEqual([table.c.code])
  })

  test('go with synonyms, expressions and composites', () => {
    const table = places()
    registry().mapImperatively(Place, table, {
      primaryKey: [table.c.code],
      includeProperties: ['code', 'name', 'x', 'y'],
      properties: {
        title: synonym('name'),
        point: composite(Point, 'x', 'y'),
        sum: table.c.x.add(table.c.y),
        product: columnProperty(table.c.x.mul(table.c.y)),
      },
    })
    table.metadata.createAll(engine)
    const session = new Session(engine)
    const place = new Place({ code: 'a', title: 'here', point: new Point(2, 3) })
    session.add(place)
    session.commit()
    expect(place).toMatchObject({ name: 'here', title: 'here', x: 2, y: 3, sum: 5, product: 6 })
    expect(session.execute(select(table.c.name)).scalar()).toBe('here')
  })

  test('a getter of the class is not replaced by the column called like it', () => {
    class Named {
      get name(): string {
        return 'mine'
      }
    }
    const table = places()
    registry().mapImperatively(Named, table, { primaryKey: [table.c.code] })
    expect(new Named().name).toBe('mine')
  })
})

describe('what cannot be mapped', () => {
  const table = (name: string, columns = { id: column(integer, { primaryKey: true }) }) =>
    new Table(name, new MetaData(), columns)

  test('is said, and leaves the class as it was', () => {
    class Thing {}
    const models = registry()
    const noKey = new Table('bare', new MetaData(), { a: column(integer, { nullable: true }) })
    expect(() => models.mapImperatively(Thing, noKey)).toThrow(
      "Mapper Mapper[Thing(bare)] could not assemble any primary key columns for mapped table 'bare'",
    )
    expect(() => models.mapImperatively(Thing)).toThrow(
      "Mapper[Thing(None)] has None for a primary table argument and does not specify 'inherits'",
    )
    expect(() => models.mapImperatively(Thing, 'things' as never)).toThrow(
      "FROM expression, such as a Table or alias() object expected for argument 'local_table'; got 'things'.",
    )
    expect(() => models.mapImperatively('Thing' as never, noKey)).toThrow(
      "Argument 'cls_' is expected to be of type '<class 'type'>', got 'Thing'",
    )
    models.mapImperatively(Thing, table('things'))
    expect(() => models.mapImperatively(Thing, table('others'))).toThrow(
      "Class '<class 'Thing'>' already has a primary mapper defined.",
    )
    class Other {}
    expect(() => models.mapImperatively(Other, table('others'), { inherits: Thing })).toThrow(
      "Class 'Other' does not inherit from 'Thing'",
    )
  })

  test('an object of a subclass that is not mapped is refused', () => {
    class Thing {
      declare id: number
    }
    class Special extends Thing {}
    registry().mapImperatively(Thing, table('things'))
    expect(() => new Session(engine).add(new Special())).toThrow('Special')
    expect(() => Object.assign(new Special(), { id: 1 })).toThrow('Special')
  })

  test('clearMappers() makes a plain class of it again', () => {
    class Thing {
      declare id: number
    }
    registry().mapImperatively(Thing, table('things'))
    const mapped = new Thing()
    mapped.id = 5
    expect(mapped.id).toBe(5)
    clearMappers()
    expect(Object.getPrototypeOf(Thing.prototype)).toBe(Object.prototype)
    expect(Object.getOwnPropertyNames(Thing)).toEqual(['length', 'name', 'prototype'])
    expect(inspect(Thing, { raiseerr: false })).toBeNull()
    registry().mapImperatively(Thing, table('things'))
    expect(inspect(Thing).localTable.name).toBe('things')
  })
})
