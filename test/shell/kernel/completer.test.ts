/** Tab, on plain classes that count every load: completion must cause none. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Completer } from '../../../src/shell/kernel/complete/completer.js'
import type { ModelInfo } from '../../../src/shell/kernel/contracts.js'
import { Evaluator } from '../../../src/shell/kernel/evaluator.js'
import { defineGlobal } from '../../../src/shell/kernel/scope.js'

let loads = 0
let traps = 0
const load = <T>(value: T): T => {
  loads++
  return value
}

class User {
  id = 1
  name = 'ed'
  static get name(): string {
    return load('User')
  }
  get posts(): readonly Post[] {
    return load([new Post()])
  }
  get label(): string {
    return `${this.name}!`
  }
  greet(): string {
    return load('hello')
  }
  static findByName(): User {
    return load(new User())
  }
}
class Post {
  title = 't'
  get author(): User {
    return load(new User())
  }
}
class Query {
  constructor(readonly entity: unknown) {}
  first(): unknown {
    return load(null)
  }
}
class Session {
  query(entity: unknown): Query {
    return load(new Query(entity))
  }
  get(): unknown {
    return load(null)
  }
}

const models: readonly ModelInfo[] = [
  {
    name: 'User',
    target: User,
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'name', type: 'string(50)' },
    ],
    relationships: [{ name: 'posts', target: 'Post', collection: true }],
  },
  {
    name: 'Post',
    target: Post,
    columns: [
      { name: 'title', type: 'string' },
      { name: 'state', type: "enum('draft', 'done')", values: ['draft', 'done'] },
    ],
    relationships: [{ name: 'author', target: 'User', collection: false }],
  },
]

const TABLES: Readonly<Record<string, ModelInfo['columns']>> = {
  users: [
    { name: 'id', type: 'INTEGER', notes: ['primary key'] },
    { name: 'role', type: "enum('admin', 'user')", notes: ['not null'], values: ['admin', 'user'] },
  ],
  posts: [
    { name: 'id', type: 'INTEGER', notes: ['primary key'] },
    { name: 'user_id', type: 'INTEGER', notes: ['not null', '→ users.id'] },
  ],
}

const evaluator = new Evaluator({ importModule: (specifier) => import(specifier) })
const completer = new Completer({
  evaluator,
  catalog: {
    classes: () => models,
    tables: () => ['users', 'posts'],
    columnsOf: (table) => TABLES[table] ?? [],
    modelOf: (source) =>
      source instanceof Query ? models.find(({ target }) => target === source.entity) : undefined,
  },
  commands: {
    names: ['.help', '.schema', '.model', '.echo', '.explain', '.sql', '\\d'],
    run: async () => ({ ok: true, output: [] }),
    completes: (name) =>
      (({ '.schema': 'table', '.model': 'model', '.help': 'command', '.sql': 'sql' }) as const)[
        name
      ],
  },
})

const user = new User()
const bindings: Readonly<Record<string, unknown>> = {
  User,
  Post,
  user,
  session: new Session(),
  query: new Query(User),
  users: [user],
  settings: { nested: { deep: { answer: 42 } }, list: [{ flag: true }] },
  proxy: new Proxy(user, {
    get: (target, key) => (traps++, Reflect.get(target, key)),
    ownKeys: (target) => (traps++, Reflect.ownKeys(target)),
    getPrototypeOf: (target) => (traps++, Reflect.getPrototypeOf(target)),
    getOwnPropertyDescriptor: (target, key) => (
      traps++,
      Reflect.getOwnPropertyDescriptor(target, key)
    ),
  }),
}
for (const [name, value] of Object.entries(bindings)) defineGlobal(name, value)

/** `|` marks the cursor; at the end when it is missing. */
const complete = (marked: string) => {
  const at = marked.indexOf('|')
  return completer.complete(marked.replace('|', ''), at < 0 ? marked.length : at)
}
const texts = (marked: string) => complete(marked).items.map(({ text }) => text)
const columnsAndRelations = ['id', 'name', 'posts']

beforeEach(() => {
  loads = 0
  traps = 0
})
afterAll(() => {
  evaluator.close()
  expect([loads, traps]).toEqual([0, 0])
})

describe('members', () => {
  it('lists mapped attributes of classes and instances first, with their types', () => {
    expect(complete('user.').items.slice(0, 3)).toEqual([
      { text: 'id', kind: 'column', detail: 'integer' },
      { text: 'name', kind: 'column', detail: 'string(50)' },
      { text: 'posts', kind: 'relationship', detail: 'Post[]' },
    ])
    expect(texts('user.')).toEqual([...columnsAndRelations, 'label', 'greet'])
    expect(texts('User.')).toEqual(expect.arrayContaining([...columnsAndRelations, 'findByName']))
  })

  it('looks beyond relationships without reading them', () => {
    expect(texts('user.posts[0].t')).toEqual(['title'])
    expect(texts('user.posts.fil')).toEqual(['fill', 'filter'])
    expect(texts('user.posts.at(-1)!.author.posts.find((p) => p.x)?.au')).toEqual(['author'])
  })

  it('looks beyond calls without making them', () => {
    expect(texts('session.query(User).fi')).toEqual(['filter', 'filterBy', 'first'])
    expect(texts('session.query(User).filter(User.id.gt(1)).first().na')).toEqual(['name'])
    expect(texts('(await session.get(User, 1)).po')).toEqual(['posts'])
    expect(texts('select(User).wh')).toEqual(['where'])
    expect(texts('session.scalars(select(Post).where(x)).all()[0].')).toEqual([
      'title',
      'state',
      'author',
    ])
    expect(texts('session.execute(select(User)).scalars().one().id')).toEqual(['id'])
    expect(texts('query.first().na')).toEqual(['name'])
    expect(texts('new User({ name: "x" }).gr')).toEqual(['greet'])
    expect(texts('session.flush().')).toEqual([])
  })

  it('evaluates what has no effect and refuses the rest', () => {
    expect(texts('settings.nested.deep.a')).toEqual(['answer'])
    expect(texts('settings.list[0].')).toEqual(['flag'])
    expect(texts('user.label.toUp')).toEqual(['toUpperCase'])
    expect(texts('"a".concat("b").toUp')).toEqual(['toUpperCase'])
    expect(texts('user.greet().')).toEqual([])
    expect(texts('User.findByName().')).toEqual([])
    expect(loads).toBe(0)
  })

  it('asks no proxy', () => {
    expect(texts('proxy.')).toEqual([])
    expect(texts('proxy.name.')).toEqual([])
    expect(traps).toBe(0)
  })

  it('knows names the input itself declares', () => {
    expect(texts('for (const u of session.query(User)) { u.na')).toEqual(['name'])
    expect(texts('for (const u of users) for (const p of u.posts) p.')).toEqual([
      'title',
      'state',
      'author',
    ])
    expect(texts('users.map((u) => u.na')).toEqual(['name'])
    expect(texts('session.query(User).all().map(u => u.posts.map(p => p.au')).toEqual(['author'])
    expect(texts('const found = session.query(Post).first()\nfound.ti')).toEqual(['title'])
  })
})

describe('names and keys', () => {
  it('lists models before everything else', async () => {
    await evaluator.evaluate('const unique_at_prompt = 1; class UserList {}')
    expect(texts('Us').slice(0, 2)).toEqual(['User', 'UserList'])
    expect(texts('select(Po')[0]).toBe('Post')
    expect(texts('unique')).toEqual(['unique_at_prompt'])
    expect(texts('')).not.toContain('Array')
    expect(texts('Arr')).toContain('Array')
    expect(texts('awa')).toEqual(['await'])
  })

  it('offers attributes as keys', () => {
    expect(texts('new User({ ')).toEqual(columnsAndRelations)
    expect(texts('new User({ name: "x", ')).toEqual(['id', 'posts'])
    expect(texts('session.query(Post).filterBy({ ti')).toEqual(['title'])
    expect(texts('session.query(Post).filterBy({ title: us|')).toContain('user')
  })

  it('stays quiet in strings, comments and numbers', () => {
    expect(texts('"user.')).toEqual([])
    expect(texts('`user.')).toEqual([])
    expect(texts('// user.')).toEqual([])
    expect(texts('/* user.')).toEqual([])
    expect(texts('1.')).toEqual([])
    expect(texts('`${user.na')).toEqual(['name'])
  })

  it('says which span an item replaces', () => {
    expect(complete('user.na|me + 1')).toMatchObject({ from: 5, to: 7 })
    expect(complete('foo(user.')).toMatchObject({ from: 9, to: 9 })
  })
})

describe('commands', () => {
  it('completes commands, and members of the last value after a leading dot', async () => {
    expect(texts('.sch')).toEqual(['.schema'])
    expect(texts('\\')).toEqual(['\\d'])
    await evaluator.evaluate('({ where: 1, elsewhere: 2 })')
    expect(complete('.wh')).toEqual({
      items: [{ text: '.where', kind: 'property' }],
      from: 0,
      to: 3,
    })
  })

  it('completes their arguments', () => {
    expect(texts('.schema us')).toEqual(['users', 'User'])
    expect(texts('.model P')).toEqual(['Post', 'posts'])
    expect(texts('.help .e')).toEqual(['.echo', '.explain'])
    expect(complete('.explain user.na')).toMatchObject({
      items: [{ text: 'name' }],
      from: 14,
      to: 16,
    })
  })
})

describe('arguments of statements', () => {
  it('offers to a join the relationships of what is selected and joined so far', () => {
    expect(texts('select(User).join(').slice(0, 2)).toEqual(['User.posts', 'User'])
    expect(texts('select(User).join(User.')).toEqual(['posts'])
    expect(texts('select(User).join(User.posts).join(').slice(0, 3)).toEqual([
      'User.posts',
      'Post.author',
      'User',
    ])
    expect(texts('select(User).outerjoin(Post.')).toEqual(['author'])
    expect(texts('select(User).join(Post, Post.').slice(0, 2)).toEqual(['title', 'state'])
  })

  it('offers columns of the statement to conditions and orders', () => {
    expect(texts('select(User).where(').slice(0, 3)).toEqual(['User.id', 'User.name', 'User'])
    expect(texts('session.query(User).orderBy(User.id, ').slice(0, 2)).toEqual([
      'User.id',
      'User.name',
    ])
    expect(texts('select(User).where(User.id.gt(1) && Us')[0]).toBe('User')
    expect(texts('select(User).where(User.').slice(0, 3)).toEqual(['id', 'name', 'posts'])
  })

  it('offers loader options, and to each the relationships it can follow', () => {
    expect(texts('select(User).options(sel')).toEqual(['selectinload'])
    expect(texts('select(User).options(selectinload(')[0]).toBe('User.posts')
    expect(texts('select(User).options(selectinload(User.posts).joinedload(')[0]).toBe(
      'Post.author',
    )
    expect(texts('select(User).options(loadOnly(User.')).toEqual(['id', 'name'])
    expect(texts('selectinload(User.posts).join')).toEqual(['joinedload'])
    expect(texts('selectinload(User.posts).selectinload(Post.')).toEqual(['author'])
  })

  it('offers keys to inserts and updates', () => {
    expect(texts('insert(Post).values({ ')).toEqual(['title', 'state', 'author'])
    expect(texts('insert(Post).values([{ ti')).toEqual(['title'])
    expect(texts('update(Post).where(Post.title.eq("x")).values({ st')).toEqual(['state'])
  })
})

describe('texts', () => {
  it('offers the values of an enumeration wherever one is compared or set', () => {
    expect(texts('select(Post).where(Post.state.eq("')).toEqual(['draft', 'done'])
    expect(texts("session.query(Post).filter(Post.state.in(['draft', 'do")).toEqual(['done'])
    expect(texts("session.query(Post).filterBy({ title: 'x', state: 'd")).toEqual(['draft', 'done'])
    expect(texts('new Post({ state: "')).toEqual(['draft', 'done'])
    expect(texts('insert(Post).values([{ state: "dr')).toEqual(['draft'])
    expect(texts('user.posts.filter((p) => p.state === "do')).toEqual(['done'])
    expect(texts('user.posts[0].state = "dr')).toEqual(['draft'])
    expect(complete('Post.state.eq("dr|aft")')).toMatchObject({ from: 15, to: 17 })
  })

  it('stays quiet where nobody knows the value', () => {
    expect(texts('Post.title.eq("')).toEqual([])
    expect(texts('user.greet("')).toEqual([])
    expect(texts('const x = "')).toEqual([])
  })

  it('completes SQL', () => {
    expect(texts('session.execute(text("select 1 from us')).toEqual(['users'])
    expect(texts('session.execute(text(`select u.ro| from users u`)).all()')).toEqual(['role'])
    expect(texts('text("select ro|", users)')).not.toContain('role')
    expect(complete('text("select * from po')).toMatchObject({ from: 20, to: 22 })
  })

  it('completes the names of modules and files', () => {
    expect(texts("import { readFile } from 'node:fs/pr")).toEqual(['node:fs/promises'])
    expect(texts("import { x } from 'bett")).toEqual(['better-sqlite3'])
    expect(texts("await import('./test/shell/ker")).toEqual(['./test/shell/kernel/'])
    expect(texts("await import('./package.js")).toEqual(['./package.json'])
    expect(texts('import "./tsconfig.js')).toEqual(['./tsconfig.json'])
  })
})

describe('SQL', () => {
  it('offers tables where one is named', () => {
    expect(texts('.sql select 1 from ')).toEqual(['users', 'posts'])
    expect(texts('.sql select 1 from users u join p')).toEqual(['posts'])
    expect(texts('.sql select 1 from users, ')).toEqual(['users', 'posts'])
    expect(texts('.sql UPDATE us')).toEqual(['users'])
  })

  it('offers columns by table and by alias, also of tables named behind the cursor', () => {
    expect(texts('.sql select u.| from users u')).toEqual(['id', 'role'])
    expect(texts('.sql select u.ro| from "users" AS u where 1')).toEqual(['role'])
    expect(texts('.sql select 1 from users u join posts p on p.user')).toEqual(['user_id'])
    expect(texts('.sql select posts.')).toEqual(['id', 'user_id'])
    expect(texts('.sql select x.| from users u')).toEqual([])
    expect(texts('.sql select us| from posts p; select 1 from users')).toEqual(['user_id', 'using'])
    expect(complete('.sql select u.user| from posts u')).toEqual({
      items: [{ text: 'user_id', kind: 'column', detail: 'INTEGER · not null · → users.id' }],
      from: 14,
      to: 18,
    })
  })

  it('offers functions with what they take, and keywords as large as what is typed', () => {
    expect(complete('.sql select cou').items).toEqual([
      { text: 'count', kind: 'method', detail: 'count(*) or count([distinct] expression)' },
    ])
    expect(texts('.sql select 1 from users whe')).toEqual(['where', 'when'])
    expect(texts('.sql SELECT 1 FROM users WHE')).toEqual(['WHERE', 'WHEN'])
  })

  it('stays quiet in texts and comments', () => {
    expect(texts(".sql select 'us")).toEqual([])
    expect(texts('.sql select 1 -- us')).toEqual([])
  })
})

describe('speed', () => {
  it('answers within a keystroke', () => {
    complete('session.query(User).first().')
    const started = performance.now()
    for (let i = 0; i < 100; i++) complete('session.query(User).first().')
    expect((performance.now() - started) / 100).toBeLessThan(5)
  })
})
