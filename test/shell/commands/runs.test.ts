/** `.bench` and `.watch`, which run an expression several times, and `.seed`, which makes objects up. */
import { expect, test } from 'vitest'
import { runShell, type RunShellOptions } from '../../helpers/run-shell.js'

/** What the last input printed. */
async function lastOf(inputs: readonly string[], options: RunShellOptions = {}): Promise<string> {
  const transcript = await runShell(inputs, options)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

test('.bench runs in sessions that know nothing yet, and answers the times', async () => {
  const inputs = ['session.get(Tag, 1);', '.bench 3 session.get(Tag, 1)']
  expect(await lastOf(inputs)).toMatch(/\n\(3 runs · 1 statement · 1 row each\)$/)
  expect(await lastOf(['.bench select(Tag)'])).toMatch(/\(10 runs · 1 statement · 30 rows each\)$/)
  expect(await lastOf(["(await $.bench('2 1 + 1')).value.length"])).toBe('2')
})

test('.bench keeps nothing, commits and variables included', async () => {
  const write = '.bench 2 (n++, session.add(new Tag({ name: "x" })), session.commit())'
  const inputs = ['let n = 1', write, '[n, session.query(Tag).count(), session.new.size]']
  expect(await lastOf(inputs)).toBe('[ 1, 30, 0 ]')
  expect(await lastOf(['session.add(new Tag({ name: "y" }))', ...inputs])).toBe('[ 1, 31, 0 ]')
})

test('.watch shows each answer, and what came in between', async () => {
  const printed = await lastOf(['.watch 0.01 x3 session.query(Tag).count()'])
  expect(printed.split('\n').filter((line) => line === '30')).toHaveLength(3)
  expect(await lastOf(['.watch 0.01 x1 select(Tag).limit(1)'])).toMatch(/^ 1 +async$/m)
})

test('mistakes name the way out', async () => {
  expect(await lastOf(['.bench'])).toContain('hint: .bench session.query(Post).all()')
  expect(await lastOf(['.bench sesion.get(Tag, 1)'])).toContain('hint: did you mean session?')
  expect(await lastOf(['.bench 0 1'])).toContain('.bench makes 1 to 1000 runs')
  expect(await lastOf(['.watch foo'])).toContain('.watch takes seconds and an expression')
  expect(await lastOf(['.watch 1 nowhere'])).toContain('ReferenceError: nowhere is not defined')
  expect(await lastOf(['.seed'])).toContain('hint: .seed User 10 seed=7')
  expect(await lastOf(['.seed Usr'])).toContain('hint: did you mean User?')
})

test.each([
  'User',
  'Post',
  'Comment',
  'Tag',
  'Profile',
  'Category',
  'Image',
  'CommentNotification',
])('.seed %s makes objects that can be flushed, and leaves that to others', async (model) => {
  const [before, after] = [`session.query(${model}).count()`, '.flush']
  const made = [`const n = ${before}`, `.seed ${model} 12`]
  expect(await lastOf([...made, 'session.new.size >= 12'])).toBe('true')
  expect(await lastOf([...made, after, `${before} - n`])).toBe('12')
})

test('.seed makes the same of the same seed, and says what it did', async () => {
  const names = '_.map((user) => user.name)'
  const once = await lastOf(['.seed User 3 seed=7', names])
  expect(await lastOf(['.seed User 3 seed=7', names])).toBe(once)
  expect(await lastOf(['.seed User 3 seed=8', names])).not.toBe(once)
  expect(await lastOf(['.seed Profile 2'])).toMatch(
    /2 new, and 2 they refer to; .commit keeps them, .revert all takes them back$/,
  )
})
