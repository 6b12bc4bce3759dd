/** `.reload` with the user's own files: what changed is there, what broke is named and changes nothing. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runShell } from '../helpers/run-shell.js'

const model = (columns: string, more = ''): string => `
  import { column, declarativeBase, integer, mapped, string } from 'orm-shell'
  export const Base = declarativeBase()
  export class Book extends Base.model('books', {
    id: column(integer, { primaryKey: true }),
    ${columns}
  }) {
    static { mapped(this) }
  }
  ${more}`
const shelf = `
  export class Shelf extends Base.model('shelves', { id: column(integer, { primaryKey: true }) }) {
    static { mapped(this) }
  }`

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'orm-shell-reload-')))
  write('book.ts', model('title: column(string(20)),'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

/** An input that writes a file, as the user's editor would between two inputs. */
function saving(name: string, text: string): string {
  const path = JSON.stringify(join(folder, name))
  return `process.getBuiltinModule('node:fs').writeFileSync(${path}, ${JSON.stringify(text)})`
}

/** What the inputs from the first `.reload` on print. */
async function afterReload(inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs, { models: [folder] })
  return transcript.slice(transcript.indexOf('>>> .reload')).replaceAll(folder, '…')
}

test('a new attribute is there after the reload', async () => {
  const changed = model('title: column(string(20)), pages: column(integer),')
  const inputs = [saving('book.ts', changed), '.reload', '.model Book', 'select(Book.pages)']
  const transcript = await afterReload(inputs)
  expect(transcript).toMatch(/^pages +pages +INTEGER/m)
  expect(transcript).toContain('SELECT books.pages')
  expect(transcript).toContain(
    'table books has no column pages yet; to add it: .sql ALTER TABLE books ADD COLUMN pages INTEGER',
  )
})

test('a new class is in scope, and its table in a database of our own', async () => {
  const inputs = [
    saving('book.ts', model('title: column(string(20)),', shelf)),
    '.reload',
    'session.add(new Shelf()); session.commit(); session.query(Shelf).count()',
  ]
  expect(await afterReload(inputs)).toMatch(/\n1$/)
})

test('what is committed stays; the session is a new one', async () => {
  const inputs = [
    "const before = session; session.add(new Book({ title: 'Notes' })); session.commit()",
    '.reload',
    '[before === session, session.query(Book).one().title]',
  ]
  expect(await afterReload(inputs)).toMatch(/\[ false, 'Notes' \]$/)
})

test('a file with an error is named by line, and the models stay as they are', async () => {
  const inputs = [
    'const before = Book',
    saving('book.ts', 'export const =\n'),
    '.reload',
    '[before === Book, session.query(Book).count()]',
    '.models',
  ]
  const transcript = await afterReload(inputs)
  expect(transcript).toMatch(/book\.ts:1:\d+: Expected identifier/)
  expect(transcript).toContain('nothing was reloaded: the models are as before')
  expect(transcript).toContain('[ true, 0 ]')
  expect(transcript).toMatch(/^Book +books/m)
})

test('one that throws is named by line as well, and can be corrected', async () => {
  const inputs = [
    saving('book.ts', `\nthrow new Error('not configured')`),
    '.reload',
    saving('book.ts', model('isbn: column(string(13)),')),
    '.reload',
    'select(Book.isbn)',
  ]
  const transcript = await afterReload(inputs)
  expect(transcript).toMatch(/book\.ts:2:\d+: Error: not configured/)
  expect(transcript).toMatch(/SELECT books\.isbn/)
})

test('a file that was broken from the start does not keep the others from being reloaded', async () => {
  write('broken.ts', 'export const =\n')
  const inputs = [
    saving('book.ts', model('isbn: column(string(13)),')),
    '.reload',
    'select(Book.isbn)',
  ]
  const transcript = await afterReload(inputs)
  expect(transcript).toMatch(/broken\.ts:1:\d+: /)
  expect(transcript).toMatch(/SELECT books\.isbn/)
})

test('a class that nobody mapped is named when it is loaded', async () => {
  const forgotten = shelf.replace('static { mapped(this) }', '')
  const inputs = [saving('book.ts', model('title: column(string(20)),', forgotten)), '.reload']
  expect(await afterReload([...inputs, 'new Shelf()'])).toMatch(
    /book\.ts: Shelf is not mapped: add 'static \{ mapped\(this\) \}'[\s\S]*UnregisteredClassError/,
  )
})
