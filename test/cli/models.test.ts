/** Whose classes are in scope: the user's files, or the tables of a database without any. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../helpers/postgres.js'
import { runCli } from '../helpers/run-cli.js'

const authors = `
  import { column, declarativeBase, integer, many, mapped, string } from 'orm-shell'
  import { Book } from './book.js'
  export const Base = declarativeBase()
  export class Author extends Base.model('authors', {
    id: column(integer, { primaryKey: true }),
    name: column(string(40)),
    books: () => many(Book, { backPopulates: 'author' }),
  }) {
    static { mapped(this) }
    get initial(): string { return this.name[0]! }
  }`
const books = `
  import { column, foreignKey, integer, mapped, one, string } from 'orm-shell'
  import { Author, Base } from './author.js'
  export class Book extends Base.model('books', {
    id: column(integer, { primaryKey: true }),
    title: column(string(40)),
    authorId: column('author_id', integer, foreignKey('authors.id')),
    author: () => one(Author, { backPopulates: 'books' }),
  }) {
    static { mapped(this) }
  }`

const tags = `
  import { column, declarativeBase, integer, mapped } from 'orm-shell'
  export const Base = declarativeBase()
  export class Label extends Base.model('labels', { id: column(integer, { primaryKey: true }) }) {
    static { mapped(this) }
  }`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-models-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function project(files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, 'models'))
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, 'models', name), text)
}

describe('files', () => {
  test('a folder of TypeScript models on a database in memory, tables included', async () => {
    project({ 'author.ts': authors, 'book.ts': books })
    const inputs = [
      "const ada = new Author({ name: 'Ada', books: [new Book({ title: 'Notes' })] })",
      'session.add(ada); session.commit()',
      '[ada.initial, session.query(Book).one().author === ada]',
    ]
    const args = ['--models', 'models', ...inputs.flatMap((input) => ['-e', input])]
    expect(await runCli(args, { cwd: folder })).toEqual({
      code: 0,
      stdout: "[ 'A', true ]\n",
      stderr: '',
    })
  })

  test('a broken file is reported, the others load', async () => {
    project({ 'author.ts': authors, 'book.ts': books, 'broken.ts': 'export const = 1' })
    const { code, stdout, stderr } = await runCli(['--models', 'models', '-e', 'Author.name.key'], {
      cwd: folder,
    })
    expect({ code, stdout }).toEqual({ code: 0, stdout: "'name'\n" })
    expect(stderr).toMatch(/models\/broken\.ts:1/)
  })

  test('two bases that have one name both get their tables', async () => {
    project({ 'author.ts': authors, 'book.ts': books, 'tag.ts': tags })
    const { code, stdout, stderr } = await runCli(
      ['--models', 'models', '-e', '[session.query(Author).count(), session.query(Label).count()]'],
      { cwd: folder },
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[ 0, 0 ]\n' })
    expect(stderr).toContain('another file exports a different Base')
  })

  test('files without a model are an empty shell that says why', async () => {
    project({ 'a.ts': 'export const x = 1' })
    const { code, stdout, stderr } = await runCli(['--models', 'models', '-e', '.models'], {
      cwd: folder,
    })
    expect(code).toBe(0)
    expect(stdout).toContain('no models are loaded: .reload when their files can be')
    expect(stderr).toContain('models: no class there is mapped')
  })

  test('where nothing loads, the shell opens all the same and says what is wrong', async () => {
    project({ 'broken.ts': 'export const = 1' })
    const { code, stdout, stderr } = await runCli(['--models', 'models', '-e', '1'], {
      cwd: folder,
    })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' })
    expect(stderr).toMatch(/broken\.ts:1/)
  })
})

describe('tables', () => {
  const schema = `
    create table author (id integer primary key, name varchar(40) not null);
    create table book (id integer primary key, title varchar(40), author_id integer references author (id));
    insert into author values (1, 'Ada');
    insert into book values (1, 'Notes', 1);`
  const code = '[session.get(Author, 1).name, session.get(Book, 1).author.name]'

  test('a SQLite file needs no models', async () => {
    const path = join(folder, 'books.db')
    new Database(path).exec(schema).close()
    expect(await runCli(['--url', path, '-e', code])).toMatchObject({
      code: 0,
      stdout: "[ 'Ada', 'Ada' ]\n",
    })
  })

  test('neither does PostgreSQL, named by the environment', async () => {
    const url = await freshDatabase()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(schema)
    await client.end()
    expect(await runCli(['-e', code], { env: { DATABASE_URL: url } })).toMatchObject({
      code: 0,
      stdout: "[ 'Ada', 'Ada' ]\n",
    })
  })
})
