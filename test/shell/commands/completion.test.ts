/** Tab with the sample's models and the library's declarations: what a person would see beside each name. */
import { expect, test, vi } from 'vitest'
import { completeInShell } from '../../helpers/run-shell.js'

test('functions and methods of the library come with what they take and a sentence', async () => {
  const details = async (code: string) =>
    new Map((await completeInShell(code)).map(({ text, detail }) => [text, detail]))
  await vi.waitFor(async () => {
    expect((await details('selectinlo')).get('selectinload')).toMatch(/^\(\w+.*\) \w+/)
  }, 20_000)
  expect((await details('session.ge')).get('get')).toMatch(/^\(\w+, \w+.*\) /)
  expect((await details('select(User).wh')).get('where')).toContain(
    '(...conditions) Adds conditions, joined by AND',
  )
  expect((await details('$.expl')).get('explain')).toBe('How the database executes a statement')
})

test('a statement in a variable is known by what it selects', async () => {
  const texts = async (code: string) => (await completeInShell(code)).map(({ text }) => text)
  expect(await texts('const q = select(Post)\nq.filterBy({ status: "')).toEqual([
    'draft',
    'published',
    'archived',
  ])
  const before = ['const kept = select(Post)', 'const query = session.query(User)']
  const after = async (code: string) =>
    (await completeInShell(code, before)).map(({ text }) => text)
  expect((await after('kept.join('))[0]).toBe('Post.author')
  expect(await after('query.filterBy({ ro')).toEqual(['role'])
})

test('what is wanted most of an attribute comes first', async () => {
  const first = async (code: string) =>
    (await completeInShell(code)).slice(0, 3).map(({ text }) => text)
  expect(await first('User.name.')).toEqual(['eq', 'ne', 'gt'])
  expect(await first('User.posts.')).toEqual(['any', 'has', 'contains'])
  expect(await first('func.cou')).toEqual(['count'])
  expect(await first('select(User.name, Post.title).where(Us')).toEqual([
    'User.id',
    'User.name',
    'User.email',
  ])
})

test('arguments of commands: names first, values behind them, code where code may stand', async () => {
  const texts = async (code: string) => (await completeInShell(code)).map(({ text }) => text)
  expect(await texts('.set expanded ')).toEqual(['auto', 'on', 'off', 'default'])
  expect(await texts('.set ti')).toEqual(['timing'])
  expect((await texts('.export js')).slice(0, 2)).toEqual(['json', 'jsonl'])
  expect((await texts('.export csv select(Use')).slice(0, 1)).toEqual(['User'])
  expect(await texts('.export select(User) > package.js')).toEqual(['package.json'])
  expect(await texts('.export selectinl')).toEqual(['selectinload'])
  expect(await texts('.record of')).toEqual(['off'])
  expect(await texts('.record ./packag')).toEqual(['./package-lock.json', './package.json'])
  expect(await texts('.explain ana')).toEqual(['analyze'])
  expect((await texts('.explain analyze select(Use')).slice(0, 1)).toEqual(['User'])
  expect(await texts('.connect x.db --')).toEqual(['--discard'])
})
