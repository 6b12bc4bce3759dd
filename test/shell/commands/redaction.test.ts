/** Hidden columns: nowhere is a value of them printed, also where nothing says that it is one. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { columnRedactor } from '../../../src/shell/kernel/redact.js'
import { runShell } from '../../helpers/run-shell.js'

const hidden = (inputs: readonly string[]) => runShell(inputs, { redact: 'email', receipts: true })

test.each([
  ['a scalar', 'session.scalar(select(User.email).orderBy(User.id))'],
  ['scalars', 'session.scalars(select(User.email).limit(3)).all()'],
  ['an attribute', 'session.get(User, 1).email'],
  [
    'values of an object literal',
    '({ who: session.get(User, 1).email, n: [session.get(User, 2)] })',
  ],
  ['a text around one', '`mail ${session.get(User, 1).email}.`'],
  [
    'a column of another name',
    'session.execute(select(User.email.label("e")).limit(1), {}).all(); session.execute(text("select email as e from users")).all()',
  ],
  ['an error', 'throw new Error("no " + session.get(User, 1).email)'],
  ['a query', 'session.query(User.email).limit(2).all()'],
  ['a map', 'new Map([["x", session.get(User, 1).email]])'],
  ['an export', '.export json session.scalars(select(User.email).limit(3)).all()'],
  ['SQL', '.sql select email from users limit 3'],
  ['a row', 'session.execute(select(User.id, User.email).limit(2)).all()'],
])('%s', async (_what, code) => {
  const transcript = await hidden(['session.scalars(select(User)).all();', code])
  expect(transcript).toContain('‹redacted›')
  expect(transcript).not.toContain('@example.org')
})

test('what only looks alike stays', async () => {
  const transcript = await hidden([
    'session.scalars(select(User)).all();',
    '"ada.allen"',
    '1234567',
  ])
  expect(transcript).toContain("'ada.allen'")
  expect(transcript).toContain('1234567')
})

test('a redaction that is set later counts from then on', async () => {
  const transcript = await runShell(['.set redact email', 'session.get(User, 1).email'])
  expect(transcript).not.toContain('@example.org')
})

test('files get no value either', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'redact-')), 'x.txt')
  await hidden([`.once ${file}`, 'session.scalar(select(User.email))'])
  expect(readFileSync(file, 'utf8')).toBe("'‹redacted›'\n")
})

test('the history forgets texts that stand for hidden columns', () => {
  const redact = columnRedactor('email,joinedAt,*token*')
  expect(redact("session.query(User).filterBy({ email: 'a@b.c', name: 'ed' })")).toBe(
    "session.query(User).filterBy({ email: '***', name: 'ed' })",
  )
  expect(redact('select(User).where(User.email.eq("a@b.c"))')).toBe(
    'select(User).where(User.email.eq("***"))',
  )
  expect(redact("User.email.in(['a@b.c', 'd@e.f'])")).toBe("User.email.in(['***'])")
  expect(redact(".sql select 1 from users where email = 'a@b.c'")).toBe(
    ".sql select 1 from users where email = '***'",
  )
  expect(redact(".sql update users set joined_at = '2024'")).toContain("joined_at = '***'")
  expect(redact('user.apiToken = `x y`')).toBe('user.apiToken = `***`')
  expect(redact("user.name = 'email'")).toBe("user.name = 'email'")
  expect(columnRedactor('')("email: 'x'")).toBe("email: 'x'")
})
