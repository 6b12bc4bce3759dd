/** Bad input: one clear error each, and the session goes on. */
import { expect, test } from 'vitest'
import { openShell } from './open-shell.js'

const MINUTE = { timeout: 120_000 }

test('a syntax error shows the place and keeps the input for correction', MINUTE, async () => {
  const shell = await openShell()
  shell.type('const total = 1 +* 2\r')
  await shell.waitFor(
    /SyntaxError: .*\nconst total = 1 \+\* 2\n {17}\^[\s\S]*In \[2\]: const total = 1 \+\* 2/,
  )
  shell.type('\x05\x15const total = 3\r')
  await shell.waitFor('In [3]:')
  expect(await shell.run('total')).toBe('3')
})

test('SQL at the prompt is told what to do', MINUTE, async () => {
  const shell = await openShell()
  shell.type('select * from users\r')
  await shell.waitFor('hint: run SQL with .sql')
})

test('an exception shows the user’s lines only, TypeScript included', MINUTE, async () => {
  const shell = await openShell()
  await shell.run('function f(a: number): never { throw new RangeError(`no ${a}`) }')
  expect(await shell.run('f(1)')).toBe('RangeError: no 1\n    at f (In[1]:1:38)\n    at In[2]:1:1')
  expect(await shell.run('_error instanceof RangeError')).toBe('true')
})

test(
  'an error of the database names the statement and leaves the shell usable',
  MINUTE,
  async () => {
    const shell = await openShell()
    expect(await shell.run('.sql select nope from users')).toMatch(
      /OperationalError: .*no such column: nope\n\[SQL: select nope from users\]/,
    )
    expect(await shell.run('session.query(User).count()')).toMatch(/^50\n/)
  },
)

test('a rejection nobody handled is one labelled error, then the prompt', MINUTE, async () => {
  const shell = await openShell()
  await shell.run('void Promise.reject(new Error("late"))')
  await shell.waitFor(/unhandled rejection · Error: late\n +at In\[1\]:1:21\n\nIn \[2\]:/)
  await shell.run('void setTimeout(() => { throw new TypeError("later") }, 1)')
  await shell.waitFor(/uncaught exception · TypeError: later/)
  expect(await shell.run('1')).toBe('1')
})

test('an unknown command names the nearest one', MINUTE, async () => {
  const shell = await openShell()
  const printed = await shell.run('.shcema')
  expect(printed).toContain('There is no command .shcema\nhint: did you mean .schema?')
})

test('a huge result shows its first rows, the total and how to see more', MINUTE, async () => {
  const shell = await openShell({ rows: 80 })
  const printed = await shell.run('session.scalars(select(Comment)).all()')
  expect(printed).toContain('(first 50 of 2000 rows; _.slice(50) goes on)')
  expect(await shell.run('Array.from({ length: 100000 }, (_, i) => i)')).toContain(
    '... 99900 more items',
  )
})

test('Ctrl-C stops loops and waiting, and keeps variables', MINUTE, async () => {
  const shell = await openShell()
  await shell.run('let steps = 0')
  const endless = [
    'for (;;) steps++',
    'await new Promise(() => {})',
    'await null; for (;;) steps++',
  ]
  for (const [index, input] of endless.entries()) {
    shell.type(`${input}\r`)
    await shell.waitFor('Ctrl-C interrupts')
    shell.type('\x03')
    await shell.waitFor(`In [${index + 3}]:`)
    expect(shell.printed(index + 2)).toContain(
      'Interrupted: variables and the session are as the input left them',
    )
  }
  expect(await shell.run('steps > 0')).toBe('true')
})

test(
  'Ctrl-C at the prompt clears the line, and on an empty one says how to leave',
  MINUTE,
  async () => {
    const shell = await openShell()
    shell.type('half an inp')
    await shell.waitFor('half an inp')
    shell.type('\x03')
    await shell.waitFor((screen) => !screen.text.includes('half'))
    shell.type('\x03')
    await shell.waitFor('Ctrl-D leaves')
    shell.type('\x04')
    expect(await shell.screen.exit).toBe(0)
  },
)
