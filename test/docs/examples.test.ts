/** The examples in the doc comments of the public API run, each on a database of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as api from '../../src/index.js'
import * as testing from '../../src/testing/index.js'
import { examplesOf, runExample } from './examples.js'
import * as models from './models.js'

const entries = ['src/index.ts', 'src/testing/index.ts'] as const
const found = entries.map(examplesOf)
const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'orm-shell-examples-'))

// Examples name files; they land in a folder of their own.
beforeAll(() => process.chdir(folder))
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

/** What needs a server, a web framework or a test runner around it. */
const READ_ONLY: ReadonlySet<string> = new Set([
  'AsyncEngine',
  'clearMappers',
  'useSession',
  'useAsyncSession',
])

/** Taken before any example adds a constraint to a table. */
const schema = tablesOf(models.Base.metadata)

function tablesOf(metadata: api.MetaData): readonly string[] {
  const engine = api.createEngine('sqlite://')
  const statements = testing.recordStatements(engine, () => void metadata.createAll(engine))
  return statements.map(({ sql }) => sql).filter((sql) => sql.trim().startsWith('CREATE'))
}

/** Examples of DDL add to tables, so each gets its own. */
function freshTables(): Record<string, unknown> {
  const { column, foreignKey, integer, string, Table } = api
  const metadata = new api.MetaData()
  const key = () => column(integer, { primaryKey: true })
  const users = new Table('users', metadata, { id: key(), name: column(string) })
  const userId = column('user_id', integer, foreignKey('users.id'))
  return { users, posts: new Table('posts', metadata, { id: key(), userId }) }
}

function scope(): Record<string, unknown> {
  const { User, Post, Account, Item, Tag, Shelf } = models
  const engine = api.createEngine('sqlite://')
  engine.begin((connection) => schema.forEach((sql) => connection.execDriverSql(sql)))
  const session = new api.Session(engine)
  const user = new User({
    name: 'ed',
    posts: [new Post({ title: 'First', tags: [new Tag({ name: 'x' })] })],
  })
  const [account, item, shelf] = [new Account(), new Item(), new Shelf()]
  session.addAll([user, account, item, shelf])
  session.commit()
  return {
    ...api,
    ...testing,
    ...models,
    ...freshTables(),
    engine,
    session,
    user,
    account,
    item,
    shelf,
    post: user.posts[0],
    SessionLocal: api.sessionmaker({ bind: engine }),
    connection: engine.connect(),
  }
}

describe.each(found.flatMap(({ examples }) => examples))('$name', ({ name, code }) => {
  test.skipIf(READ_ONLY.has(name))(code.split('\n')[0]!, async () => {
    await runExample(code, scope())
  })
})

test('values without an example are known', async () => {
  const names = found.flatMap(({ without }) => without).sort()
  await expect(`${names.join('\n')}\n`).toMatchFileSnapshot('without-example.txt')
})
