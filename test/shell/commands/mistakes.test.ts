/** What is typed wrong: each mistake is answered with what it is about and the way out. */
import { expect, test } from 'vitest'
import { runShell } from '../../helpers/run-shell.js'

/** What the last input printed. */
async function lastOf(...inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

test.each([
  ['.models foo', '.models takes nothing, and got foo'],
  ['.pending x', '.pending takes nothing, and got x'],
  ['.begin foo', '.begin takes nothing or nested\nhint: .savepoint takes a name'],
  ['.set foo', 'there is no setting foo'],
  ['.set rows', 'rows is 50'],
  ['.log', 'no statement has run yet'],
  ['.replay 99', 'there is no In[99]'],
  ['.edit', '.edit needs a terminal to run an editor in\nhint: .replay runs an input again'],
  ['.edit 99', 'there is no In[99]\nhint: .history'],
  ['\\e x', '.edit takes the number of an input\nhint: .edit 3'],
  ['.tips foo', '.tips takes nothing or all'],
  ['.load nowhere.ts', 'cannot read nowhere.ts: there is no such file'],
  ['.save /no/such/folder/a.ts', 'cannot write /no/such/folder/a.ts: there is no such folder'],
  ['.once /', 'cannot write /: it is a folder'],
  ['.export csv select(Tag) > /no/such/x.csv', 'cannot write /no/such/x.csv: there is no'],
  ['.export xml select(Tag)', 'knows no format xml\nhint: there are csv, json'],
  ['.export jsno select(Tag)', 'hint: did you mean json?'],
  ['.copy 1', '1 has no rows\nhint: .copy csv'],
  ['.state session.get(User, 9999)', 'is null: there is no such object'],
  ['.type', 'undefined'],
])('%s', async (input, answer) => {
  expect(await lastOf(input)).toContain(answer)
})

test('an expression behind a command: its error, the place in it, the usage, the likely name', async () => {
  expect(await lastOf('.states foo bar')).toBe(
    'SyntaxError: Expected ";" but found "bar"\nfoo bar\n    ^\nhint: usage: .states [object]',
  )
  expect(await lastOf('.state sesion.get(User, 1)')).toBe(
    'ReferenceError: sesion is not defined\nhint: did you mean session?',
  )
  expect(await lastOf('.explain slect(User)')).toContain('hint: did you mean select?')
  expect(await lastOf("await $.state('sesion')")).toMatch(/^ReferenceError: sesion is not/)
})

test('names that do not exist are answered with the nearest that does', async () => {
  expect(await lastOf('sesion.get(User, 1)')).toContain('hint: did you mean session?')
  expect(await lastOf('Usr')).toContain('hint: did you mean User?')
  expect(await lastOf("new User({ nmae: '' })")).toContain('hint: User has no nmae: did you mean')
  expect(await lastOf("session.query(User).filterBy({ nmae: '' })")).toContain(
    'hint: did you mean name?',
  )
  expect(await lastOf('session.query(User).order_by(1)')).toContain(
    'hint: session.query(User) has no order_by: did you mean orderBy?',
  )
})

test('a misspelt attribute of a model inside a condition is remarked on', async () => {
  expect(await lastOf("const q = select(User).where(User.nmae == 'x')")).toBe(
    'User has no nmae: did you mean name?',
  )
  expect(await lastOf('const q = select(User.name).where(User.name.eq("x"))')).toBe('')
})

test('commands that look at the database work after a failed flush', async () => {
  const failed = "session.add(new Tag({ name: 'async' })); session.flush()"
  expect(await lastOf(failed, '\\dt')).toMatch(/^posts +table/m)
  expect(await lastOf(failed, '.schemas')).toMatch(/^main +default/m)
  expect(await lastOf(failed, '.conn')).toMatch(/^transaction +failed: .rollback ends it/m)
  expect(await lastOf(failed, '.explain select(Tag)')).toMatch(/SCAN tags/)
})

test('an export takes its file in any place', async () => {
  expect(await lastOf('.export /no/such/x.csv select(Tag)')).toContain('cannot write /no/such/')
  expect(await lastOf('.export select(Tag) /no/such/x.csv')).toContain('cannot write /no/such/')
  expect(await lastOf('.export Tag')).toMatch(/^id,name\n1,async\n/)
})

test('savepoints have names', async () => {
  const count = 'session.query(Tag).count()'
  const add = (name: string) => `session.add(new Tag({ name: '${name}' })); session.flush()`
  const inputs = [add('a'), '.savepoint one', add('b'), '.savepoint two', add('c')]
  expect(await lastOf(...inputs, count)).toBe('33')
  expect(await lastOf(...inputs, '.rollback one', count)).toBe('31')
  expect(await lastOf(...inputs, '.commit two', '.rollback', count)).toBe('31')
  expect(await lastOf(...inputs, '.commit all', '.rollback all', count)).toBe('33')
  expect(await lastOf(...inputs, '.rollback oen')).toContain('hint: did you mean one?')
})

test('what other shells call otherwise is answered with what it is called here', async () => {
  expect(await lastOf('.clear')).toContain('hint: Ctrl-L clears the screen')
  expect(await lastOf('\\gx')).toContain('hint: .x on shows rows as records')
})

test('every command explains itself with an example, and is a function of $', async () => {
  const { COMMANDS } = await import('../../../src/shell/commands/index.js')
  const without = COMMANDS.filter(({ examples = [] }) => examples.length === 0)
  expect(without.map(({ name }) => name)).toEqual([])
  const names = COMMANDS.map(({ name }) => name.slice(1))
  expect(
    await lastOf(`${JSON.stringify(names)}.filter((name) => typeof $[name] !== 'function')`),
  ).toBe('[]')
})
