/** What the shell says where a member is misspelt: in errors, in values that are undefined, in assignments. */
import { expect, test } from 'vitest'
import { runShell } from '../helpers/run-shell.js'

async function lastOf(...inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

test('an error that comes of it names the nearest attribute or method', async () => {
  expect(await lastOf('select(User).where(User.nmae.eq(3))')).toContain(
    'hint: User has no nmae: did you mean name?',
  )
  expect(await lastOf('const u = session.get(User, 1)', '1 + u.nmae.length')).toContain(
    'hint: User has no nmae: did you mean name?',
  )
  expect(await lastOf('session.quer(User)')).toContain('did you mean query?')
  expect(await lastOf('session.query(User).fliter(1)')).toContain('did you mean filter?')
})

test('a missing attribute that is read or set is remarked on', async () => {
  expect(await lastOf('const u = session.get(User, 1)', 'u.nmae')).toBe(
    'User has no nmae: did you mean name?',
  )
  expect(await lastOf('const u = session.get(User, 1)', "u.nmae = 'x'")).toContain(
    'did you mean name?; nothing of this will be stored',
  )
})

test('what is there, or is not ours, goes without a remark', async () => {
  expect(await lastOf('const u = session.get(User, 1)', "u.name = 'x';")).toBe('')
  expect(await lastOf('const o = {}', 'o.nmae')).toBe('')
  expect(await lastOf('const o = {}', 'o.nmae.length')).not.toContain('hint')
})
