/** `.doc`: names of the library from its declarations, models and their attributes from the mapping, commands. */
import { expect, test } from 'vitest'
import { runShell } from '../../helpers/run-shell.js'

async function doc(name: string): Promise<string> {
  const transcript = await runShell([`.doc ${name}`])
  return transcript.split('\n').slice(1).join('\n')
}

test('a function or class of the library: signature, text, example', async () => {
  expect(await doc('select')).toMatch(/^function select<.*\nStarts a SELECT; .*\n {2}select\(User/)
  expect(await doc('Session')).toMatch(/^class Session extends SessionCore\nA conversation with/)
})

test('a method of whatever value, inherited ones too', async () => {
  expect(await doc('session.get')).toMatch(
    /^get<[^]*No SQL when the session has it[^]*session\.get\(User, 5\)/,
  )
  expect(await doc('select(User).where')).toContain('Adds conditions, joined by AND.')
})

test('models, columns, relationships, commands', async () => {
  expect(await doc('User')).toContain('User → users')
  expect(await doc('User.email')).toContain('column email VARCHAR(120), not NULL, unique')
  expect(await doc('User.posts')).toContain('one to many relationship to posts, loaded: select')
  expect(await doc('.explain')).toContain('.explain [analyze] [statement]')
})

test('what there is not is answered with what there is', async () => {
  expect(await doc('User.emial')).toContain('User has no emial\nhint: did you mean email?')
  expect(await doc('session.nope')).toContain('nothing is written about session.nope')
  expect(await doc('')).toContain('hint: .doc session.get')
})
