/** What is typed and how it is shown: several lines, pastes, completion, TypeScript, narrow terminals, colours. */
import { expect, test } from 'vitest'
import { openShell } from './open-shell.js'

const MINUTE = { timeout: 120_000 }

test('TypeScript and await at the top level', MINUTE, async () => {
  const shell = await openShell()
  await shell.run('interface Named { name: string }')
  await shell.run('const first = session.get(User, 1) as Named')
  expect(await shell.run('(await Promise.resolve(first)).name')).toBe("'ada.allen'")
  expect(await shell.run('const n: number = 1; let m = n; m')).toBe('1')
  expect(await shell.run('let n = 2; n = 3; n')).toBe('3')
})

test(
  'an unfinished input goes on in the next line; a chain continues the last value',
  MINUTE,
  async () => {
    const shell = await openShell()
    shell.type('[1, 2].map((x) => {\r')
    await shell.waitFor('   ...:')
    shell.type('return x * 2 })\r')
    await shell.waitFor('[ 2, 4 ]')
    await shell.run('select(Tag)')
    expect(await shell.run('.where(Tag.id.eq(3))')).toMatch(/FROM tags\s+WHERE tags\.id = :id_1/)
  },
)

test('a paste of several lines is one input', MINUTE, async () => {
  const shell = await openShell()
  shell.type(
    '\x1b[200~const total = session.query(Tag)\n  .filter(Tag.id.lt(4))\n  .count()\n\x1b[201~',
  )
  await shell.waitFor(/\.\.\.: +\.count\(\)/)
  shell.type('\r')
  await shell.waitFor(/1 statement[\s\S]*In \[2\]:/)
  expect(await shell.run('total')).toBe('3')
})

test('what is typed ahead runs in its order', MINUTE, async () => {
  const shell = await openShell()
  for (const key of 'globalThis.a = 1\ra + 1\ra + 2\r') shell.type(key)
  await shell.waitFor('In [4]:')
  expect([1, 2, 3].map((number) => shell.printed(number))).toEqual(['1', '2', '3'])
})

test('Tab completes models, columns, relationships and commands', MINUTE, async () => {
  const shell = await openShell()
  shell.type('Categ\t')
  await shell.waitFor('In [1]: Category')
  shell.type('.na\t')
  await shell.waitFor('In [1]: Category.name')
  shell.type('\x15select(Post).options(selectinload(Post.\t')
  await shell.waitFor(/author +relationship · User/)
  expect(shell.text).not.toContain('column ·')
  shell.type('\x1b')
  await shell.waitFor((screen) => !screen.text.includes('relationship'))
  shell.type('\x15.sche\t')
  await shell.waitFor('In [1]: .schema')
  shell.type(' po\t')
  await shell.waitFor(/posts +table/)
  expect(shell.text).not.toContain('statement')
})

test(
  '.edit opens an earlier input in $EDITOR and brings what was saved to the prompt',
  MINUTE,
  async () => {
    const append = `${process.execPath} -e "require('fs').appendFileSync(process.argv[1], ' + 2')"`
    const shell = await openShell({ env: { EDITOR: append, VISUAL: '' } })
    await shell.run('40')
    await shell.run('.models')
    shell.type('.edit 1\r')
    await shell.waitFor(/In \[4\]: 40 \+ 2$/m)
    expect(await shell.run('')).toBe('42')
    shell.type('\\e\r')
    await shell.waitFor(/In \[6\]: 40 \+ 2 \+ 2$/m)
    expect(await shell.run('')).toBe('44')
  },
)

test('without a working editor .edit says so and the shell goes on', MINUTE, async () => {
  const shell = await openShell({ env: { VISUAL: 'false' } })
  await shell.run('40')
  shell.type('.edit\r')
  await shell.waitFor('$EDITOR failed')
  expect(await shell.run('41 + 1')).toBe('42')
})

test('results fit a terminal of forty columns', MINUTE, async () => {
  const shell = await openShell({ columns: 40, rows: 60 })
  await shell.run('for (const p of session.scalars(select(Post).limit(30)).all()) p.author.name')
  await shell.run('.help')
  const lines = shell.screen.all.split('\n')
  const printed = lines.filter((_, index) => !isInput(lines, index))
  // A full line is one the terminal had to break, in the middle of a word.
  expect(printed.filter((line) => line.length >= 40)).toEqual([])
  expect(await shell.run('session.get(Post, 1).title')).toContain(
    "'The quiet cost of slow queries'",
  )
})

test('many columns become records where they have no room', MINUTE, async () => {
  const shell = await openShell({ columns: 50, rows: 60 })
  const printed = await shell.run('session.scalars(select(Post).limit(2)).all()')
  expect(printed).toMatch(/── 1 ──\nid +1\ntitle +The quiet cost/)
  expect(printed).toMatch(/── 2 ──\nid +2/)
})

test('NO_COLOR means none; with colours the words are the same', MINUTE, async () => {
  const plain = await openShell()
  const coloured = await openShell({ env: { NO_COLOR: undefined } })
  for (const input of ['session.get(User, 1)', '.models', 'nope', '.n1']) {
    const [a, b] = [await plain.run(input), await coloured.run(input)]
    expect(withoutTimes(b)).toBe(withoutTimes(a))
  }
  expect(plain.screen.raw).not.toMatch(/\x1b\[[\d;]*m/)
  expect(coloured.screen.raw).toMatch(/\x1b\[1;31m/)
})

function withoutTimes(text: string): string {
  return text.replace(/\d+\.\d+ ms/g, 'ms').replace(/ +/g, ' ')
}

/** An input, or a line that the terminal broke off from it. */
function isInput(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? ''
  if (line.startsWith('In [')) return true
  return index > 0 && (lines[index - 1]?.length ?? 0) >= 40 && isInput(lines, index - 1)
}
